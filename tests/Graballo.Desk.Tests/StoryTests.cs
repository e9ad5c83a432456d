using Graballo.Desk.BackOffice;
using Graballo.Desk.Flows;
using Graballo.Desk.Jobs;
using Graballo.Desk.Portal;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

public sealed class StoryTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_request_climbs_from_contact_to_a_measured_satisfaction(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var client = await desk.Client();
        var number = await desk.Open();
        var executive = await desk.Responsible(number);

        var inbox = (await desk.Get<InboxHandler>().Handle(new Inbox(InboxTab.Mine), executive, Ct)).Value!;
        var row = inbox.Rows.Should().ContainSingle(r => r.Number == number).Subject;
        row.Task.Should().Be(new ElementName("Responder al cliente", "Answer the client"));
        row.Why.Name.Should().Be(executive.Name);
        row.Why.Rules["es"].Should().NotBeEmpty();
        row.Why.Rules["en"].Should().NotBeEmpty();

        desk.Clock.Advance(TimeSpan.FromMinutes(20));
        await Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Lo estamos revisando."), executive, Ct));
        await Ok(desk.Get<AddNoteHandler>().Handle(new AddNote(number, "Nota secreta"), executive, Ct));
        var unit = await BackOfficeOf(desk, "patricio.nunez@cordillera.example");
        var handoff = await Ok(desk.Get<HandOffHandler>().Handle(new HandOff(number, unit, "¿Procede la nota de crédito?"), executive, Ct));
        await Ok(desk.Get<PromiseDateHandler>().Handle(new PromiseDate(number, desk.Now.AddDays(2)), executive, Ct));
        (await desk.Get<ResolveTicketHandler>().Handle(new ResolveTicket(number, "Listo"), executive, Ct)).Refusal!.Code.Should().Be("resolve-handoff-open");

        var backOffice = await desk.Who("patricio.nunez@cordillera.example");
        (await desk.Get<UnitInboxHandler>().Handle(new UnitInbox(), backOffice, Ct)).Value!.Rows.Should().ContainSingle(r => r.HandoffId == handoff);
        await Ok(desk.Get<AnswerHandoffHandler>().Handle(new AnswerHandoff(handoff, "Procede, folio 991."), backOffice, Ct));
        desk.Clock.Advance(TimeSpan.FromMinutes(30));
        await Ok(desk.Get<ResolveTicketHandler>().Handle(new ResolveTicket(number, "Emitimos la nota de crédito 991."), executive, Ct));

        var seen = (await desk.Get<ClientTicketHandler>().Handle(new ClientTicket(number), client, Ct)).Value!;
        seen.CanConfirm.Should().BeTrue();
        seen.Messages.Select(message => message.Body).Should().NotContain(body => body.Contains("secreta") || body.Contains("folio"));
        seen.Activities.Should().NotContain(happened => happened.Type == EventType.Noted || happened.Type == EventType.HandedOff);
        await Ok(desk.Get<ConfirmClosureHandler>().Handle(new ConfirmClosure(number, true), client, Ct));
        await Ok(desk.Get<AnswerSurveyHandler>().Handle(new AnswerSurvey(number, 7, "Excelente"), client, Ct));

        var view = (await desk.Get<TicketDetailHandler>().Handle(new TicketDetail(number), executive, Ct)).Value!;
        view.Ticket.Status.Should().Be(TicketStatus.Closed);
        view.Stages.Select(stage => stage.Stage).Should().Equal(Enum.GetValues<Stage>());
        view.Stages.Should().OnlyContain(stage => stage.LeftAt != null);
        view.Clocks.Should().OnlyContain(clock => clock.State == SlaState.Met);
        view.Survey!.Score.Should().Be(7);
        view.Tasks.Should().NotContain(task => task.Status == Persistence.HumanTaskStatus.Open);

        await using var db = desk.Database();
        (await db.Timers.CountAsync()).Should().Be(0);
        (await db.Subscriptions.CountAsync()).Should().Be(0);
        (await db.FlowInstances.CountAsync(instance => instance.IsActive)).Should().Be(0);
        (await db.Incidents.CountAsync()).Should().Be(0);
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_first_answer_that_does_not_come_is_a_breach_and_climbs_each_rung_once(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var number = await desk.Open();
        await desk.Pass(TimeSpan.FromDays(21));

        var ticket = await desk.Ticket(number);
        ticket.IsBreached.Should().BeTrue();
        await using var db = desk.Database();
        var events = await db.TicketEvents.Where(row => row.TicketId == ticket.Id).ToListAsync();
        events.Count(row => row.Type == EventType.Breached && row.Data.Contains("FirstResponse")).Should().Be(1);
        var rungs = events.Where(row => row.Type == EventType.Escalated && row.Data.Contains("FirstResponse")).Select(row => row.Data).ToList();
        rungs.Should().HaveCount(3).And.OnlyHaveUniqueItems("the ladder ends at its last rung");
        var clock = await db.SlaClocks.SingleAsync(row => row.TicketId == ticket.Id && row.Target == SlaTarget.FirstResponse);
        clock.Rungs.Should().BeGreaterThanOrEqualTo(rungs.Count);

        await desk.Get<DeliverOutbox>().Deliver(Ct);
        var supervisor = await (from grp in db.Groups join agent in db.Agents on grp.SupervisorId equals agent.Id where grp.Id == ticket.GroupId select agent.Email).SingleAsync();
        desk.Mail.Taken.Should().Contain(mail => mail.To == supervisor && mail.Subject.Contains(TicketNumber.Display(number)));
    }

    [Fact]
    public async Task An_answer_in_time_stops_the_clock_for_good()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        await Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Hola"), await desk.Responsible(number), Ct));
        await desk.Pass(TimeSpan.FromDays(2));
        await using var db = desk.Database();
        (await db.TicketEvents.AnyAsync(row => row.Type == EventType.Breached && row.Data.Contains("FirstResponse"))).Should().BeFalse();
    }

    [Fact]
    public async Task Waiting_for_the_client_rests_the_clocks()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        await Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "¿Cuál factura?", WaitForClient: true), await desk.Responsible(number), Ct));
        await desk.Pass(TimeSpan.FromDays(60));
        (await desk.Ticket(number)).IsBreached.Should().BeFalse();
        await Ok(desk.Get<WriteAsClientHandler>().Handle(new WriteAsClient(number, "La 1234"), await desk.Client(), Ct));
        var ticket = await desk.Ticket(number);
        ticket.Status.Should().Be(TicketStatus.InProgress);
        ticket.DueAt.Should().BeAfter(desk.Now);
    }

    [Fact]
    public async Task Silence_closes_after_three_business_days_and_a_no_reopens()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await Resolved(desk);
        await Ok(desk.Get<ConfirmClosureHandler>().Handle(new ConfirmClosure(number, false, "Falta la segunda"), await desk.Client(), Ct));
        var reopened = await desk.Ticket(number);
        reopened.Status.Should().Be(TicketStatus.InProgress);
        reopened.Stage.Should().Be(Stage.Service);
        reopened.Reopenings.Should().Be(1);

        await Ok(desk.Get<ResolveTicketHandler>().Handle(new ResolveTicket(number, "Ahora sí"), await desk.Responsible(number), Ct));
        await desk.Pass(TimeSpan.FromDays(8));
        var closed = await desk.Ticket(number);
        closed.Status.Should().Be(TicketStatus.Closed);
        closed.AcceptedByClient.Should().BeFalse();
    }

    internal static async Task<string> Resolved(DeskHost desk)
    {
        var number = await desk.Open();
        var executive = await desk.Responsible(number);
        await Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Hola"), executive, Ct));
        await Ok(desk.Get<PromiseDateHandler>().Handle(new PromiseDate(number, desk.Now.AddDays(1)), executive, Ct));
        await Ok(desk.Get<ResolveTicketHandler>().Handle(new ResolveTicket(number, "Listo"), executive, Ct));
        return number;
    }

    internal static async Task<T> Ok<T>(Task<Outcome<T>> verb)
    {
        var outcome = await verb;
        outcome.Refusal.Should().BeNull();
        return outcome.Value!;
    }

    private static async Task<Guid> BackOfficeOf(DeskHost desk, string email)
    {
        await using var db = desk.Database();
        return await db.Agents.Where(row => row.Email == email).Select(row => row.UnitId).SingleAsync();
    }
}
