using Graballo.Desk.BackOffice;
using Graballo.Desk.Calendars;
using Graballo.Desk.Clients;
using Graballo.Desk.Jobs;
using Graballo.Desk.Organisation;
using Graballo.Desk.Persistence;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Calendars;
using Graballo.Domain.ServiceLevels;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>What is under way when a calendar changes, or somebody refers to another one.</summary>
public sealed class RecountTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Whoever_refers_to_another_calendar_takes_the_open_tickets_along(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        await desk.Decide("Acuerdos de nivel de servicio", Agreements.Decision, """{policy: "prueba", firstResponse: duration("PT4H"), resolution: duration("PT18H")}""", "ticket", "priority");
        var admin = await desk.Who("alejandro.herrera@cordillera.example");
        var nights = await Nights(desk);
        var number = await desk.Open();
        (await Calendar(desk, number)).Should().Be(CalendarSet.Standard);

        (await desk.Get<SetChannelCalendarHandler>().Handle(new SetChannelCalendar((await desk.Ticket(number)).Channel, nights), admin, Ct)).Refusal.Should().BeNull();
        (await Recounted(desk)).Should().Be((RecountCause.Channel, 1, 1));
        (await Calendar(desk, number)).Should().Be("nocturno");
        (await desk.Get<SetChannelCalendarHandler>().Handle(new SetChannelCalendar((await desk.Ticket(number)).Channel, nights), admin, Ct)).Refusal.Should().BeNull();
        (await desk.Get<RecountClocks>().Work(Ct)).Should().Be(0, "nothing changed");

        var tree = (await desk.Get<OrganisationTreeHandler>().Handle(new OrganisationTree(), admin, Ct)).Value!;
        var unit = tree.Units.Single(each => each.Level == 1);
        await Unit(desk, admin, unit, await Standard(desk));
        (await Recounted(desk)).Should().Be((RecountCause.Unit, 1, 1));
        (await Calendar(desk, number)).Should().Be(CalendarSet.Standard);

        var company = await desk.Database().Companies.AsNoTracking().SingleAsync(row => row.Name == "Viña Los Boldos SpA", Ct);
        (await desk.Get<SaveCompanyHandler>().Handle(
            new SaveCompany(company.Id, company.Rut, company.Name, company.Segment, company.MailDomain, company.ExecutiveId, company.GroupId, true, nights), admin, Ct)).Refusal.Should().BeNull();
        (await Recounted(desk)).Should().Be((RecountCause.Client, 1, 1));
        (await Calendar(desk, number)).Should().Be("nocturno");
        await using var db = desk.Database();
        (await Consistency.Findings(db)).Should().BeEmpty();
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_hand_off_under_way_moves_with_the_calendar_of_its_unit(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var admin = await desk.Who("alejandro.herrera@cordillera.example");
        var nights = await Nights(desk);
        var unit = (await desk.Get<OrganisationTreeHandler>().Handle(new OrganisationTree(), admin, Ct)).Value!.Units.Single(each => each.Code == "bo-finanzas");
        var number = await desk.Open();
        var asked = desk.Now;
        (await desk.Get<HandOffHandler>().Handle(new HandOff(number, unit.Id, "Emitir nota de crédito", TimeSpan.FromHours(3)), await desk.Responsible(number), Ct)).Refusal.Should().BeNull();
        await Due(desk, CalendarSet.Standard, asked, unit.Id);
        await desk.Pass(TimeSpan.FromHours(1));

        await Unit(desk, admin, unit, nights);
        (await Recounted(desk)).Should().Be((RecountCause.Unit, 1, 1));
        await Due(desk, "nocturno", asked, unit.Id);

        var calendar = (await desk.Get<ReadCalendarHandler>().Handle(new ReadCalendar("nocturno"), admin, Ct)).Value!;
        (await desk.Get<SaveCalendarHandler>().Handle(new SaveCalendar(
            calendar.Id, calendar.Version, calendar.Code, calendar.Name, calendar.TimeZone, CalendarText.ReadWeek("Mon 20:00-06:00\nTue 20:00-06:00"), false, []), admin, Ct)).Refusal.Should().BeNull();
        (await Recounted(desk)).Should().Be((RecountCause.Calendar, 1, 1));
        await Due(desk, "nocturno", asked, unit.Id);
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_policy_edit_measures_many_tickets_in_one_go(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        await ClockMatrixTests.Policy(desk);
        var numbers = new[] { await desk.Open(), await desk.Open(), await desk.Open() };
        await desk.Decide("Acuerdos de nivel de servicio", Agreements.Decision, """{policy: "prueba", firstResponse: duration("PT4H"), resolution: duration("PT27H")}""", "ticket", "priority");
        await StoryTests.Ok(desk.Get<StartRecountHandler>().Handle(new StartRecount("acuerdos-de-nivel-de-servicio"), await desk.Who("ximena.cortes@cordillera.example"), Ct));
        (await Recounted(desk)).Should().Be((RecountCause.Policy, 3, 3));
        await using var db = desk.Database();
        foreach (var number in numbers)
        {
            var ticket = await desk.Ticket(number);
            var clock = await db.SlaClocks.SingleAsync(row => row.TicketId == ticket.Id && row.Target == SlaTarget.Resolution, Ct);
            clock.DueAt.Should().Be((await Book(desk))[CalendarSet.Standard].Add(clock.StartedAt, TimeSpan.FromHours(27)));
            (await db.Timers.SingleAsync(timer => timer.TimerKey == clock.Id.ToString("N"), Ct)).DueAt.Should().Be(clock.WatchAt!.Value);
        }
        (await Consistency.Findings(db)).Should().BeEmpty();
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_ticket_that_somebody_worked_on_meanwhile_is_not_overwritten_with_the_others(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var (first, second) = (await desk.Open(), await desk.Open());
        await using var db = desk.Database();
        var tickets = await db.Tickets.Where(row => row.Number == first || row.Number == second).ToListAsync(Ct);
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(second, "Lo vemos"), await desk.Responsible(second), Ct));
        foreach (var ticket in tickets)
            (ticket.Subject, ticket.Version) = ("Otro", ticket.Version + 1);
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        await FluentActions.Awaiting(() => ChangedRows.Save(db, Ct)).Should().ThrowAsync<DbUpdateConcurrencyException>();
        await transaction.RollbackAsync(Ct);
        (await desk.Ticket(first)).Subject.Should().NotBe("Otro");
    }

    [Fact]
    public async Task Acceptance_by_silence_waits_in_the_hours_of_the_edited_calendar()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var admin = await desk.Who("alejandro.herrera@cordillera.example");
        var number = await desk.Open();
        var executive = await desk.Responsible(number);
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Lo vemos"), executive, Ct));
        await StoryTests.Ok(desk.Get<PromiseDateHandler>().Handle(new PromiseDate(number, desk.Now.AddDays(2)), executive, Ct));
        await StoryTests.Ok(desk.Get<ResolveTicketHandler>().Handle(new ResolveTicket(number, "Listo"), executive, Ct));
        var solved = desk.Now;
        (await Silence(desk)).Should().Be((await Book(desk))[CalendarSet.Standard].Add(solved, TimeSpan.FromHours(27)));

        var known = (await desk.Get<ReadCalendarHandler>().Handle(new ReadCalendar(CalendarSet.Standard), admin, Ct)).Value!;
        (await desk.Get<SaveCalendarHandler>().Handle(new SaveCalendar(
            known.Id, known.Version, known.Code, known.Name, known.TimeZone, known.Week, known.ChileanHolidays,
            [new DayException(DateOnly.FromDateTime(solved.Date).AddDays(1), [], "Corte")]), admin, Ct)).Refusal.Should().BeNull();
        (await Recounted(desk)).Should().Be((RecountCause.Calendar, 1, 1));
        (await Silence(desk)).Should().Be((await Book(desk))[CalendarSet.Standard].Add(solved, TimeSpan.FromHours(27)));
        await using var db = desk.Database();
        (await Consistency.Findings(db)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_run_that_another_node_took_over_is_left_to_it()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Open();
        await using var db = desk.Database();
        var run = await Recounts.Begin(db, RecountCause.Policy, "x", null, Actor.System, desk.Now, Ct);
        await db.SaveChangesAsync(Ct);
        // This node was away for longer than its claim lasts: each look at the clock finds it run out, and somebody else there.
        var stolen = new RecountClocks(
            desk.Get<Runtime.DeskRuntime>(), desk.Get<IDbContextFactory<DeskDbContext>>(), desk.Get<CalendarBook>(), desk.Get<Runtime.DefinitionCatalog>(), desk.Get<Runtime.WriteGate>(),
            new Sleepy(desk, run.Id), Microsoft.Extensions.Logging.Abstractions.NullLogger<RecountClocks>.Instance);
        await stolen.Work(Ct);
        (await db.RecountRuns.AsNoTracking().SingleAsync(Ct)).Status.Should().Be(RecountStatus.Running, "only who holds it ends it");
    }

    private static async Task Unit(DeskHost desk, Actor admin, UnitView unit, Guid calendar) => (await desk.Get<SaveUnitHandler>().Handle(
        new SaveUnit(unit.Id, unit.ParentId, unit.Code, unit.Name, unit.IsBackOffice, unit.HeadId, true, calendar), admin, Ct)).Refusal.Should().BeNull();

    private static async Task Due(DeskHost desk, string calendar, DateTimeOffset asked, Guid unit)
    {
        var due = (await Book(desk))[calendar].Add(asked, TimeSpan.FromHours(3));
        await using var db = desk.Database();
        (await db.Handoffs.SingleAsync(Ct)).DueAt.Should().Be(due);
        (await db.HumanTasks.SingleAsync(task => task.UnitId == unit, Ct)).Should().Match<HumanTask>(task => task.DueAt == due && task.Calendar == calendar);
        (await db.Timers.SingleAsync(timer => timer.Kind == TimerKind.Flow && timer.Calendar == calendar && timer.DueAt == due, Ct)).Failures.Should().Be(0);
        (await db.SlaClocks.SingleAsync(clock => clock.Target == SlaTarget.Ola, Ct)).Should().Match<SlaClock>(clock => clock.DueAt == due && clock.Calendar == calendar);
        (await Consistency.Findings(db)).Should().BeEmpty();
    }

    private static async Task<(RecountCause, int Seen, int Changed)> Recounted(DeskHost desk)
    {
        desk.Clock.Advance(TimeSpan.FromSeconds(3));
        await desk.Get<RecountClocks>().Work(Ct);
        await using var db = desk.Database();
        var run = await db.RecountRuns.OrderByDescending(row => row.StartedAt).FirstAsync(Ct);
        (run.Status, run.Failed, run.Total).Should().Be((RecountStatus.Done, 0, run.Seen));
        return (run.Cause, run.Seen, run.Changed);
    }

    private static async Task<DateTimeOffset> Silence(DeskHost desk)
    {
        await using var db = desk.Database();
        return (await db.Timers.SingleAsync(timer => timer.Kind == TimerKind.Flow && timer.Calendar == CalendarSet.Standard, Ct)).DueAt;
    }

    private static async Task<CalendarSet> Book(DeskHost desk) => await desk.Get<CalendarBook>().Current(Ct);

    private static async Task<Guid> Standard(DeskHost desk) => await desk.Database().Calendars.Where(row => row.Code == CalendarSet.Standard).Select(row => row.Id).SingleAsync(Ct);

    private static async Task<Guid> Nights(DeskHost desk)
    {
        await StoryTests.Ok(desk.Get<SaveCalendarHandler>().Handle(
            new SaveCalendar(null, 0, "nocturno", "Nocturno", "America/Santiago", CalendarText.ReadWeek("Mon 22:00-06:00\nTue 22:00-06:00"), false, []),
            await desk.Who("ximena.cortes@cordillera.example"), Ct));
        return await desk.Database().Calendars.Where(row => row.Code == "nocturno").Select(row => row.Id).SingleAsync(Ct);
    }

    private static async Task<string> Calendar(DeskHost desk, string number)
    {
        var ticket = await desk.Ticket(number);
        await using var db = desk.Database();
        return await db.SlaClocks.Where(row => row.TicketId == ticket.Id && row.Target == SlaTarget.Resolution).Select(row => row.Calendar).SingleAsync(Ct);
    }

    private sealed class Sleepy(DeskHost desk, Guid run) : TimeProvider
    {
        private int _asked;

        public override DateTimeOffset GetUtcNow()
        {
            // The claim is taken with the second look; then the night comes.
            if (++_asked <= 3)
                return desk.Now;
            using var db = desk.Database();
            db.RecountRuns.Where(row => row.Id == run).ExecuteUpdate(row => row.SetProperty(r => r.ClaimedUntil, desk.Now.AddHours(2)));
            return desk.Now.AddHours(1);
        }
    }
}
