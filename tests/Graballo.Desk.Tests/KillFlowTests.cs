using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Graballo.Desk.Flows;
using Graballo.Desk.Operations;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tests.Hosting;
using Graballo.Server.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static Graballo.Desk.Tests.Hosting.SmallFlow;

namespace Graballo.Desk.Tests;

/// <summary>
/// Two nodes killed in turn while flows call other flows, wait for timers, speak to an external system, send each other messages and are
/// moved to new versions: each of these happens, and once.
/// </summary>
public sealed class KillFlowTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int KillsAVersion = 4;
    private const string Lifecycle = "ticket-lifecycle";
    private static readonly CancellationToken Ct = CancellationToken.None;

    private readonly string _folder = Directory.CreateTempSubdirectory("graballo-kill-").FullName;
    private readonly int _seed = Environment.TickCount;
    private readonly FarSide _far = new() { Answer = _ => FarSide.Json("""{"folio": 1}""") };
    private readonly List<ServerProcess> _nodes = [];
    private readonly ConcurrentDictionary<int, string> _opened = new();
    private readonly ConcurrentDictionary<string, bool> _completed = new();
    private readonly ConcurrentQueue<int> _again = new();
    private int _sent;
    private int _version = 2;

    /// <summary>GRABALLO_KILLS asks for more of them, as many as one has patience for.</summary>
    [Fact]
    public async Task Killed_in_turn_two_nodes_lose_no_timer_call_message_task_or_migration_and_do_none_twice()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("GRABALLO_KILLS"), out var asked) ? asked : 8;
        output.WriteLine($"seed {_seed}");
        var random = new Random(_seed);
        var connection = PostgresServer.Instance.NewDatabase();
        for (var i = 0; i < 2; i++)
        {
            _nodes.Add(Node(connection));
            await _nodes[i].InitializeAsync();
        }
        await using var desk = Desk(connection);
        await Deploy(desk, Called());
        _version = await Deploy(desk, Drawn(_version));
        for (var kill = 1; kill <= kills; kill++)
        {
            await Round(random);
            if (kill % KillsAVersion == 0)
                await Migrate(desk);
        }
        using (var client = await _nodes[0].Browser("camila.rojas@losboldos.example"))
        {
            while (_again.TryDequeue(out var i))
                await Open(client, i);
        }
        await Quiet(desk);
        foreach (var node in _nodes)
            await node.Kill();
        await Judge(desk);
    }

    private async Task Round(Random random)
    {
        var clients = await Task.WhenAll(_nodes.Select(node => node.Browser("camila.rojas@losboldos.example")));
        var staff = await Task.WhenAll(_nodes.Select(node => node.Browser("marcela.vergara@cordillera.example")));
        var killed = false;
        var load = Task.WhenAll(
            clients.Select(client => Task.Run(() => Until(() => Open(client, _again.TryDequeue(out var i) ? i : Interlocked.Increment(ref _sent)), () => Volatile.Read(ref killed))))
                .Concat(staff.Select((person, i) => Task.Run(() => Until(() => Complete(person, new Random(_seed + i)), () => Volatile.Read(ref killed))))));
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(5, 1_500)));
        var victim = _nodes[random.Next(_nodes.Count)];
        await victim.Kill();
        Volatile.Write(ref killed, true);
        await load;
        await victim.InitializeAsync();
        foreach (var browser in clients.Concat(staff))
            browser.Dispose();
    }

    private static async Task Until(Func<Task> act, Func<bool> over)
    {
        while (!over())
        {
            try
            {
                await act();
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException)
            {
                return;
            }
        }
    }

    private async Task Open(HttpClient client, int i)
    {
        try
        {
            using var response = await client.PostAsJsonAsync("/api/tickets", new { topic = "factura-monto", subject = $"Carga {i}", body = "Texto", requestKey = new Guid(i, 1, 7, new byte[8]) });
            response.StatusCode.Should().Be(HttpStatusCode.OK);
            _opened[i] = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetString()!;
        }
        finally
        {
            if (!_opened.ContainsKey(i))
                _again.Enqueue(i);
        }
        await Task.Delay(40);
    }

    // Sent again until it is acknowledged, each time under the same key.
    private async Task Complete(HttpClient person, Random random)
    {
        await Task.Delay(20);
        var open = _opened.Values.Where(number => !_completed.ContainsKey(number)).ToList();
        if (open.Count == 0)
            return;
        var number = open[random.Next(open.Count)];
        var ticket = await person.GetFromJsonAsync<JsonElement>($"/api/tickets/{number}");
        foreach (var task in ticket.GetProperty("tasks").EnumerateArray().Where(task => task.GetProperty("status").GetString() == "open"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/tickets/{number}/tasks/{task.GetProperty("id").GetString()}/complete") { Content = JsonContent.Create(new { }) };
            request.Headers.Add("Idempotency-Key", task.GetProperty("id").GetString());
            using var response = await person.SendAsync(request);
            response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
            _completed[number] = true;
        }
    }

    private async Task Migrate(ServiceProvider desk)
    {
        var from = _version;
        _version = await Deploy(desk, Drawn(from + 1));
        await Task.Delay(1_100);
        using var scope = desk.CreateScope();
        for (var at = 2; at <= from; at++)
        {
            var plan = await scope.ServiceProvider.GetRequiredService<PlanMigrationHandler>().Handle(new PlanMigration(Lifecycle, at, _version), Actor.System, Ct);
            if (plan.Value is not { Running: > 0 })
                continue;
            var mapping = plan.Value.Elements.ToDictionary(each => each.Element.Id, each => each.Proposed ?? $"work{_version}");
            var started = await scope.ServiceProvider.GetRequiredService<StartMigrationHandler>().Handle(new StartMigration(Lifecycle, at, _version, mapping, "Prueba"), Actor.System, Ct);
            // One at a time: what stays behind now goes with a later one.
            (started.Refusal?.Code ?? "migration-running").Should().Be("migration-running");
            if (started.Ok)
                return;
        }
    }

    // Until nothing moves by itself any more.
    private static async Task Quiet(ServiceProvider desk)
    {
        for (var waited = 0; waited < 480; waited++)
        {
            await using var db = await desk.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
            if (!await db.Timers.AnyAsync(row => row.Kind == TimerKind.Flow || row.Kind == TimerKind.Delivery)
                && !await db.ServiceCalls.AnyAsync(row => row.NextAttemptAt != null)
                && !await db.MigrationRuns.AnyAsync(row => row.Status == MigrationStatus.Running))
                return;
            await Task.Delay(500);
        }
    }

    private async Task Judge(ServiceProvider desk)
    {
        await using var db = await desk.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        var tickets = await db.Tickets.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Number);
        tickets.Values.Should().BeEquivalentTo(_opened.Values, "each request is one ticket, and there is no other");
        (await Consistency.Findings(db)).Should().BeEmpty();
        (await db.Incidents.Select(row => row.Error).ToListAsync()).Should().BeEmpty();
        (await db.MigrationRuns.Select(row => row.Status).Distinct().ToListAsync()).Should().BeSubsetOf([MigrationStatus.Done]);
        (await db.StuckInstances.Select(row => row.Reason).ToListAsync()).Should().BeEmpty();

        // The called flow ran once for each ticket; its call to the external system has one key, however often it was made.
        (await db.ServiceCalls.Select(row => row.TicketId).ToListAsync()).Should().BeEquivalentTo(tickets.Keys);
        var keys = _far.Arrived.GroupBy(arrived => JsonDocument.Parse(arrived.Body).RootElement.GetProperty("ticket").GetString()!).ToDictionary(
            calls => calls.Key, calls => calls.Select(call => call.Headers["Idempotency-Key"]).Distinct().Count());
        keys.Keys.Should().BeEquivalentTo(tickets.Values);
        keys.Values.Should().OnlyContain(count => count == 1);

        // The message came once, after the call: so there is one task for each ticket, and those acknowledged are done.
        var tasks = await db.HumanTasks.AsNoTracking().ToListAsync();
        tasks.Select(row => row.TicketId).Should().BeEquivalentTo(tickets.Keys);
        tasks.Where(row => row.Status == HumanTaskStatus.Completed).Select(row => tickets[row.TicketId]).Should().Contain(_completed.Keys);
        output.WriteLine($"{tickets.Count} tickets, {_completed.Count} completed, {_far.Arrived.Count} calls for {keys.Count} keys, {_version} versions, "
            + $"{await db.MigrationRuns.SumAsync(row => row.Moved)} moves in {await db.MigrationRuns.CountAsync()} migrations");
    }

    // The ticket's flow: calls another one and waits for its message, then for a person. Each version has another name for the last task.
    private static string Drawn(int version) => Xml(
        $"""
         <bpmn:parallelGateway id="both"/>
         <bpmn:callActivity id="call" calledElement="cobro"/>
         <bpmn:intermediateCatchEvent id="paid"><bpmn:messageEventDefinition messageRef="m" graballo:correlationKey="=ticket.number"/></bpmn:intermediateCatchEvent>
         <bpmn:parallelGateway id="joined"/>
         {Path("both", "call", "joined")}{Path("both", "paid", "joined")}
         """, "both", "joined").Replace("\"work\"", $"\"work{version}\"", StringComparison.Ordinal).Replace("<bpmn:process", Message, StringComparison.Ordinal);

    private static string Called() => Xml(
        $"""
         <bpmn:intermediateCatchEvent id="later"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
         HOOK
         <bpmn:intermediateThrowEvent id="tell"><bpmn:messageEventDefinition messageRef="m" graballo:correlationKey="=ticket.number"/></bpmn:intermediateThrowEvent>
         {Path("later", "hook", "tell", "end")}
         """, "later", "later", "cobro")
        .Replace("<bpmn:serviceTask id=\"assign\" graballo:serviceType=\"assign\"/>", "<bpmn:manualTask id=\"assign\"/>", StringComparison.Ordinal)
        .Replace("<bpmn:userTask id=\"work\" name=\"Atender\"/>", "", StringComparison.Ordinal)
        .Replace(Path("later", "work", "end"), "", StringComparison.Ordinal)
        .Replace("<bpmn:process", Message, StringComparison.Ordinal);

    private const string Message = "<bpmn:message id=\"m\" name=\"pago\"/><bpmn:process";

    private async Task<int> Deploy(ServiceProvider desk, string xml)
    {
        using var scope = desk.CreateScope();
        xml = xml.Replace("HOOK", ServiceCallTests.Webhook(_far, "", ("ticket", "ticket.number")), StringComparison.Ordinal);
        var deployed = await scope.ServiceProvider.GetRequiredService<DeployDefinitionHandler>().Handle(new DeployDefinition(DefinitionKind.Flow, xml, null, null), Actor.System, Ct);
        deployed.Refusal.Should().BeNull();
        return deployed.Value!.Version;
    }

    // Deploys, migrates and looks; works on nothing itself.
    private static ServiceProvider Desk(string connection)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Database:Provider"] = "PostgreSql", ["Database:Connection"] = connection }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(TimeProvider.System);
        Wiring.AddDesk(services, configuration);
        services.AddGraballoAccounts();
        return services.BuildServiceProvider();
    }

    private ServerProcess Node(string connection) => ServerProcess.In(_folder, new Dictionary<string, string>
    {
        ["Database:Provider"] = "PostgreSql",
        ["Database:Connection"] = connection,
        ["Web:SigningSecret"] = "a secret of at least thirty-two characters",
        ["Web:InsideHosts:0"] = $"localhost:{_far.Port}",
        ["Demo:Tickets"] = "0",
        ["Logging:LogLevel:Default"] = "Error",
    });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _far.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
