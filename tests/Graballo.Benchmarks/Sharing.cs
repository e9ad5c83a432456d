using System.Diagnostics;
using System.Globalization;
using Graballo.Desk;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Benchmarks;

/// <summary>
/// Four nodes on one PostgreSQL open tickets for one group of ten at once: seven equals by turns, two who can hold little, one who is
/// absent. How fast, how even, and whether anybody got too much or was absent.
/// </summary>
internal static class Sharing
{
    private const int Nodes = 4;
    private const int Senders = 12;
    private const int Little = 40;

    public static async Task Run(int tickets)
    {
        var folder = Directory.CreateTempSubdirectory("graballo-bench-").FullName;
        var connection = PostgresServer.Instance.NewDatabase();
        var nodes = new List<ServiceProvider>();
        for (var i = 0; i < Nodes; i++)
            nodes.Add(await BenchDesk.Start("PostgreSql", folder, connection));
        var databases = nodes[0].GetRequiredService<IDbContextFactory<DeskDbContext>>();
        var (alike, little, absent, client) = await Ten(databases);
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, tickets), new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (i, ct) =>
        {
            while (!await Open(nodes[i % Nodes], client, i, ct))
            {
                // Refused as busy: the client asks again.
            }
        });
        var seconds = watch.Elapsed.TotalSeconds;
        await using (var db = await databases.CreateDbContextAsync())
        {
            var held = await db.Tickets.Where(row => row.WaitsSince == null).GroupBy(row => row.AssigneeId).ToDictionaryAsync(rows => rows.Key, rows => rows.Count());
            var equals = alike.ConvertAll(id => held.GetValueOrDefault(id));
            Say("four-nodes", tickets / seconds, "tickets/s");
            Say("tickets", held.Values.Sum(), "tickets");
            Say("unevenness", equals.Max() - equals.Min(), "tickets", most: 1);
            Say("over-capacity", little.Sum(id => Math.Max(0, held.GetValueOrDefault(id) - Little)), "tickets", most: 0);
            Say("to-absent", held.GetValueOrDefault(absent), "tickets", most: 0);
        }
        foreach (var node in nodes)
            await node.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static void Say(string figure, double value, string unit, double? most = null) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"bench assignment {figure} {value:0} {unit}{(most is { } aim ? $" aim {aim:0} {(value <= aim ? "reached" : "MISSED")}" : "")}"));

    private static async Task<bool> Open(IServiceProvider node, Actor client, int i, CancellationToken ct)
    {
        using var scope = node.CreateScope();
        var opened = await scope.ServiceProvider.GetRequiredService<OpenTicketHandler>().Handle(
            new OpenTicket(i % 4 == 0 ? "despacho-atrasado" : "factura-monto", "Medición", "Texto.", Channel.Web), client, ct);
        if (opened.Refusal is { Code: not "busy" } refused)
            throw new InvalidOperationException(refused.Text());
        return opened.Ok;
    }

    private static async Task<(List<Guid> Alike, List<Guid> Little, Guid Absent, Actor Client)> Ten(IDbContextFactory<DeskDbContext> databases)
    {
        await using var db = await databases.CreateDbContextAsync();
        var group = await db.Groups.SingleAsync(row => row.Code == "facturacion");
        var other = await db.Groups.SingleAsync(row => row.Code == "despacho");
        var people = await db.Agents.OrderBy(row => db.GroupMembers.Any(member => member.AgentId == row.Id && member.GroupId == group.Id) ? 0 : 1).ThenBy(row => row.Code)
            .Where(row => !db.GroupMembers.Any(member => member.AgentId == row.Id && member.GroupId != group.Id)).Take(10).Select(row => row.Id).ToListAsync();
        await db.GroupMembers.Where(row => row.GroupId == group.Id).ExecuteDeleteAsync();
        db.GroupMembers.AddRange(people.Select((id, i) => new GroupMember { GroupId = group.Id, AgentId = id, Rank = i + 1 }));
        var little = people[7..9];
        db.GroupMembers.AddRange(little.Select((id, i) => new GroupMember { GroupId = other.Id, AgentId = id, Rank = 10 + i }));
        var now = TimeProvider.System.GetUtcNow();
        db.Absences.Add(new Absence { Id = people[9], AgentId = people[9], From = now.AddDays(-1), Until = now.AddDays(1), RecordedBy = "" });
        await db.SaveChangesAsync();
        await db.Agents.ExecuteUpdateAsync(row => row.SetProperty(agent => agent.Skills, ""));
        await db.Agents.Where(row => little.Contains(row.Id)).ExecuteUpdateAsync(row => row.SetProperty(agent => agent.Capacity, Little));
        var contact = await db.Contacts.OrderBy(row => row.Id).FirstAsync();
        return (people[..7], little, people[9], new Actor(contact.Id, contact.FirstName, new HashSet<string> { Role.Client }, null, contact.Id, contact.CompanyId));
    }
}
