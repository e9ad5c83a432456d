using Graballo.Desk;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tests.Hosting;
using Graballo.Server.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Graballo.Benchmarks;

/// <summary>A desk without screens and without jobs, on a database of its own.</summary>
internal static class BenchDesk
{
    public static async Task<ServiceProvider> Start(string provider, string folder, string? connection = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = provider,
            ["Database:Connection"] = connection ?? (provider == "Sqlite" ? $"Data Source={folder}/desk.db" : PostgresServer.Instance.NewDatabase()),
            ["Desk:AttachmentFolder"] = folder + "/attachments",
            ["Demo:Tickets"] = "0",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        services.AddSingleton<IConfiguration>(configuration);
        Wiring.AddDesk(services, configuration);
        services.AddGraballoAccounts();
        var built = services.BuildServiceProvider();
        await built.GetRequiredService<FirstStart>().Prepare(_ => { }, CancellationToken.None);
        // As many tickets as a measurement makes find somebody: who waits is another question.
        await using var db = await built.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        await db.Agents.ExecuteUpdateAsync(row => row.SetProperty(agent => agent.Capacity, 1_000_000));
        return built;
    }
}
