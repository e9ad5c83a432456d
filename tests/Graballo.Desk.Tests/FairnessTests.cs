using Graballo.Desk.Tests.Hosting;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>Four nodes assign at once on one database.</summary>
public sealed class FairnessTests
{
    private const int Nodes = 4;

    [Fact]
    public async Task Four_nodes_at_once_give_fair_turns_never_too_much_and_nothing_to_who_is_absent()
    {
        var settings = new Dictionary<string, string?> { ["Database:Connection"] = PostgresServer.Instance.NewDatabase() };
        var nodes = new List<DeskHost>();
        for (var i = 0; i < Nodes; i++)
            nodes.Add(await DeskHost.Start(DeskHost.PostgreSql, settings));
        var crowd = await Ten(nodes[0]);
        const int tickets = 240;
        var client = await nodes[0].Client();
        // The two who are in both groups are asked for by both at once.
        await Parallel.ForEachAsync(Enumerable.Range(0, tickets), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (i, _) =>
            await nodes[i % Nodes].Open(i % 4 == 0 ? "despacho-atrasado" : "factura-monto", client));

        await using var db = nodes[0].Database();
        var held = await db.Tickets.Where(row => row.WaitsSince == null).GroupBy(row => row.AssigneeId).ToDictionaryAsync(rows => rows.Key, rows => rows.Count());
        (await db.Tickets.Select(row => row.Number).Distinct().CountAsync()).Should().Be(tickets);
        var equals = crowd.Alike.Select(id => held.GetValueOrDefault(id)).ToList();
        (equals.Max() - equals.Min()).Should().BeLessThanOrEqualTo(1, "they are equals: " + string.Join(' ', equals));
        foreach (var id in crowd.Small)
            held.GetValueOrDefault(id).Should().Be(5, "there was more than enough, and five is what they can hold");
        held.Should().NotContainKey(crowd.Absent);
        var capacities = await db.Agents.ToDictionaryAsync(row => row.Id, row => row.Capacity);
        held.Should().OnlyContain(row => row.Value <= capacities[row.Key]);
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    // In one group: seven equals, two with little room who are in another group too, one who is absent.
    private static async Task<(List<Guid> Alike, List<Guid> Small, Guid Absent)> Ten(DeskHost desk)
    {
        await using var db = desk.Database();
        var group = await db.Groups.SingleAsync(row => row.Code == "facturacion");
        var other = await db.Groups.SingleAsync(row => row.Code == "despacho");
        var members = await db.GroupMembers.Where(row => row.GroupId == group.Id).OrderBy(row => row.Rank).Select(row => row.AgentId).ToListAsync();
        var more = await db.Agents.Where(row => row.IsActive && !members.Contains(row.Id) && !db.GroupMembers.Any(member => member.AgentId == row.Id)).OrderBy(row => row.Code).Take(5).Select(row => row.Id).ToListAsync();
        db.GroupMembers.AddRange(more.Select((id, i) => new GroupMember { GroupId = group.Id, AgentId = id, Rank = 6 + i }));
        List<Guid> all = [.. members, .. more];
        var small = all[7..9];
        db.GroupMembers.AddRange(small.Select((id, i) => new GroupMember { GroupId = other.Id, AgentId = id, Rank = 6 + i }));
        db.Absences.Add(new Absence { Id = all[9], AgentId = all[9], From = desk.Now.AddDays(-1), Until = desk.Now.AddDays(1), Kind = AbsenceKind.Vacation, RecordedBy = "" });
        await db.SaveChangesAsync();
        await db.Agents.ExecuteUpdateAsync(row => row.SetProperty(agent => agent.Capacity, 500).SetProperty(agent => agent.Skills, ""));
        await db.Agents.Where(row => small.Contains(row.Id)).ExecuteUpdateAsync(row => row.SetProperty(agent => agent.Capacity, 5));
        return (all[..7], small, all[9]);
    }
}
