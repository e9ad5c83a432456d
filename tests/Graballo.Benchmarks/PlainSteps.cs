using System.Data.Common;
using System.Diagnostics;
using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Benchmarks;

/// <summary>The ceiling of a durable step: the rows that a step on a task writes, by prepared statements, one transaction a step.</summary>
internal static class PlainSteps
{
    private static readonly string[] Copied = ["human_tasks", "ticket_events", "ticket_events"];

    /// <summary>Steps a second.</summary>
    public static async Task<double> Write(IServiceProvider services, int writers, int steps)
    {
        var databases = services.GetRequiredService<IDbContextFactory<DeskDbContext>>();
        var rows = await Rows(databases);
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            await using var db = await databases.CreateDbContextAsync();
            await db.Database.OpenConnectionAsync();
            var connection = db.Database.GetDbConnection();
            var updates = Updates(connection);
            var inserts = rows.Events.Select(row => Insert(connection, row.Table, row.Columns)).ToArray();
            // Each writer has tickets of its own, as different people have.
            var mine = rows.Tickets.Where((_, i) => i % writers == writer).ToList();
            for (var turn = 0; Interlocked.Increment(ref next) < steps; turn++)
                await One(connection, updates, inserts, rows, mine[turn % mine.Count]);
        })));
        return steps / watch.Elapsed.TotalSeconds;
    }

    private static async Task One(DbConnection connection, DbCommand[] updates, DbCommand[] inserts, Known rows, (object Ticket, object Instance, object Task) at)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        object[] keys = [at.Ticket, at.Instance, at.Task];
        for (var i = 0; i < updates.Length; i++)
        {
            updates[i].Transaction = transaction;
            updates[i].Parameters[0].Value = keys[i];
            if (i == 1)
                (updates[i].Parameters[1].Value, updates[i].Parameters[2].Value) = (rows.State, rows.Visited);
            await updates[i].ExecuteNonQueryAsync();
        }
        for (var i = 0; i < inserts.Length; i++)
        {
            inserts[i].Transaction = transaction;
            var (_, columns, values) = rows.Events[i];
            for (var column = 0; column < columns.Length; column++)
            {
                inserts[i].Parameters[column].Value = columns[column] switch
                {
                    "id" => values[column] is string ? Key().ToString().ToUpperInvariant() : Key(),
                    "ticket_id" => at.Ticket,
                    "instance_id" => at.Instance,
                    "task_key" => Key().ToString("N"),
                    _ => values[column],
                };
            }
            await inserts[i].ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }

    private static Guid Key() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private static DbCommand[] Updates(DbConnection connection) =>
    [
        Command(connection, "UPDATE tickets SET changed_at = changed_at, version = version + 1 WHERE id = @p0", 1),
        Command(connection, "UPDATE flow_instances SET state = @p1, visited = @p2 WHERE id = @p0", 3),
        Command(connection, "UPDATE human_tasks SET status = 'Completed', ended_at = opened_at WHERE id = @p0", 1),
    ];

    private static DbCommand Insert(DbConnection connection, string table, string[] columns) => Command(
        connection,
        $"INSERT INTO {table} ({string.Join(", ", columns.Select(name => $"\"{name}\""))}) VALUES ({string.Join(", ", columns.Select((_, i) => "@p" + i))})",
        columns.Length);

    private static DbCommand Command(DbConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@p" + i;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static async Task<Known> Rows(IDbContextFactory<DeskDbContext> databases)
    {
        await using var db = await databases.CreateDbContextAsync();
        await db.Database.OpenConnectionAsync();
        var connection = db.Database.GetDbConnection();
        var tickets = new List<(object, object, object)>();
        foreach (var row in await Read(connection, "SELECT h.ticket_id, h.instance_id, h.id FROM human_tasks h WHERE h.status = 'Open'"))
            tickets.Add((row.Values[0], row.Values[1], row.Values[2]));
        var events = new List<(string, string[], object[])>();
        foreach (var table in Copied)
        {
            var row = (await Read(connection, $"SELECT * FROM {table} ORDER BY id DESC LIMIT 1"))[0];
            // The history is numbered by the database.
            var keep = row.Columns.Select((name, i) => (name, i)).Where(column => table != "ticket_events" || column.name != "id").ToList();
            events.Add((table, [.. keep.Select(column => column.name)], [.. keep.Select(column => row.Values[column.i])]));
        }
        var state = (await Read(connection, "SELECT state, visited FROM flow_instances WHERE is_active ORDER BY started_at DESC LIMIT 1"))[0];
        return new Known(tickets, events, state.Values[0], state.Values[1]);
    }

    private static async Task<List<(string[] Columns, object[] Values)>> Read(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var rows = new List<(string[], object[])>();
        while (await reader.ReadAsync())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add((columns, values));
        }
        return rows;
    }

    private sealed record Known(List<(object Ticket, object Instance, object Task)> Tickets, List<(string Table, string[] Columns, object[] Values)> Events, object State, object Visited);
}
