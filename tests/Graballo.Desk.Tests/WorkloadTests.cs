using Graballo.Desk.Calendars;
using Graballo.Desk.Monitor;
using Graballo.Desk.Organisation;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>What the workload of a group says of its people agrees with what it says of the group, and with who is assigned.</summary>
public sealed class WorkloadTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Members_others_and_what_waits_make_up_the_open_tickets_of_each_group(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        for (var i = 0; i < 6; i++)
            await desk.Open(i % 2 == 0 ? "factura-monto" : "despacho-atrasado");
        var number = await desk.Open("factura-monto");
        var outsider = (await desk.Who("valentina.soto@cordillera.example")).AgentId;
        var moved = await desk.Ticket(number);
        await using (var db = desk.Database())
        {
            var leader = await db.Groups.Where(row => row.Id == moved.GroupId).Select(row => row.SupervisorId).SingleAsync(Ct);
            await db.Tickets.Where(row => row.Id == moved.Id).ExecuteUpdateAsync(row => row.SetProperty(ticket => ticket.AssigneeId, leader!.Value), Ct);
            var second = await db.Tickets.Where(row => row.GroupId == moved.GroupId && row.Id != moved.Id).Select(row => row.Id).FirstAsync(Ct);
            await db.Tickets.Where(row => row.Id == second).ExecuteUpdateAsync(row => row.SetProperty(ticket => ticket.AssigneeId, outsider!.Value), Ct);
            await db.Agents.ExecuteUpdateAsync(row => row.SetProperty(agent => agent.IsAvailable, false), Ct);
        }
        await desk.Open("factura-monto");
        var groups = (await desk.Get<WorkloadHandler>().Handle(new Workload(), Actor.System, Ct)).Value!.Groups;
        groups.Should().OnlyContain(group => group.Open == group.Members.Sum(member => member.InGroup) + group.Others.Sum(other => other.InGroup) + group.Waiting);
        var billing = groups.Single(group => group.Id == moved.GroupId);
        billing.Waiting.Should().Be(1);
        billing.Others.Select(other => (other.Leads, other.InGroup)).Should().Equal((true, 1), (false, 1));
    }

    [Fact]
    public async Task In_the_demonstration_capacity_falls_at_night_and_whoever_has_no_shift_is_given_tickets()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var groups = (await desk.Get<WorkloadHandler>().Handle(new Workload(), Actor.System, Ct)).Value!.Groups;
        var support = groups.Single(group => group.Code == "soporte");
        support.Members.Count(member => member.HasShift).Should().Be(4);
        (support.Hours.Min(hour => hour.Capacity), support.Hours.Max(hour => hour.Capacity)).Should().Be((25, 125));
        groups.Should().OnlyContain(group => group == support || group.Hours.All(hour => hour.Capacity == 125));
        var calendar = (await desk.Get<CalendarBook>().Current(Ct))[CalendarSet.Standard];
        var day = calendar.NextOpen(desk.Now.AddDays(3));
        var ask = new WhatIf((await desk.Client()).CompanyId, "portal-acceso", Channel.Web, null, day.AddHours(-4));
        var night = (await desk.Get<WhatIfHandler>().Handle(ask, Actor.System, Ct)).Value!;
        (night.Waits, night.HasShift).Should().Be((false, false));
        night.Why.Passed.Should().OnlyContain(other => other.Reason == "off-shift");
        night.Flow.In("en").Should().Be("Life of a request");
    }

    [Fact]
    public async Task What_the_client_is_to_agree_to_does_not_wait_for_somebody_who_takes_it()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await using (var db = desk.Database())
            await db.Agents.ExecuteUpdateAsync(row => row.SetProperty(agent => agent.IsAvailable, false), Ct);
        var leader = await desk.Responsible(await desk.Open("factura-monto"));
        (await Count()).Should().Be(1);
        await using (var db = desk.Database())
            await db.Tickets.ExecuteUpdateAsync(row => row.SetProperty(ticket => ticket.Status, TicketStatus.Resolved), Ct);
        (await Count()).Should().Be(0);

        async Task<int> Count() => (await desk.Get<InboxHandler>().Handle(new Inbox(InboxTab.Queue), leader, Ct)).Value!.Total;
    }
}
