using System.Diagnostics;
using Graballo.Desk;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Sqlite;
using Graballo.Desk.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Journeys;

/// <summary>The real server as a process of its own, with a fresh demonstration.</summary>
public sealed class DeskServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("graballo-journey-").FullName;
    private Process? _process;

    public string Address { get; private set; } = "";

    public string MailFolder => Path.Combine(_folder, "mail");

    public async ValueTask InitializeAsync()
    {
        Address = $"http://localhost:{Ports.Free()}";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Graballo.Server.dll")]) { WorkingDirectory = _folder, RedirectStandardOutput = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["Urls"] = Address,
            ["Desk__PublicUrl"] = Address,
            ["Database__Connection"] = $"Data Source={_folder}/desk.db",
            ["Desk__AttachmentFolder"] = _folder + "/attachments",
            ["Mail__PickupFolder"] = MailFolder,
            ["Demo__Tickets"] = "60",
            ["Logging__LogLevel__Default"] = "Warning",
        })
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Trace.WriteLine(line.Data);
        _process.BeginOutputReadLine();
        using var client = new HttpClient { BaseAddress = new Uri(Address) };
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            try
            {
                if ((await client.GetAsync("/health/ready")).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (!_process.HasExited && waited.Elapsed < TimeSpan.FromMinutes(3))
            {
            }
        }
    }

    /// <summary>Looks something up, to know whom the story is about. Changes nothing.</summary>
    public async Task<List<string[]>> Look(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder}/desk.db;Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column).ToString()!)]);
        return rows;
    }

    /// <summary>Deploys a flow as another node of the same desk would.</summary>
    public async Task Deploy(string xml)
    {
        await using var node = new ServiceCollection().AddLogging()
            .AddGraballoDesk(new DeskSettings { AttachmentFolder = _folder + "/attachments" }, options => SqliteDesk.Use(options, $"Data Source={_folder}/desk.db"))
            .BuildServiceProvider();
        using var scope = node.CreateScope();
        var deployed = await scope.ServiceProvider.GetRequiredService<DeployDefinitionHandler>()
            .Handle(new DeployDefinition(DefinitionKind.Flow, xml, null, null), Actor.System, CancellationToken.None);
        deployed.Refusal.Should().BeNull();
        // The server asks after a second which version is the newest.
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
