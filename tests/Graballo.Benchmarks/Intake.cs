using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Graballo.Desk;
using Graballo.Desk.Demo;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Graballo.Server.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Benchmarks;

/// <summary>
/// Durable tickets a second: number drawn, flow started, decisions taken, responsible chosen, tasks, timers, history and mail
/// written, committed. Beside it, in the same run and database, the very same rows written by plain ADO.NET, one transaction a
/// ticket.
/// </summary>
internal static class Intake
{
    private const double Aim = 0.6;

    // Parents first.
    private static readonly string[] Tables =
        ["tickets", "messages", "stage_visits", "flow_instances", "human_tasks", "timers", "subscriptions", "sla_clocks", "outbox", "ticket_events"];

    public static async Task Run(string provider, int senders, int tickets)
    {
        var folder = Directory.CreateTempSubdirectory("graballo-bench-").FullName;
        await using var services = await BenchDesk.Start(provider, folder);
        var clients = await Clients(services);
        await Open(services, clients, senders, tickets / 10);
        await Clear(services);

        var ours = await Open(services, clients, senders, tickets);
        var rows = await Read(services);
        await Clear(services);
        var plain = await Write(services, rows, senders);

        var perTicket = rows.Sum(ticket => ticket.Count) / (double)tickets;
        var ratio = ours / plain;
        var name = provider.ToLowerInvariant();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bench intake {name}-rows-a-ticket {perTicket:0.0} rows"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bench intake {name}-plain {plain:0} tickets/s"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"bench intake {name} {ours:0} tickets/s ratio {ratio:0.00} of plain ADO.NET aim {Aim:0.00} {(ratio >= Aim ? "reached" : "MISSED")}"));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<List<Actor>> Clients(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        return await db.Contacts.Select(row => new Actor(row.Id, row.FirstName, new HashSet<string> { Role.Client }, null, row.Id, row.CompanyId)).ToListAsync();
    }

    /// <summary>Tickets a second.</summary>
    private static async Task<double> Open(IServiceProvider services, List<Actor> clients, int senders, int tickets)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, tickets), new ParallelOptions { MaxDegreeOfParallelism = senders }, async (i, ct) =>
        {
            using var scope = services.CreateScope();
            for (; ; )
            {
                var topic = DemoNames.Topics[i % DemoNames.Topics.Length];
                var opened = await scope.ServiceProvider.GetRequiredService<OpenTicketHandler>().Handle(
                    new OpenTicket(topic.Code, topic.Name, "Texto del requerimiento", Channel.Web), clients[i % clients.Count], ct);
                if (opened.Ok)
                    return;
                if (opened.Refusal.Code != Refusal.Busy.Code)
                    throw new InvalidOperationException(opened.Refusal.Text());
            }
        });
        return tickets / watch.Elapsed.TotalSeconds;
    }

    private static async Task Clear(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        await db.TicketEvents.ExecuteDeleteAsync();
        await db.Outbox.ExecuteDeleteAsync();
        await db.Tickets.ExecuteDeleteAsync();
    }

    // Per ticket, what was written: table, columns and values.
    private static async Task<List<List<(int Table, object[] Values)>>> Read(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        var tickets = new Dictionary<string, List<(int, object[])>>();
        for (var table = 0; table < Tables.Length; table++)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM {Tables[table]}";
            await using var reader = await command.ExecuteReaderAsync();
            var key = reader.GetOrdinal(table == 0 ? "id" : "ticket_id");
            while (await reader.ReadAsync())
            {
                var values = new object[reader.FieldCount];
                reader.GetValues(values);
                var ticket = values[key].ToString()!;
                if (!tickets.TryGetValue(ticket, out var rows))
                    tickets[ticket] = rows = [];
                rows.Add((table, values));
            }
        }
        return [.. tickets.Values];
    }

    /// <summary>Tickets a second.</summary>
    private static async Task<double> Write(IServiceProvider services, List<List<(int Table, object[] Values)>> tickets, int senders)
    {
        var databases = services.GetRequiredService<IDbContextFactory<DeskDbContext>>();
        var columns = await Columns(databases);
        // The embedded database takes one writer at a time, whoever writes.
        var writers = services.GetRequiredService<DatabaseSettings>().Provider == "Sqlite" ? 1 : senders;
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            await using var db = await databases.CreateDbContextAsync();
            await db.Database.OpenConnectionAsync();
            var connection = db.Database.GetDbConnection();
            var commands = new Dictionary<int, DbCommand>();
            for (int i; (i = Interlocked.Increment(ref next)) < tickets.Count;)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                foreach (var (table, values) in tickets[i])
                {
                    if (!commands.TryGetValue(table, out var command))
                        commands[table] = command = Insert(connection, Tables[table], columns[table]);
                    command.Transaction = transaction;
                    for (var column = 0; column < values.Length; column++)
                        command.Parameters[column].Value = values[column];
                    await command.ExecuteNonQueryAsync();
                }
                await transaction.CommitAsync();
            }
        })));
        return tickets.Count / watch.Elapsed.TotalSeconds;
    }

    private static async Task<List<string[]>> Columns(IDbContextFactory<DeskDbContext> databases)
    {
        await using var db = await databases.CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        var found = new List<string[]>();
        foreach (var table in Tables)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM {table} WHERE 1 = 0";
            await using var reader = await command.ExecuteReaderAsync();
            found.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]);
        }
        return found;
    }

    private static DbCommand Insert(DbConnection connection, string table, string[] columns)
    {
        var command = connection.CreateCommand();
        command.CommandText =
            $"INSERT INTO {table} ({string.Join(", ", columns.Select(name => $"\"{name}\""))}) VALUES ({string.Join(", ", columns.Select((_, i) => "@p" + i))})";
        for (var i = 0; i < columns.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@p" + i;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
