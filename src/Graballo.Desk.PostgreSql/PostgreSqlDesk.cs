using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Graballo.Desk.PostgreSql;

/// <summary>The desk on this provider; its migrations are in this assembly.</summary>
public static class PostgreSqlDesk
{
    public static void Use(DbContextOptionsBuilder options, string connection) =>
        options.UseNpgsql(connection, provider => provider.MigrationsAssembly(typeof(PostgreSqlDesk).Assembly.GetName().Name));
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
