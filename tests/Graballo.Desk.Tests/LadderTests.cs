using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Desk.Portal;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

public sealed class LadderTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Each_rung_is_climbed_once_through_restarts_two_nodes_and_recalculation(string provider)
    {
        await using var desk = await Start(provider, """
            {rung: 1, at: 50, notify: ["assignee"]}, {rung: 2, at: duration("PT0S"), notify: ["assignee", "supervisor"], join: "supervisor"},
            {rung: 3, at: duration("PT1H"), climb: 2, priority: "raise"}, {rung: 4, at: duration("PT2H"), responsible: "supervisor", notify: ["manager", "nobody"]}
            """);
        var number = await desk.Open();
        var id = (await desk.Ticket(number)).Id;
        await using var db = desk.Database();
        for (var half = 0; half < 16; half++)
        {
            desk.Clock.Advance(TimeSpan.FromMinutes(30));
            await Recounts.Begin(db, RecountCause.Policy, "x", null, Actor.System, desk.Now, Ct);
            await db.SaveChangesAsync(Ct);
            // Two nodes that remember nothing look at the same timers, and one measures everything anew meanwhile.
            await Task.WhenAll(
                desk.OfAnotherNode<TimerSweep>().Sweep(Ct), desk.OfAnotherNode<TimerSweep>().Sweep(Ct), desk.OfAnotherNode<RecountClocks>().Work(Ct));
        }
        await desk.Pass(TimeSpan.FromDays(1));
        var climbed = await Rungs(db, id);
        climbed.Select(row => row.Rung).Should().Equal(1, 2, 3, 4);
        climbed.Select(row => row.At).Should().BeInAscendingOrder();
        (await db.TicketEvents.CountAsync(row => row.TicketId == id && row.Type == EventType.Escalated, Ct)).Should().Be(4);
        (await db.TicketEvents.CountAsync(row => row.TicketId == id && row.Type == EventType.Breached, Ct)).Should().Be(1);
        var did = climbed.ConvertAll(row => RungActions.Read(row.Did));
        did[1].Joined.Should().ContainSingle();
        did[2].Told.Should().HaveCount(2, "two heads up the organisation");
        did[2].Priority.Should().NotBeNull();
        did[3].Missing.Should().Equal("nobody");
        (await desk.Responsible(number)).Name.Should().Be(did[3].Responsible);
        (await db.Outbox.CountAsync(row => row.Key.Contains(":rung"), Ct)).Should().Be(did.Sum(rung => rung.Told.Count));
        (await Consistency.Findings(db)).Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_of_a_ladder_is_for_the_clients_eyes()
    {
        await using var desk = await Start(DeskHost.Sqlite, """{rung: 1, at: duration("PT0S"), notify: ["supervisor"], priority: "urgent", responsible: "supervisor", join: "manager", climb: 3}""");
        var number = await desk.Open();
        await desk.Pass(TimeSpan.FromHours(6));
        (await desk.Ticket(number)).Priority.Should().Be(Priority.Urgent);
        var client = await desk.Client();
        var seen = (await desk.Get<ClientTicketHandler>().Handle(new ClientTicket(number), client, Ct)).Value!;
        seen.Activities.Select(row => row.Type).Should().NotContain([EventType.Escalated, EventType.Breached, EventType.PriorityChanged, EventType.Agreed, EventType.Reassigned]);
        seen.Activities.SelectMany(row => row.Data.Values).Should().NotContain(text => text.Contains("escal", StringComparison.OrdinalIgnoreCase));
        await using var db = desk.Database();
        (await db.Outbox.Where(row => row.Key.Contains(":rung")).Select(row => row.To).ToListAsync(Ct)).Should().NotBeEmpty().And.OnlyContain(to => to.EndsWith("@cordillera.example"));
    }

    [Fact]
    public async Task A_rung_waits_for_its_hours_also_when_the_desk_was_down()
    {
        await using var desk = await Start(DeskHost.Sqlite, """{rung: 1, at: duration("PT0S"), notify: ["supervisor"], hours: "chile-laboral"}""");
        var number = await desk.Open();
        desk.Clock.SetUtcNow(new DateTimeOffset(2026, 7, 8, 2, 0, 0, TimeSpan.Zero));
        await desk.Get<TimerSweep>().Sweep(Ct);
        var id = (await desk.Ticket(number)).Id;
        await using var db = desk.Database();
        (await db.TicketEvents.AnyAsync(row => row.TicketId == id && row.Type == EventType.Breached, Ct)).Should().BeTrue("a breach is a fact at any hour");
        (await Rungs(db, id)).Should().BeEmpty();
        var morning = new DateTimeOffset(2026, 7, 8, 13, 0, 0, TimeSpan.Zero);
        (await db.SlaClocks.SingleAsync(row => row.TicketId == id && row.Target == SlaTarget.FirstResponse, Ct)).NextRungAt.Should().Be(morning);
        desk.Clock.SetUtcNow(morning);
        await desk.Get<TimerSweep>().Sweep(Ct);
        (await Rungs(db, id)).Should().ContainSingle().Which.At.Should().Be(morning);
    }

    [Fact]
    public async Task A_rung_can_start_a_flow_and_says_when_there_is_none()
    {
        await using var desk = await Start(DeskHost.Sqlite, """{rung: 1, at: 10, flow: "revision"}, {rung: 2, at: 20, flow: "no-such-flow"}""");
        await desk.Deploy(SmallFlow.Xml(SmallFlow.Service("note", "property", "", ("subject", "\"Revisar\"")), "note", "note", "revision"));
        var number = await desk.Open();
        await desk.Pass(TimeSpan.FromHours(1));
        var id = (await desk.Ticket(number)).Id;
        await using var db = desk.Database();
        (await db.FlowInstances.CountAsync(row => row.TicketId == id && row.FlowKey == "revision" && row.IsActive, Ct)).Should().Be(1);
        var did = (await Rungs(db, id)).ConvertAll(row => RungActions.Read(row.Did));
        did[0].Flow.Should().Be("revision");
        did[1].Missing.Should().Equal("no-such-flow");
    }

    [Fact]
    public async Task The_ladder_of_an_earlier_release_is_still_climbed_rung_by_rung()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await ClockMatrixTests.Policy(desk);
        await desk.Decide("Escalamiento de plazos", "escalation", """
            if rung = 1 then {to: "supervisor", after: duration("PT0S")} else if rung = 2 then {to: "manager", after: duration("PT1H")} else {to: null, after: duration("PT1H")}
            """, "clock", "rung", "priority", "segment");
        var number = await desk.Open();
        await desk.Pass(TimeSpan.FromHours(7));
        await using var db = desk.Database();
        var climbed = await Rungs(db, (await desk.Ticket(number)).Id);
        climbed.ConvertAll(row => row.At - DeskHost.Morning).Should().Equal(TimeSpan.FromHours(4), TimeSpan.FromHours(5));
    }

    [Fact]
    public async Task The_ticket_shows_its_clocks_the_ladder_and_why_it_has_this_agreement()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        var executive = await desk.Responsible(number);
        await StoryTests.Ok(desk.Get<AwaitThirdPartyHandler>().Handle(new AwaitThirdParty(number, "Transbank", "¿Se anuló?"), executive, Ct));
        var view = (await desk.Get<TicketDetailHandler>().Handle(new TicketDetail(number), executive, Ct)).Value!;
        view.Agreement!.Reasons["es"].Should().NotBeEmpty();
        view.Providers.Should().Contain("Transbank");
        var first = view.Clocks.Single(clock => clock.Target == SlaTarget.FirstResponse);
        first.Rungs.Should().HaveCount(3).And.OnlyContain(rung => rung.Done == null && rung.Rung.Reasons["es"].Length > 0);
        view.Clocks.Should().Contain(clock => clock.Target == SlaTarget.Underpinning && clock.About == "Transbank");
        await desk.Pass(TimeSpan.FromDays(3));
        view = (await desk.Get<TicketDetailHandler>().Handle(new TicketDetail(number), executive, Ct)).Value!;
        view.Clocks.Single(clock => clock.Target == SlaTarget.Underpinning).Should().Match<ClockView>(clock => clock.State == SlaState.Breached && clock.Rungs[0].Done != null);
    }

    [Fact]
    public async Task Only_a_person_answers_the_client()
    {
        await using var desk = await Start(DeskHost.Sqlite, "");
        var number = await desk.Open();
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Recibimos su mensaje."), Actor.System, Ct));
        await using var db = desk.Database();
        (await db.SlaClocks.SingleAsync(row => row.Target == SlaTarget.FirstResponse, Ct)).StoppedAt.Should().BeNull();
        (await desk.Ticket(number)).FirstRespondedAt.Should().BeNull();
        await StoryTests.Ok(desk.Get<AddNoteHandler>().Handle(new AddNote(number, "Lo miro"), await desk.Responsible(number), Ct));
        (await db.SlaClocks.AsNoTracking().SingleAsync(row => row.Target == SlaTarget.FirstResponse, Ct)).StoppedAt.Should().BeNull("a note is no answer");
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Hola"), await desk.Responsible(number), Ct));
        (await db.SlaClocks.AsNoTracking().SingleAsync(row => row.Target == SlaTarget.FirstResponse, Ct)).StoppedAt.Should().Be(desk.Now);
    }

    [Fact]
    public async Task A_merge_keeps_both_numbers_both_conversations_and_the_rungs_that_were_climbed()
    {
        await using var desk = await Start(DeskHost.Sqlite, """{rung: 1, at: 50, notify: ["assignee"]}, {rung: 2, at: 90, notify: ["assignee"]}""");
        var (older, client) = (await desk.Open(), await desk.Client());
        await desk.Pass(TimeSpan.FromHours(3));
        var younger = await desk.Open();
        var stranger = await desk.Open(client: await desk.OtherClient());
        var supervisor = await desk.Who("marcela.vergara@cordillera.example");
        var merge = desk.Get<MergeTicketsHandler>();
        (await merge.Handle(new MergeTickets(older, stranger), supervisor, Ct)).Refusal!.Code.Should().Be("merge-client");
        (await merge.Handle(new MergeTickets(older, older), supervisor, Ct)).Refusal!.Code.Should().Be("merge-same");
        (await merge.Handle(new MergeTickets(older, younger), client, Ct)).Refusal.Should().Be(Refusal.Forbidden);
        await StoryTests.Ok(merge.Handle(new MergeTickets(older, younger, "Es lo mismo"), supervisor, Ct));
        (await merge.Handle(new MergeTickets(older, younger), supervisor, Ct)).Refusal!.Code.Should().Be("merge-closed");

        var gone = await desk.Ticket(older);
        gone.Status.Should().Be(TicketStatus.Closed);
        (await desk.Get<PublicStateHandler>().Handle(new PublicState(older), Ct)).Value!.Should().Match<PublicStateView>(state => state.Number == older && state.Status == TicketStatus.New);
        var seen = (await desk.Get<ClientTicketHandler>().Handle(new ClientTicket(younger), client, Ct)).Value!;
        seen.Messages.Should().HaveCount(2);
        seen.Activities.Should().Contain(row => row.Type == EventType.MergedIn);
        await desk.Pass(TimeSpan.FromDays(1));
        await using var db = desk.Database();
        var id = (await desk.Ticket(younger)).Id;
        (await Rungs(db, id)).ConvertAll(row => row.Rung).Should().Equal(1, 2);
        (await db.Outbox.CountAsync(row => row.Key.Contains(":rung1:") && (row.TicketId == id || row.TicketId == gone.Id), Ct)).Should().Be(1, "what was climbed for the older one is not climbed again");
        (await Consistency.Findings(db)).Should().BeEmpty();
    }

    private static async Task<DeskHost> Start(string provider, string rungs)
    {
        var desk = await DeskHost.Start(provider);
        await ClockMatrixTests.Policy(desk);
        await desk.Decide("Escalamiento de plazos", "escalation", $"if clock = \"firstResponse\" then [{rungs}] else []", "clock");
        return desk;
    }

    private static Task<List<ClimbedRung>> Rungs(DeskDbContext db, Guid ticket) => (
        from rung in db.ClimbedRungs.AsNoTracking()
        join clock in db.SlaClocks on rung.ClockId equals clock.Id
        where rung.TicketId == ticket && clock.Target == SlaTarget.FirstResponse
        orderby rung.Rung
        select rung).ToListAsync(Ct);
}
