using Graballo.Desk.Jobs;
using Graballo.Desk.Organisation;
using Graballo.Desk.Presence;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>Absences, covers, delegations and people who leave: there is one responsible at every moment, and it is somebody who is there.</summary>
public sealed class PresenceTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task At_the_beginning_of_an_absence_the_cover_takes_the_tickets_and_at_its_end_turns_go_on(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var number = await desk.Open();
        var (away, cover) = (await desk.Responsible(number), (await desk.Who("valentina.soto@cordillera.example")).AgentId!.Value);
        var absence = (await desk.Get<SaveAbsenceHandler>().Handle(
            new SaveAbsence(null, away.AgentId!.Value, desk.Now.AddHours(1), desk.Now + Week, AbsenceKind.Vacation, cover, "Playa"), away, Ct)).Value;
        (await desk.Get<CoverAbsent>().Sweep(Ct)).Should().Be(0, "it has not begun");
        desk.Clock.Advance(TimeSpan.FromHours(1));
        (await desk.Get<CoverAbsent>().Sweep(Ct)).Should().Be(1);
        (await desk.Get<CoverAbsent>().Sweep(Ct)).Should().Be(0);
        var ticket = await desk.Ticket(number);
        ticket.AssigneeId.Should().Be(cover);
        WaitingTests.WhyJson(ticket).Should().Match<WhyAssigned>(why => why.Kind == "cover" && why.For == away.Name);
        await using (var db = desk.Database())
        {
            (await db.HumanTasks.Where(row => row.TicketId == ticket.Id && row.UnitId == null).Select(row => row.AssigneeId).Distinct().ToListAsync()).Should().Equal(cover);
            (await db.TicketEvents.CountAsync(row => row.TicketId == ticket.Id && row.Type == EventType.Covered)).Should().Be(1);
            (await db.Absences.SingleAsync()).BegunAt.Should().NotBeNull();
        }
        for (var i = 0; i < 6; i++)
            (await desk.Ticket(await desk.Open())).AssigneeId.Should().NotBe(away.AgentId.Value, "nobody absent is chosen");
        (await desk.Get<ReassignTicketHandler>().Handle(new ReassignTicket(number, away.AgentId, null, "es suyo"), await desk.Responsible(number), Ct))
            .Refusal!.Code.Should().Be("agent-absent");
        await StoryTests.Ok(desk.Get<EndAbsenceHandler>().Handle(new EndAbsence(absence), away, Ct));
        (await desk.Ticket(await desk.Open())).AssigneeId.Should().Be(away.AgentId.Value, "whoever comes back has waited longest");
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Without_a_cover_or_with_a_full_one_the_rule_of_the_group_decides(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        string[] numbers = [await desk.Open(), .. await Rounds(desk, 5)];
        var away = await desk.Responsible(numbers[0]);
        var cover = await desk.Who("valentina.soto@cordillera.example");
        await using (var db = desk.Database())
            await db.Agents.Where(row => row.Id == cover.AgentId).ExecuteUpdateAsync(row => row.SetProperty(agent => agent.Capacity, 1));
        await Ok(desk, new SaveAbsence(null, away.AgentId!.Value, desk.Now.AddHours(-1), desk.Now + Week, AbsenceKind.Sick, cover.AgentId), away);
        await using (var db = desk.Database())
        {
            var holders = await db.Tickets.Select(row => row.AssigneeId).ToListAsync();
            holders.Should().HaveCount(6).And.NotContain(away.AgentId.Value);
            holders.Count(id => id == cover.AgentId).Should().Be(1, "the cover takes what there is room for");
        }
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Nobody_covers_who_is_away_all_the_time_and_the_list_tells_who_is_away_for_a_part(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var (one, other) = (await desk.Responsible(await desk.Open()), await desk.Who("valentina.soto@cordillera.example"));
        await Ok(desk, new SaveAbsence(null, one.AgentId!.Value, desk.Now, desk.Now.AddDays(2), AbsenceKind.Vacation, other.AgentId), one);
        // Two absences, one after the other, leave no gap.
        await Ok(desk, new SaveAbsence(null, one.AgentId.Value, desk.Now.AddDays(2), desk.Now.AddDays(3), AbsenceKind.Leave, null), one);
        var both = new SaveAbsence(null, other.AgentId!.Value, desk.Now.AddDays(-1), desk.Now.AddDays(3), AbsenceKind.Sick, one.AgentId);
        var refused = (await desk.Get<SaveAbsenceHandler>().Handle(both, other, Ct)).Refusal!;
        (refused.Code, refused.Field).Should().Be(("cover-away", "cover"));
        await Ok(desk, both with { Until = desk.Now.AddDays(5) }, other);
        var list = (await desk.Get<ListAbsencesHandler>().Handle(new ListAbsences(desk.Now, desk.Now.AddHours(1)), one, Ct)).Value!;
        var rows = list.People.SelectMany(person => person.Absences).ToDictionary(row => row.AgentId, row => row.CoverAway);
        rows[other.AgentId.Value].Should().Be(new AbsenceView.Span(desk.Now, desk.Now.AddDays(2)));
        rows[one.AgentId.Value].Should().Be(new AbsenceView.Span(desk.Now.AddDays(-1), desk.Now.AddDays(5)));
    }

    [Fact]
    public async Task The_executive_of_a_client_is_stood_for_while_absent()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var (own, cover) = (await desk.Who("valentina.soto@cordillera.example"), await desk.Responsible(await desk.Open("despacho-atrasado")));
        await using (var db = desk.Database())
        {
            var company = (await desk.Client()).CompanyId;
            await db.Companies.Where(row => row.Id == company).ExecuteUpdateAsync(row => row.SetProperty(c => c.ExecutiveId, own.AgentId));
        }
        (await desk.Ticket(await desk.Open())).AssigneeId.Should().Be(own.AgentId!.Value);
        await Ok(desk, new SaveAbsence(null, own.AgentId.Value, desk.Now, desk.Now + Week, AbsenceKind.Training, cover.AgentId), own);
        var ticket = await desk.Ticket(await desk.Open());
        ticket.AssigneeId.Should().Be(cover.AgentId!.Value);
        WaitingTests.WhyJson(ticket).Should().Match<WhyAssigned>(why => why.Kind == "client" && why.For == own.Name);
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Whoever_leaves_keeps_no_ticket(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var number = await desk.Open();
        var leaves = await desk.Responsible(number);
        await using var db = desk.Database();
        var agent = await db.Agents.AsNoTracking().SingleAsync(row => row.Id == leaves.AgentId);
        (await desk.Get<SaveAgentHandler>().Handle(
            new SaveAgent(agent.Id, agent.UnitId, agent.Code, agent.Name, agent.Email, agent.Capacity, agent.Skills, true, IsActive: false), Actor.System, Ct)).Ok.Should().BeTrue();
        (await desk.Ticket(number)).AssigneeId.Should().NotBe(agent.Id);
        var data = await db.TicketEvents.Where(row => row.Type == EventType.Covered).Select(row => row.Data).SingleAsync();
        data.Should().Contain(agent.Name).And.Contain("left");
    }

    [Fact]
    public async Task What_waits_under_an_absent_leader_goes_to_whoever_stands_for_the_leader()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await using (var db = desk.Database())
        {
            await db.Groups.Where(row => row.Code == "facturacion").ExecuteUpdateAsync(row => row.SetProperty(group => group.Strategy, AssignmentStrategy.Manual));
        }
        var number = await desk.Open();
        var leader = await desk.Responsible(number);
        await Ok(desk, new SaveAbsence(null, leader.AgentId!.Value, desk.Now, desk.Now + Week, AbsenceKind.Leave, null), leader);
        var ticket = await desk.Ticket(number);
        ticket.AssigneeId.Should().NotBe(leader.AgentId.Value);
        ticket.WaitsSince.Should().NotBeNull();
        (await desk.Get<CoverAbsent>().Sweep(Ct)).Should().Be(0);
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task The_database_itself_knows_one_responsible_and_no_other(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var number = await desk.Open();
        var responsible = (await desk.Ticket(number)).AssigneeId;
        await using var db = desk.Database();
        var nobody = () => db.Tickets.Where(row => row.Number == number).ExecuteUpdateAsync(row => row.SetProperty(ticket => ticket.AssigneeId, Guid.Empty));
        await nobody.Should().ThrowAsync<System.Data.Common.DbException>();
        var orphan = () => db.Agents.Where(row => row.Id == responsible).ExecuteDeleteAsync();
        await orphan.Should().ThrowAsync<System.Data.Common.DbException>();
    }

    [Fact]
    public async Task Whoever_acts_for_another_sees_those_tickets_and_the_history_tells_for_whom()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        var (owner, acts) = (await desk.Responsible(number), await desk.Who("valentina.soto@cordillera.example"));
        (await desk.Get<InboxHandler>().Handle(new Inbox(InboxTab.Mine), acts, Ct)).Value!.Rows.Should().BeEmpty();
        var delegation = (await desk.Get<SaveDelegationHandler>().Handle(new SaveDelegation(owner.AgentId!.Value, acts.AgentId!.Value, desk.Now, desk.Now + Week), owner, Ct)).Value;
        (await desk.Get<InboxHandler>().Handle(new Inbox(InboxTab.Mine), acts, Ct)).Value!.Rows.Should().ContainSingle(row => row.Number == number);
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Lo vemos."), acts, Ct));
        await using var db = desk.Database();
        (await db.TicketEvents.SingleAsync(row => row.Type == EventType.Replied)).Data.Should().Contain($"\"for\":\"{owner.Name}\"");
        (await desk.Ticket(number)).AssigneeId.Should().Be(owner.AgentId.Value, "the responsible stays the same");
        (await desk.Get<SaveDelegationHandler>().Handle(new SaveDelegation(owner.AgentId.Value, acts.AgentId.Value, desk.Now, desk.Now + Week), owner, Ct))
            .Refusal!.Code.Should().Be("delegation-overlaps");
        await StoryTests.Ok(desk.Get<EndDelegationHandler>().Handle(new EndDelegation(delegation), acts, Ct));
        (await desk.Get<InboxHandler>().Handle(new Inbox(InboxTab.Mine), acts, Ct)).Value!.Rows.Should().BeEmpty();
    }

    [Fact]
    public async Task Nobody_records_what_is_not_theirs_and_hostile_spans_are_refused()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var (one, other) = (await desk.Who("valentina.soto@cordillera.example"), await desk.Responsible(await desk.Open()));
        var verb = desk.Get<SaveAbsenceHandler>();
        SaveAbsence Of(Guid who, DateTimeOffset from, DateTimeOffset until, Guid? cover = null) => new(null, who, from, until, AbsenceKind.Sick, cover, "diagnóstico");
        foreach (var nobody in new[] { other, await desk.Client(), Actor.Nobody })
            (await verb.Handle(Of(one.AgentId!.Value, desk.Now, desk.Now + Week), nobody, Ct)).Refusal.Should().Be(Refusal.Forbidden);
        (await verb.Handle(Of(one.AgentId!.Value, desk.Now, desk.Now.AddDays(-1)), one, Ct)).Refusal!.Code.Should().Be("span-backwards");
        (await verb.Handle(Of(one.AgentId.Value, desk.Now.AddDays(-9), desk.Now.AddDays(-1)), one, Ct)).Refusal!.Code.Should().Be("span-past");
        (await verb.Handle(Of(one.AgentId.Value, desk.Now, DateTimeOffset.MaxValue), one, Ct)).Refusal!.Code.Should().Be("span-long");
        (await verb.Handle(Of(one.AgentId.Value, desk.Now, desk.Now + Week, one.AgentId), one, Ct)).Refusal!.Code.Should().Be("cover-self");
        (await verb.Handle(Of(one.AgentId.Value, desk.Now, desk.Now + Week, Guid.CreateVersion7(desk.Now)), one, Ct)).Refusal!.Code.Should().Be("agent-unknown");
        var saved = await verb.Handle(Of(one.AgentId.Value, desk.Now, desk.Now + Week), await desk.Who("marcela.vergara@cordillera.example"), Ct);
        (await verb.Handle(Of(one.AgentId.Value, desk.Now.AddDays(2), desk.Now.AddDays(3)), one, Ct)).Refusal!.Code.Should().Be("absence-overlaps");
        (await desk.Get<EndAbsenceHandler>().Handle(new EndAbsence(saved.Value), other, Ct)).Refusal.Should().Be(Refusal.Forbidden);
        var seen = (await desk.Get<ListAbsencesHandler>().Handle(new ListAbsences(desk.Now, desk.Now + Week), other, Ct)).Value!.People.Single(row => row.AgentId == one.AgentId);
        seen.Absences.Should().ContainSingle(row => row.Kind == AbsenceKind.Other && row.Note == null && !row.CanChange, "why somebody is away is not for everybody");
        (await desk.Get<ListAbsencesHandler>().Handle(new ListAbsences(desk.Now, desk.Now + Week), await desk.Client(), Ct)).Refusal.Should().Be(Refusal.Forbidden);
    }

    [Fact]
    public async Task A_unit_moves_with_everything_under_it_and_only_an_administrator_moves_it()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await using var db = desk.Database();
        var units = await db.Units.AsNoTracking().ToDictionaryAsync(row => row.Code);
        var verb = desk.Get<MoveUnitHandler>();
        (await verb.Handle(new MoveUnit(units["cobranza"].Id, units["operaciones"].Id), await desk.Who("marcela.vergara@cordillera.example"), Ct)).Refusal.Should().Be(Refusal.Forbidden);
        var admin = await desk.Who("alejandro.herrera@cordillera.example");
        await StoryTests.Ok(verb.Handle(new MoveUnit(units["cobranza"].Id, units["operaciones"].Id), admin, Ct));
        (await db.Units.SingleAsync(row => row.Code == "cobranza")).ParentId.Should().Be(units["operaciones"].Id);
        var deep = (await verb.Handle(new MoveUnit(units["clientes"].Id, units["finanzas"].Id), admin, Ct)).Refusal!;
        (deep.Code, deep.Text(new("es-CL"))).Should().Be(("unit-deep", "Gerencia de Clientes no cabe bajo Gerencia de Finanzas: llegaría al nivel 5, y hay hasta 4."));
        (await verb.Handle(new MoveUnit(units["cordillera"].Id, units["finanzas"].Id), admin, Ct)).Refusal!.Code.Should().Be("unit-level");
        var person = (await desk.Who("valentina.soto@cordillera.example")).AgentId!.Value;
        await StoryTests.Ok(desk.Get<MoveAgentHandler>().Handle(new MoveAgent(person, units["postventa"].Id), admin, Ct));
        (await db.Agents.SingleAsync(row => row.Id == person)).UnitId.Should().Be(units["postventa"].Id);
    }

    private static async Task Ok(DeskHost desk, SaveAbsence command, Actor actor) =>
        (await desk.Get<SaveAbsenceHandler>().Handle(command, actor, Ct)).Refusal.Should().BeNull();

    private static async Task<List<string>> Rounds(DeskHost desk, int count)
    {
        var numbers = new List<string>();
        for (var i = 0; i < count; i++)
            numbers.Add(await desk.Open());
        return numbers;
    }
}
