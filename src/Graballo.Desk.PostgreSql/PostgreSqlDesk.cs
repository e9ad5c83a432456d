using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace Graballo.Desk.PostgreSql;

/// <summary>The desk on this provider; its migrations are in this assembly.</summary>
public static class PostgreSqlDesk
{
    // A step says the same few dozen statements each time: the server plans them once a connection, unless the connection string says how many.
    private const int Prepared = 200;

    public static void Use(DbContextOptionsBuilder options, string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        if (parts.MaxAutoPrepare == 0)
            parts.MaxAutoPrepare = Prepared;
        options.UseNpgsql(parts.ConnectionString, provider => provider.MigrationsAssembly(typeof(PostgreSqlDesk).Assembly.GetName().Name));
    }
}

/// <summary>For the migration tools; no database is reached.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<DeskDbContext>
{
    public DeskDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<DeskDbContext>();
        PostgreSqlDesk.Use(options, "Host=localhost;Database=graballo");
        return new DeskDbContext(options.Options);
    }
}
