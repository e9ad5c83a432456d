using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Graballo.Desk.Persistence;
using Graballo.Desk.Sqlite;
using Graballo.Desk.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>The real server, killed without warning while it works; what it acknowledged is there once, and the rest agrees.</summary>
public sealed partial class KillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Tickets = 200;
    private const int Kills = 50;
    private const int Senders = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("graballo-kill-").FullName;
    private readonly int _seed = Environment.TickCount;
    private Process? _server;
    private string _address = "";

    // Requests that were sent and not acknowledged: the client sends them again, with the same key.
    private readonly ConcurrentQueue<int> _again = new();
    private readonly ConcurrentDictionary<int, string> _acknowledged = new();
    private int _sent;

    [Fact]
    public async Task Killed_at_fifty_moments_nothing_is_lost_and_nothing_happens_twice()
    {
        output.WriteLine($"seed {_seed}");
        var random = new Random(_seed);
        await Start();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var client = await SignIn();
            var load = Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(() => Load(client, () => true))));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(5, 260)));
            _server!.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync();
            await load;
            await Start();
        }
        using (var client = await SignIn())
            await Load(client, () => _acknowledged.Count < Tickets || !_again.IsEmpty);
        await Task.Delay(3_000);
        await Stop();
        await Judge();
    }

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
        var options = new DbContextOptionsBuilder<DeskDbContext>();
        SqliteDesk.Use(options, $"Data Source={_folder}/desk.db");
        await using var db = new DeskDbContext(options.Options);
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

    private async Task Start()
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            _address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        }
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Graballo.Server.dll")]) { WorkingDirectory = _folder };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["Urls"] = _address,
            ["Database__Connection"] = $"Data Source={_folder}/desk.db",
            ["Desk__AttachmentFolder"] = _folder + "/attachments",
            ["Mail__PickupFolder"] = _folder + "/mail",
            ["Demo__Tickets"] = "0",
            ["Logging__LogLevel__Default"] = "Error",
        })
            start.Environment[name] = value;
        start.RedirectStandardOutput = true;
        _server = Process.Start(start)!;
        _server.OutputDataReceived += (_, _) => { };
        _server.BeginOutputReadLine();
        using var client = new HttpClient { BaseAddress = new Uri(_address), Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                if ((await client.GetAsync("/health/ready")).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (!_server.HasExited && waited.Elapsed < TimeSpan.FromSeconds(120))
            {
            }
        }
    }

    private async Task<HttpClient> SignIn()
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_address), Timeout = TimeSpan.FromSeconds(30) };
        var page = await client.GetStringAsync("/sign-in");
        var token = Token().Match(page).Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["user"] = "camila.rojas@losboldos.example",
            ["password"] = Demo.DemoOrganisation.Password,
            ["__RequestVerificationToken"] = token,
        });
        using var response = await client.PostAsync("/sign-in", form);
        response.Headers.Location!.OriginalString.Should().NotContain("error");
        return client;
    }

    private async Task Stop()
    {
        if (_server is { HasExited: false })
        {
            _server.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync();
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
