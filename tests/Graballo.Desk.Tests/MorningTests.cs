using Graballo.Desk.Calendars;
using Graballo.Desk.Jobs;
using Graballo.Desk.Organisation;
using Graballo.Desk.Presence;
using Graballo.Desk.Tests.Hosting;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Graballo.Server.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Graballo.Desk.Tests;

/// <summary>The morning's mail, the jobs that send it, and the question what would happen.</summary>
public sealed class MorningTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Each_person_is_written_once_a_morning_and_only_when_something_waits(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        desk.Clock.SetUtcNow(DeskHost.Morning.AddHours(21));
        var number = await desk.Open();
        var responsible = await desk.Responsible(number);
        await Locale(desk, responsible, "en");
        (await desk.Get<SendDigests>().Send(Ct)).Should().Be(0, "it is seven in the morning");
        desk.Clock.SetUtcNow(DeskHost.Morning.AddHours(23));
        (await desk.Get<SendDigests>().Send(Ct)).Should().Be(1, "nine o'clock, and one person has something");
        (await desk.Get<SendDigests>().Send(Ct)).Should().Be(0);
        await desk.Get<DeliverOutbox>().Deliver(Ct);
        var mail = desk.Mail.Taken.Single(row => row.Key.StartsWith("digest:", StringComparison.Ordinal));
        mail.Subject.Should().Be("Your day: 1 requests wait, 0 late");
        mail.TextBody.Should().Contain(TicketNumber.Display(number));
        desk.Clock.Advance(TimeSpan.FromDays(1));
        (await desk.Get<SendDigests>().Send(Ct)).Should().Be(1, "a new day");
        await StoryTests.Ok(desk.Get<SetDigestHandler>().Handle(new SetDigest(false), responsible, Ct));
        desk.Clock.Advance(TimeSpan.FromDays(1));
        (await desk.Get<SendDigests>().Send(Ct)).Should().Be(0, "switched off");
        (await desk.Get<SetDigestHandler>().Handle(new SetDigest(true), await desk.Client(), Ct)).Refusal.Should().Be(Refusal.Forbidden);
    }

    [Fact]
    public async Task No_morning_mail_on_a_day_of_rest_in_an_absence_or_hours_later()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var away = await desk.Responsible(await desk.Open());
        desk.Clock.SetUtcNow(DeskHost.Morning.AddHours(5));
        (await desk.Get<SendDigests>().Send(Ct)).Should().Be(0, "the server was off in the morning");
        desk.Clock.SetUtcNow(DeskHost.Morning.AddDays(4));
        (await desk.Get<SendDigests>().Send(Ct)).Should().Be(0, "Saturday");
        await desk.Get<SaveAbsenceHandler>().Handle(
            new SaveAbsence(null, away.AgentId!.Value, desk.Now, desk.Now.AddDays(9), AbsenceKind.Vacation, (await desk.Who("valentina.soto@cordillera.example")).AgentId), away, Ct);
        desk.Clock.SetUtcNow(DeskHost.Morning.AddDays(6));
        (await desk.Get<SendDigests>().Send(Ct)).Should().Be(1, "Monday: the cover has it now");
        await using var db = desk.Database();
        (await db.Outbox.Where(row => row.Key.StartsWith("digest:")).Select(row => row.ToName).SingleAsync()).Should().Be("Valentina Soto");
    }

    [Fact]
    public async Task A_job_that_fails_for_ever_keeps_its_trigger_and_every_other_one()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<Counting>();
        services.AddQuartz(quartz =>
        {
            Wiring.Every<Failing>(quartz, "failing", TimeSpan.FromMilliseconds(20));
            Wiring.Every<Working>(quartz, "working", TimeSpan.FromMilliseconds(20));
        });
        await using var provider = services.BuildServiceProvider();
        var scheduler = await provider.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await scheduler.Start();
        var counting = provider.GetRequiredService<Counting>();
        while (counting.Failed < 5 || counting.Worked < 5)
            await Task.Delay(20);
        foreach (var name in new[] { "failing", "working" })
            (await scheduler.GetTriggerState(new TriggerKey(name))).Should().BeOneOf(TriggerState.Normal, TriggerState.Executing);
        await scheduler.Shutdown();
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task What_would_happen_is_what_happens_and_asking_leaves_nothing(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var asks = await desk.Who("marcela.vergara@cordillera.example");
        var client = await desk.Client();
        var verb = desk.Get<WhatIfHandler>();
        var before = await Rows(desk);
        var told = (await verb.Handle(new WhatIf(client.CompanyId, "factura-monto", Channel.Web, null, desk.Now), asks, Ct)).Value!;
        (await verb.Handle(new WhatIf(client.CompanyId, "factura-monto", Channel.Web, null, desk.Now), asks, Ct)).Value!.Assignee.Should().Be(told.Assignee, "no turn was taken");
        var unknown = (await verb.Handle(new WhatIf(null, "portal-acceso", Channel.Email, Priority.Urgent, desk.Now.AddDays(30)), asks, Ct));
        unknown.Value!.Decisions.Should().Contain(row => row.Decision == "assignment");
        (await Rows(desk)).Should().Equal(before);
        var number = await desk.Open("factura-monto");
        (await desk.Responsible(number)).Name.Should().Be(told.Assignee);
        told.Decisions.Select(row => row.Decision).Should().Contain(["flow", "assignment"]);
        told.Clocks.Should().NotBeEmpty();
    }

    [Fact]
    public async Task What_would_happen_at_night_is_that_it_waits_and_only_those_who_lead_may_ask()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await using (var db = desk.Database())
            await db.Agents.ExecuteUpdateAsync(row => row.SetProperty(agent => agent.Shift, CalendarSet.Standard));
        var night = new WhatIf((await desk.Client()).CompanyId, "factura-monto", Channel.Web, null, desk.Now.AddHours(12));
        var told = (await desk.Get<WhatIfHandler>().Handle(night, await desk.Who("ximena.cortes@cordillera.example"), Ct)).Value!;
        told.Waits.Should().BeTrue();
        told.Why.Passed.Should().OnlyContain(other => other.Reason == "off-shift");
        (await desk.Get<WhatIfHandler>().Handle(night with { At = desk.Now }, Actor.System, Ct)).Value!.Waits.Should().BeFalse();
        (await desk.Get<WhatIfHandler>().Handle(night with { At = DateTimeOffset.MaxValue }, Actor.System, Ct)).Refusal!.Code.Should().Be("moment-far");
        (await desk.Get<WhatIfHandler>().Handle(night with { Topic = "nada" }, Actor.System, Ct)).Refusal!.Code.Should().Be("topic-unknown");
        foreach (var nobody in new[] { await desk.Client(), await desk.Who("valentina.soto@cordillera.example"), Actor.Nobody })
            (await desk.Get<WhatIfHandler>().Handle(night, nobody, Ct)).Refusal.Should().Be(Refusal.Forbidden);
    }

    private static async Task<List<long>> Rows(DeskHost desk)
    {
        await using var db = desk.Database();
        return [await db.Tickets.CountAsync(), await db.TicketEvents.CountAsync(), await db.Outbox.CountAsync(), await db.Companies.CountAsync(), await db.Groups.SumAsync(row => row.Turns)];
    }

    private static async Task Locale(DeskHost desk, Actor person, string locale)
    {
        await using var db = desk.Database();
        await db.Agents.Where(row => row.Id == person.AgentId).ExecuteUpdateAsync(row => row.SetProperty(agent => agent.Locale, locale));
    }

    private sealed class Counting
    {
        public int Failed;
        public int Worked;
    }

    private sealed class Failing(Counting counting) : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref counting.Failed);
            throw new InvalidOperationException("broken");
        }
    }

    private sealed class Working(Counting counting) : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref counting.Worked);
            return ValueTask.CompletedTask;
        }
    }
}
