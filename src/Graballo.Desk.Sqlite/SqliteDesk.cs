using System.Data.Common;
using Graballo.Desk.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Graballo.Desk.Sqlite;

/// <summary>
/// The desk on this provider; its migrations are in this assembly. The database is made in WAL mode by the migrations; every
/// commit waits for the disk (SQLite's default, <c>synchronous=FULL</c>) and references are kept (the provider's default).
/// </summary>
public static class SqliteDesk
{
    public static void Use(DbContextOptionsBuilder options, string connection) =>
        options.UseSqlite(connection, provider => provider.MigrationsAssembly(typeof(SqliteDesk).Assembly.GetName().Name))
            .AddInterceptors(Folding.Instance)
            // A table that is made anew switches references off around its transaction: no news for whoever starts the desk.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.NonTransactionalMigrationOperationWarning));

    // The database itself knows the small letters of ASCII only.
    private sealed class Folding : DbConnectionInterceptor
    {
        public static readonly Folding Instance = new();

        public override DbConnection ConnectionCreated(ConnectionCreatedEventData eventData, DbConnection result)
        {
            ((SqliteConnection)result).CreateFunction(Like.FoldFunction, (string? text) => Like.Fold(text), isDeterministic: true);
            return result;
        }
    }
}

/// <summary>For the migration tools; no database is reached.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<DeskDbContext>
{
    public DeskDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<DeskDbContext>();
        SqliteDesk.Use(options, "Data Source=:memory:");
        return new DeskDbContext(options.Options);
    }
}
