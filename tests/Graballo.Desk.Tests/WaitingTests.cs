using Graballo.Desk.Calendars;
using Graballo.Desk.Jobs;
using Graballo.Desk.Organisation;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>Nobody is given more than can be held: the ticket waits in its group, its leader answers for it, and it is taken as soon as somebody can.</summary>
public sealed class WaitingTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task When_all_are_full_tickets_wait_with_the_leader_and_are_taken_in_their_order(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        await Members(desk, row => row.SetProperty(agent => agent.Capacity, 1));
        var client = await desk.Client();
        var numbers = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            numbers.Add(await desk.Open("factura-monto", client));
            desk.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await Raise(desk, numbers[6], Priority.Urgent);
        var (waits, urgent) = (await desk.Ticket(numbers[5]), await desk.Ticket(numbers[6]));
        var why = WhyJson(waits);
        (waits.WaitsSince is not null, urgent.WaitsSince is not null, why.Kind).Should().Be((true, true, WhyAssigned.Waiting));
        why.Passed.Should().HaveCount(5).And.OnlyContain(other => other.Reason == "full" && other.Figure == "1/1");
        await using (var db = desk.Database())
        {
            var group = await db.Groups.SingleAsync(row => row.Code == "facturacion");
            waits.AssigneeId.Should().Be(group.SupervisorId!.Value);
            (await db.Tickets.Where(row => row.WaitsSince == null).GroupBy(row => row.AssigneeId).Select(rows => rows.Count()).ToListAsync()).Should().HaveCount(5).And.OnlyContain(count => count == 1);
        }
        var leader = await desk.Responsible(numbers[5]);
        var queue = (await desk.Get<InboxHandler>().Handle(new Inbox(InboxTab.Queue), leader, Ct)).Value!;
        queue.Rows.Should().HaveCount(2).And.OnlyContain(row => row.WaitsSince != null);
        (await desk.Get<AssignWaiting>().Sweep(Ct)).Should().Be(0, "nobody has room");
        (await desk.Ticket(numbers[5])).Version.Should().Be(waits.Version, "looking changes nothing");

        await Members(desk, row => row.SetProperty(agent => agent.Capacity, 2), first: 1);
        (await desk.Get<AssignWaiting>().Sweep(Ct)).Should().Be(1);
        (await desk.Ticket(numbers[6])).WaitsSince.Should().BeNull("the urgent one goes first");
        (await desk.Ticket(numbers[5])).WaitsSince.Should().NotBeNull();
        await Close(desk, numbers[0]);
        (await desk.Get<AssignWaiting>().Sweep(Ct)).Should().Be(1);
        var taken = await desk.Ticket(numbers[5]);
        (taken.WaitsSince, WhyJson(taken).Kind).Should().Be((null, "sequential"));
        taken.AssigneeId.Should().Be((await desk.Ticket(numbers[0])).AssigneeId);
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Out_of_hours_it_waits_and_the_first_shift_of_the_morning_takes_it(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        await Members(desk, row => row.SetProperty(agent => agent.Shift, CalendarSet.Standard));
        desk.Clock.SetUtcNow(DeskHost.Morning.AddHours(12));
        var number = await desk.Open();
        WhyJson(await desk.Ticket(number)).Passed.Should().OnlyContain(other => other.Reason == "off-shift");
        desk.Clock.SetUtcNow(DeskHost.Morning.AddHours(22));
        (await desk.Get<AssignWaiting>().Sweep(Ct)).Should().Be(0);
        desk.Clock.SetUtcNow(DeskHost.Morning.AddHours(23));
        (await desk.Get<AssignWaiting>().Sweep(Ct)).Should().Be(1);
        (await desk.Ticket(number)).WaitsSince.Should().BeNull();
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_channel_has_a_limit_of_its_own(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        await using (var db = desk.Database())
        {
            var members = await (from member in db.GroupMembers join grp in db.Groups on member.GroupId equals grp.Id where grp.Code == "facturacion" select member.AgentId).ToListAsync();
            db.ChannelCapacities.AddRange(members.Select((id, i) => new ChannelCapacity { AgentId = id, Channel = Channel.Web, Most = i == 0 ? 2 : 0 }));
            await db.SaveChangesAsync();
        }
        string[] numbers = [await desk.Open(), await desk.Open(), await desk.Open()];
        var tickets = new[] { await desk.Ticket(numbers[0]), await desk.Ticket(numbers[1]), await desk.Ticket(numbers[2]) };
        tickets[0].AssigneeId.Should().Be(tickets[1].AssigneeId);
        tickets[2].WaitsSince.Should().NotBeNull();
        WhyJson(tickets[2]).Passed.Should().Contain(other => other.Reason == "channel-full" && other.Figure == "2/2");
        var byPhone = await desk.Get<OpenTicketHandler>().Handle(
            new OpenTicket("factura-monto", "Por teléfono", "Llamó.", Channel.Phone, (await desk.Client()).ContactId), await desk.Who("marcela.vergara@cordillera.example"), Ct);
        (await desk.Ticket(byPhone.Value!.Number)).WaitsSince.Should().BeNull("there is room for another channel");
    }

    [Fact]
    public async Task A_group_that_shares_by_hand_lets_them_wait_until_somebody_takes_one()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await using (var db = desk.Database())
            await db.Groups.Where(row => row.Code == "facturacion").ExecuteUpdateAsync(row => row.SetProperty(group => group.Strategy, AssignmentStrategy.Manual));
        var number = await desk.Open();
        (await desk.Get<AssignWaiting>().Sweep(Ct)).Should().Be(0);
        (await desk.Ticket(number)).WaitsSince.Should().NotBeNull();
        var leader = await desk.Responsible(number);
        // Even the leader, who answers for it meanwhile, takes it by hand.
        await StoryTests.Ok(desk.Get<ReassignTicketHandler>().Handle(new ReassignTicket(number, leader.AgentId, null, ""), leader, Ct));
        (await desk.Ticket(number)).WaitsSince.Should().BeNull();
    }

    [Fact]
    public async Task Whoever_comes_back_or_joins_takes_what_waits_at_once()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await Members(desk, row => row.SetProperty(agent => agent.IsAvailable, false));
        var number = await desk.Open();
        WhyJson(await desk.Ticket(number)).Passed.Should().OnlyContain(other => other.Reason == "away");
        var back = await Member(desk);
        await StoryTests.Ok(desk.Get<SetAvailabilityHandler>().Handle(new SetAvailability(back, true), Actor.System, Ct));
        (await desk.Ticket(number)).AssigneeId.Should().Be(back);
        await StoryTests.Ok(desk.Get<SetAvailabilityHandler>().Handle(new SetAvailability(back, false), Actor.System, Ct));
        var second = await desk.Open();
        (await desk.Ticket(second)).WaitsSince.Should().NotBeNull();
        await using var db = desk.Database();
        var group = await db.Groups.SingleAsync(row => row.Code == "facturacion");
        var joins = (await desk.Who("valentina.soto@cordillera.example")).AgentId!.Value;
        (await desk.Get<SaveGroupHandler>().Handle(
            new SaveGroup(group.Id, group.UnitId, group.Code, group.Name, group.Strategy, group.SupervisorId, [joins]), Actor.System, Ct)).Ok.Should().BeTrue();
        (await desk.Ticket(second)).AssigneeId.Should().Be(joins);
    }

    [Theory, InlineData("least-loaded"), InlineData("best-skill"), InlineData("last-served")]
    public async Task Each_strategy_finds_its_person_on_real_loads_and_history(string code)
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await using (var db = desk.Database())
        {
            await db.Groups.Where(row => row.Code == "facturacion").ExecuteUpdateAsync(row => row.SetProperty(group => group.Strategy, Assignment.StrategyOf(code)!.Value));
        }
        var chosen = await Member(desk, skip: 3);
        if (code == "best-skill")
            await Members(desk, row => row.SetProperty(agent => agent.Skills, "facturacion 5"), only: chosen);
        var first = await desk.Open();
        if (code == "last-served")
            await StoryTests.Ok(desk.Get<ReassignTicketHandler>().Handle(new ReassignTicket(first, chosen, null, "lo conoce"), await desk.Responsible(first), Ct));
        var second = await desk.Ticket(await desk.Open());
        WhyJson(second).Kind.Should().Be(code);
        if (code == "least-loaded")
            second.AssigneeId.Should().NotBe((await desk.Ticket(first)).AssigneeId);
        else
            second.AssigneeId.Should().Be(chosen);
    }

    private static async Task<Guid> Member(DeskHost desk, int skip = 0)
    {
        await using var db = desk.Database();
        return await (from member in db.GroupMembers join grp in db.Groups on member.GroupId equals grp.Id where grp.Code == "facturacion" orderby member.Rank select member.AgentId)
            .Skip(skip).FirstAsync();
    }

    private static async Task Members(
        DeskHost desk, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<Agent>> change, int first = int.MaxValue, Guid? only = null)
    {
        await using var db = desk.Database();
        var members = await (from member in db.GroupMembers join grp in db.Groups on member.GroupId equals grp.Id where grp.Code == "facturacion" orderby member.Rank select member.AgentId)
            .Take(first).ToListAsync();
        await db.Agents.Where(row => members.Contains(row.Id) && (only == null || row.Id == only)).ExecuteUpdateAsync(change);
    }

    private static async Task Raise(DeskHost desk, string number, Priority priority)
    {
        await using var db = desk.Database();
        await db.Tickets.Where(row => row.Number == number).ExecuteUpdateAsync(row => row.SetProperty(ticket => ticket.Priority, priority));
    }

    private static async Task Close(DeskHost desk, string number)
    {
        await using var db = desk.Database();
        await db.Tickets.Where(row => row.Number == number).ExecuteUpdateAsync(row => row.SetProperty(ticket => ticket.Status, TicketStatus.Closed));
    }

    internal static WhyAssigned WhyJson(Ticket ticket) =>
        System.Text.Json.JsonSerializer.Deserialize<WhyAssigned>(ticket.Why, System.Text.Json.JsonSerializerOptions.Web)!;
}
