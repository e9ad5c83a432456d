using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>Tells "somebody was quicker" from a real failure.</summary>
internal static class Conflicts
{
    // SQLSTATE: serialization failure, deadlock, unique violation. SQL Server: deadlock victim and the two unique violations.
    private static readonly HashSet<string> States = ["40001", "40P01", "23505"];

    public static bool IsConflict(Exception error) => error switch
    {
        DbUpdateConcurrencyException => true,
        DbUpdateException { InnerException: { } inner } => IsConflict(inner),
        DbException { SqlState: { } state } when States.Contains(state) => true,
        DbException database => database.GetType().Name switch
        {
            "SqliteException" => database.ErrorCode is 5 or 6 || database.Message.Contains("UNIQUE constraint", StringComparison.Ordinal)
                || database.Message.Contains("database is locked", StringComparison.Ordinal),
            "SqlException" => database.Message.Contains("deadlock", StringComparison.OrdinalIgnoreCase)
                || database.Message.Contains("duplicate key", StringComparison.OrdinalIgnoreCase),
            _ => false,
        },
        // What a provider tells of a failure that may not come again.
        InvalidOperationException { InnerException: { } inner and (DbException or DbUpdateException) } => IsConflict(inner),
        _ => false,
    };
}
