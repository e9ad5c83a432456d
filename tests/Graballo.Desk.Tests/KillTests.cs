using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Graballo.Desk.Persistence;
using Graballo.Desk.PostgreSql;
using Graballo.Desk.Sqlite;
using Graballo.Desk.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>The real server, killed without warning while it works; what it acknowledged is there once, and the rest agrees.</summary>
public sealed class KillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Tickets = 200;
    private const string Client = "camila.rojas@losboldos.example";
    private const int Senders = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("graballo-kill-").FullName;
    private readonly int _seed = Environment.TickCount;
    private readonly List<ServerProcess> _nodes = [];
    private readonly DbContextOptionsBuilder<DeskDbContext> _database = new();

    // Requests that were sent and not acknowledged: the client sends them again, with the same key.
    private readonly ConcurrentQueue<int> _again = new();
    private readonly ConcurrentDictionary<int, string> _acknowledged = new();
    private int _sent;

    [Fact]
    public async Task Killed_at_fifty_moments_nothing_is_lost_and_nothing_happens_twice()
    {
        SqliteDesk.Use(_database, $"Data Source={_folder}/desk.db");
        await Run("Sqlite", $"Data Source={_folder}/desk.db", nodes: 1, kills: 50);
    }

    /// <summary>GRABALLO_KILLS asks for more of them, as many as one has patience for.</summary>
    [Fact]
    public async Task Two_nodes_on_one_database_killed_in_turn_lose_nothing_and_do_nothing_twice()
    {
        var connection = PostgresServer.Instance.NewDatabase();
        PostgreSqlDesk.Use(_database, connection);
        await Run("PostgreSql", connection, nodes: 2, kills: int.TryParse(Environment.GetEnvironmentVariable("GRABALLO_KILLS"), out var asked) ? asked : 12);
    }

    private async Task Run(string provider, string connection, int nodes, int kills)
    {
        output.WriteLine($"seed {_seed}");
        var random = new Random(_seed);
        for (var i = 0; i < nodes; i++)
        {
            _nodes.Add(Node(provider, connection));
            await _nodes[i].InitializeAsync();
        }
        for (var kill = 0; kill < kills; kill++)
        {
            var clients = await Task.WhenAll(_nodes.Select(node => node.Browser(Client)));
            var killed = false;
            var load = Task.WhenAll(from client in clients from _ in Enumerable.Range(0, Senders) select Task.Run(() => Load(client, () => !Volatile.Read(ref killed))));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(5, 260)));
            var victim = _nodes[random.Next(nodes)];
            await victim.Kill();
            Volatile.Write(ref killed, true);
            await load;
            await victim.InitializeAsync();
        }
        using (var client = await _nodes[0].Browser(Client))
            await Load(client, () => _acknowledged.Count < Tickets || !_again.IsEmpty);
        await Task.Delay(3_000);
        foreach (var node in _nodes)
            await node.Kill();
        await Judge();
    }

    private ServerProcess Node(string provider, string connection) => ServerProcess.In(_folder, new Dictionary<string, string>
    {
        ["Database:Provider"] = provider,
        ["Database:Connection"] = connection,
        ["Desk:AttachmentFolder"] = _folder + "/attachments",
        ["Mail:PickupFolder"] = _folder + "/mail",
        ["Demo:Tickets"] = "0",
        ["Logging:LogLevel__Default"] = "Error",
    });

    // Opens tickets and writes in them, until told to end or the server is gone.
    private async Task Load(HttpClient client, Func<bool> goOn)
    {
        while (goOn())
        {
            if (!_again.TryDequeue(out var i))
                i = Interlocked.Increment(ref _sent);
            try
            {
                using var response = await client.PostAsJsonAsync("/api/tickets", new { topic = "factura-monto", subject = $"Carga {i}", body = "Texto", requestKey = Key(i) });
                if (response.StatusCode != HttpStatusCode.OK)
                    throw new InvalidOperationException($"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                var number = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetString()!;
                _acknowledged[i] = number;
                using var written = await client.PostAsJsonAsync($"/api/portal/tickets/{number}/messages", new { text = "Agrego un dato" });
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException)
            {
                if (!_acknowledged.ContainsKey(i))
                    _again.Enqueue(i);
                return;
            }
        }
    }

    private Guid Key(int i) => new(i, (short)(_seed & 0x7fff), 7, new byte[8]);

    private async Task Judge()
    {
        await using var db = new DeskDbContext(_database.Options);
        var numbers = await db.Tickets.Select(row => row.Number).ToListAsync();
        _acknowledged.Should().HaveCountGreaterThanOrEqualTo(Tickets);
        // Everything was acknowledged in the end: so each request is one ticket, and there is no other.
        numbers.Should().BeEquivalentTo(_acknowledged.Values).And.OnlyHaveUniqueItems();
        (await Consistency.Findings(db)).Should().BeEmpty();
        (await db.Incidents.CountAsync()).Should().Be(0);

        var outbox = await db.Outbox.AsNoTracking().ToListAsync();
        outbox.Select(row => row.Key).Should().OnlyHaveUniqueItems();
        outbox.Count(row => row.Subject.Contains("Recibimos")).Should().Be(numbers.Count);
        // A mail is one file by its key: as many files as mails that left, none twice.
        var files = Directory.GetFiles(Path.Combine(_folder, "mail"), "*.eml");
        files.Length.Should().BeGreaterThanOrEqualTo(outbox.Count(row => row.SentAt is not null)).And.BeLessThanOrEqualTo(outbox.Count);
        output.WriteLine($"{numbers.Count} tickets, {_sent} sent, {_acknowledged.Count} acknowledged, {files.Length} mails of {outbox.Count}");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
