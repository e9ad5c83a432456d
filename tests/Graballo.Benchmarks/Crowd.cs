using System.Globalization;
using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Benchmarks;

/// <summary>Fills the embedded database with copies of one running ticket, its instance, its task and its clocks.</summary>
internal static class Crowd
{
    private static readonly string[] Tables = ["tickets", "flow_instances", "human_tasks", "timers"];

    /// <summary>Adds copies until there are this many of them.</summary>
    public static async Task Fill(DeskDbContext db, int wanted)
    {
        await db.Database.OpenConnectionAsync();
        var there = await db.Tickets.CountAsync(row => EF.Functions.Like(row.Number, "9%"));
        var model = await db.HumanTasks.Where(row => row.Status == HumanTaskStatus.Open).OrderByDescending(row => row.Id).Select(row => row.TicketId).FirstOrDefaultAsync();
        if (model == default)
            model = await db.Tickets.OrderByDescending(row => row.Id).Select(row => row.Id).FirstAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var table in Tables)
        {
            var columns = await Columns(db, table);
            var values = columns.Select(name => (table, name) switch
            {
                (_, "id") or (_, "ticket_id") or (_, "instance_id") => $"printf('%08X', n) || substr(\"{name}\", 9)",
                ("tickets", "number") => "'9' || printf('%08d', n)",
                (_, "request_key") => "NULL",
                _ => $"\"{name}\"",
            });
            var key = table == "tickets" ? "id" : "ticket_id";
            var sql = $"""
                WITH RECURSIVE copies(n) AS (SELECT {there + 1} UNION ALL SELECT n + 1 FROM copies WHERE n < {wanted})
                INSERT INTO {table} ({string.Join(", ", columns.Select(name => $"\"{name}\""))})
                SELECT {string.Join(", ", values)} FROM copies, {table} WHERE {table}.{key} = '{model.ToString().ToUpper(CultureInfo.InvariantCulture)}'
                """;
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            command.CommandTimeout = 600;
            await command.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }

    private static async Task<string[]> Columns(DeskDbContext db, string table)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT * FROM {table} WHERE 1 = 0";
        await using var reader = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }
}
