using System.Diagnostics;
using System.Text;
using Graballo.Desk;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Benchmarks;

/// <summary>
/// Steps a second of the engine alone, and durable ones: a task completed, the next opened, the state, the history and the ticket written
/// and committed. Beside these, in the same run and database, the same writes by plain ADO.NET. Then what an instance weighs, and whether a
/// step costs more among a million instances than among a thousand.
/// </summary>
internal static class Engine
{
    private const int Tasks = 10;
    private const double PureAim = 500_000;
    private const double Aim = 0.6;
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static async Task Run()
    {
        Pure();
        await Durable("Sqlite", senders: 4, tickets: 200);
        await Durable("PostgreSql", senders: 12, tickets: 400);
    }

    private static void Pure()
    {
        var straight = Flow.Compile(Process("straight", "scriptTask", "scriptFormat=\"feel\" graballo:resultVariable=\"n\"", "<script>n + 1</script>")).Flow!;
        var start = FeelContext.Empty.With("n", (FeelNumber)0);
        var ended = FlowEngine.Start(straight, start, FlowServices.None, Now);
        if (ended.State.Status != FlowStatus.Completed)
            throw new InvalidOperationException("The straight flow does not end.");
        var (instances, bytes) = Measuring.Measure(() => FlowEngine.Start(straight, start, FlowServices.None, Now));
        Tell($"pure-ten-activities {instances:0} instances/s");
        Tell($"pure-element {instances * (Tasks + 2):0} elements/s{Measuring.Aim(instances * (Tasks + 2), PureAim)}");
        Tell($"pure-element-memory {bytes / (Tasks + 2)} bytes/element");

        var waiting = Flow.Compile(Process("waiting", "userTask", "", "")).Flow!;
        var states = States(waiting, start);
        var at = 0;
        var (steps, each) = Measuring.Measure(() =>
        {
            var (state, task) = states[at++ % states.Count];
            return FlowEngine.Advance(waiting, state, new TaskCompleted(task, FeelContext.Empty), FlowServices.None, Now);
        });
        Tell($"pure-step {steps:0} steps/s{Measuring.Aim(steps, PureAim)}");
        Tell($"pure-step-memory {each} bytes/step");
        var text = states[Tasks / 2].State.ToJson();
        Tell($"state-read-and-write {Measuring.Measure(() => FlowState.FromJson(text).ToJson()).Rate:0} states/s");
    }

    // The instance as it waits at each of its tasks.
    private static List<(FlowState State, string Task)> States(Flow flow, FeelContext variables)
    {
        var found = new List<(FlowState, string)>();
        for (var step = FlowEngine.Start(flow, variables, FlowServices.None, Now); step.State.Status == FlowStatus.Active;)
        {
            var task = step.Effects.OfType<TaskOpened>().Single().TaskId;
            found.Add((step.State, task));
            step = FlowEngine.Advance(flow, step.State, new TaskCompleted(task, FeelContext.Empty), FlowServices.None, Now);
        }
        return found;
    }

    private static async Task Durable(string provider, int senders, int tickets)
    {
        var name = provider.ToLowerInvariant();
        var folder = Directory.CreateTempSubdirectory("graballo-bench-").FullName;
        await using var services = await BenchDesk.Start(provider, folder);
        var owner = await Owner(services);
        await Deploy(services, owner);
        await Open(services, tickets / 2);
        await Complete(services, owner, senders, Tasks);
        await Open(services, tickets);
        var (ours, done) = await Complete(services, owner, senders, Tasks - 1);
        var plain = await PlainSteps.Write(services, provider == "Sqlite" ? 1 : senders, done);
        Tell($"{name}-plain {plain:0} steps/s");
        Tell($"{name} {ours:0} steps/s ratio {ours / plain:0.00} of plain ADO.NET aim {Aim:0.00} {(ours / plain >= Aim ? "reached" : "MISSED")}");
        if (provider == "Sqlite")
            await Weight(services, owner);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<Actor> Owner(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        var agent = await db.Agents.OrderBy(row => row.Id).FirstAsync();
        return new Actor(agent.Id, agent.Name, new HashSet<string> { Role.ProcessOwner, Role.Administrator, Role.Supervisor }, agent.Id);
    }

    private static async Task Weight(IServiceProvider services, Actor owner)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        var state = await db.FlowInstances.Where(row => row.IsActive).AverageAsync(row => row.State.Length + row.Visited.Length);
        Tell($"instance-state {state:0} bytes");
        var before = await Size(db);
        await Open(services, 500);
        await Complete(services, owner, 4, Tasks);
        Tell($"ticket-with-history {(await Size(db) - before) / 500.0 / 1024:0.0} KB");
        foreach (var stored in new[] { 1_000, 1_000_000 })
        {
            await Crowd.Fill(db, stored);
            await Open(services, 200);
            var (rate, _) = await Complete(services, owner, 4, Tasks - 1);
            Tell($"sqlite-among-{stored} {rate:0} steps/s");
        }
    }

    private static async Task<long> Size(DeskDbContext db)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task Deploy(IServiceProvider services, Actor owner)
    {
        using var scope = services.CreateScope();
        var deployed = await scope.ServiceProvider.GetRequiredService<DeployDefinitionHandler>().Handle(
            new DeployDefinition(DefinitionKind.Flow, Process("ticket-lifecycle", "userTask", "", ""), null, null), owner, CancellationToken.None);
        if (!deployed.Ok)
            throw new InvalidOperationException(deployed.Refusal.Text());
        await Task.Delay(1_100);
    }

    private static async Task Open(IServiceProvider services, int tickets)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        var contacts = await db.Contacts.Select(row => new { row.Id, row.FirstName, row.CompanyId }).ToListAsync();
        using var scope = services.CreateScope();
        for (var i = 0; i < tickets; i++)
        {
            var contact = contacts[i % contacts.Count];
            var client = new Actor(contact.Id, contact.FirstName, new HashSet<string> { Role.Client }, null, contact.Id, contact.CompanyId);
            var opened = await scope.ServiceProvider.GetRequiredService<OpenTicketHandler>().Handle(
                new OpenTicket("factura-monto", "Medida", "Texto", Channel.Web), client, CancellationToken.None);
            if (!opened.Ok)
                throw new InvalidOperationException(opened.Refusal.Text());
        }
    }

    /// <summary>Completes the open task of every ticket, round after round. Steps a second, and how many.</summary>
    private static async Task<(double Rate, int Steps)> Complete(IServiceProvider services, Actor owner, int senders, int rounds)
    {
        var (steps, time) = (0, TimeSpan.Zero);
        for (var round = 0; round < rounds; round++)
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
            var open = await (from task in db.HumanTasks
                              join ticket in db.Tickets on task.TicketId equals ticket.Id
                              where task.Status == HumanTaskStatus.Open && !EF.Functions.Like(ticket.Number, "9%")
                              select new { ticket.Number, task.Id }).ToListAsync();
            var watch = Stopwatch.StartNew();
            await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = senders }, async (task, ct) =>
            {
                using var scope = services.CreateScope();
                var done = await scope.ServiceProvider.GetRequiredService<CompleteTaskHandler>().Handle(
                    new CompleteTask(task.Number, task.Id, new Dictionary<string, string>()), owner, ct);
                if (!done.Ok)
                    throw new InvalidOperationException(done.Refusal.Text());
            });
            time += watch.Elapsed;
            steps += open.Count;
        }
        return (steps / time.TotalSeconds, steps);
    }

    private static string Process(string id, string task, string attributes, string body)
    {
        var xml = new StringBuilder($"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:graballo="urn:graballo:bpmn" id="d" targetNamespace="urn:bench" expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">
            <process id="{id}" name="{id}" isExecutable="true"><startEvent id="start" name="Inicio"/><endEvent id="end" name="Fin"/>
            """);
        for (var i = 0; i < Tasks; i++)
            xml.Append($"<{task} id=\"t{i}\" name=\"Tarea {i}\" {attributes}>{body}</{task}>");
        for (var i = 0; i <= Tasks; i++)
            xml.Append($"<sequenceFlow id=\"f{i}\" sourceRef=\"{(i == 0 ? "start" : $"t{i - 1}")}\" targetRef=\"{(i == Tasks ? "end" : $"t{i}")}\"/>");
        return xml.Append("</process></definitions>").ToString();
    }

    private static void Tell(FormattableString line) => Console.WriteLine("bench engine " + FormattableString.Invariant(line));
}
