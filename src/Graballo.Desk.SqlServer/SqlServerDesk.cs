using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Graballo.Desk.SqlServer;

/// <summary>The desk on this provider; its migrations are in this assembly.</summary>
public static class SqlServerDesk
{
    public static void Use(DbContextOptionsBuilder options, string connection) =>
        options.UseSqlServer(connection, provider => provider.MigrationsAssembly(typeof(SqlServerDesk).Assembly.GetName().Name));
}

/// <summary>For the migration tools; no database is reached.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<DeskDbContext>
{
    public DeskDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<DeskDbContext>();
        SqlServerDesk.Use(options, "Server=localhost;Database=graballo;Encrypt=false");
        return new DeskDbContext(options.Options);
    }
}
