using Graballo.Desk.Flows;
using Graballo.Desk.Jobs;
using Graballo.Desk.Operations;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;
using static Graballo.Desk.Tests.Hosting.SmallFlow;

namespace Graballo.Desk.Tests;

public sealed class OperationTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private const string TwoTasks = "<bpmn:userTask id=\"check\" name=\"Revisar\"/>";

    [Fact]
    public async Task A_skipped_step_is_left_out_with_its_reason_in_the_history()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Deploy(Xml(Service("hook", "webhook", "", ("url", "\"nonsense\"")), "hook", "hook"));
        var number = await desk.Open();
        var incident = await ServiceCallTests.Incident(desk, number);
        var verb = desk.Get<SkipIncidentHandler>();
        (await verb.Handle(new Graballo.Desk.Flows.SkipIncident(number, incident.Id, "porque sí"), await desk.Who("valentina.soto@cordillera.example"), Ct)).Refusal!.Code.Should().Be("forbidden");
        var supervisor = await desk.Who("marcela.vergara@cordillera.example");
        (await verb.Handle(new Graballo.Desk.Flows.SkipIncident(number, incident.Id, " "), supervisor, Ct)).Refusal!.Code.Should().Be("required");
        await StoryTests.Ok(verb.Handle(new Graballo.Desk.Flows.SkipIncident(number, incident.Id, "El sistema externo ya no existe"), supervisor, Ct));
        (await ServiceCallTests.Waiting(desk, number)).Should().Be((null, "Atender"));
        (await verb.Handle(new Graballo.Desk.Flows.SkipIncident(number, incident.Id, "otra vez"), supervisor, Ct)).Refusal!.Code.Should().Be("incident-gone");
        await using var db = desk.Database();
        (await db.TicketEvents.SingleAsync(row => row.Type == EventType.IncidentSkipped)).Data.Should().Contain("ya no existe");
    }

    [Fact]
    public async Task All_incidents_of_an_element_are_tried_again_at_once()
    {
        await using var far = new FarSide();
        await using var desk = await DeskHost.Start(DeskHost.Sqlite, new Dictionary<string, string?> { ["Web:InsideHosts:0"] = "localhost" });
        await desk.Deploy(Xml(ServiceCallTests.Webhook(far, "graballo:retries=\"0\""), "hook", "hook"));
        for (var count = 0; count < 3; count++)
            await desk.Open();
        await desk.CallOut();
        var verb = desk.Get<RetryIncidentsHandler>();
        (await verb.Handle(new RetryIncidents("ticket-lifecycle", null, "assign"), Actor.System, Ct)).Value.Should().Be(new RetriedIncidents(0, 0));
        (await verb.Handle(new RetryIncidents("ticket-lifecycle", null, "hook"), Actor.System, Ct)).Value.Should().Be(new RetriedIncidents(3, 0));
        (await verb.Handle(new RetryIncidents("ticket-lifecycle"), await desk.Who("valentina.soto@cordillera.example"), Ct)).Refusal!.Code.Should().Be("forbidden");
        await using var db = desk.Database();
        (await db.ServiceCalls.CountAsync(row => row.Status == ServiceCallStatus.Waiting)).Should().Be(3);
    }

    [Theory]
    [InlineData(DeskHost.Sqlite)]
    [InlineData(DeskHost.PostgreSql)]
    public async Task A_healthy_desk_has_nothing_to_mend_and_a_broken_one_is_mended(string provider)
    {
        await using var far = new FarSide { Answer = _ => FarSide.Json("{}", 500) };
        await using var desk = await ServiceCallTests.Desk(far, provider);
        var plain = await desk.Open();
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(await desk.Open(), "Hola", true), await desk.Responsible(plain), Ct));
        await StoryTests.Resolved(desk);
        await desk.Deploy(Xml(ServiceCallTests.Webhook(far, "") + Wait, "hook", "caught"));
        var calling = await desk.Open();
        await desk.Deploy(Xml(Service("hook", "webhook", "", ("url", "\"nonsense\"")) + Wait, "hook", "caught"));
        var failing = await desk.Open();
        (await Reconcile(desk)).Findings.Should().Be(0);

        foreach (var (name, break_) in Breaks)
        {
            await using (var db = desk.Database())
                (await break_(db)).Should().BeGreaterThan(0, name);
            var found = await Reconcile(desk);
            found.Findings.Should().BeGreaterThan(0, name);
            found.Open.Should().Be(0, "{0}: {1}", name, string.Join("; ", found.Report));
            await using (var db = desk.Database())
                (await Consistency.Findings(db)).Should().BeEmpty(name);
            (await Reconcile(desk)).Findings.Should().Be(0, "{0} is mended", name);
        }
        await using var after = desk.Database();
        (await after.TicketEvents.AnyAsync(row => row.Type == EventType.FlowMended)).Should().BeTrue();
        (await ServiceCallTests.Incident(desk, failing)).Error.Should().Contain("nonsense");
        await desk.CallOut();
        far.Arrived.Should().NotBeEmpty("the call that was lost is made");
        calling.Should().NotBeEmpty();
    }

    private const string Wait = "<bpmn:intermediateCatchEvent id=\"caught\"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
        + "<bpmn:sequenceFlow id=\"h-c\" sourceRef=\"hook\" targetRef=\"caught\"/>";

    private static readonly (string, Func<DeskDbContext, Task<int>>)[] Breaks =
    [
        ("tasks deleted", db => db.HumanTasks.Where(row => row.Status == HumanTaskStatus.Open).ExecuteDeleteAsync()),
        ("tasks ended", db => db.HumanTasks.Where(row => row.Status == HumanTaskStatus.Open).ExecuteUpdateAsync(row => row.SetProperty(r => r.Status, HumanTaskStatus.Completed))),
        ("tasks opened again", db => db.HumanTasks.Where(row => row.Status == HumanTaskStatus.Completed).ExecuteUpdateAsync(row => row.SetProperty(r => r.Status, HumanTaskStatus.Open))),
        ("tasks elsewhere", db => db.HumanTasks.Where(row => row.Status == HumanTaskStatus.Open).ExecuteUpdateAsync(row => row.SetProperty(r => r.ElementId, "nowhere"))),
        ("all timers deleted", db => db.Timers.ExecuteDeleteAsync()),
        ("timers too late", db => db.Timers.ExecuteUpdateAsync(row => row.SetProperty(r => r.DueAt, DeskHost.Morning.AddYears(1)))),
        ("subscriptions deleted", db => db.Subscriptions.ExecuteDeleteAsync()),
        ("subscriptions renamed", db => db.Subscriptions.ExecuteUpdateAsync(row => row.SetProperty(r => r.Name, "other"))),
        ("timers doubled", async db =>
        {
            db.Timers.AddRange((await db.Timers.AsNoTracking().ToListAsync()).Select(row => { row.Id = Guid.CreateVersion7(DeskHost.Morning); return row; }));
            return await db.SaveChangesAsync();
        }),
        ("timers of nothing", async db =>
        {
            db.Timers.AddRange((await db.Timers.AsNoTracking().ToListAsync()).Select(row => { row.Id = Guid.CreateVersion7(DeskHost.Morning); row.TimerKey = "t999"; row.InstanceId = Guid.CreateVersion7(DeskHost.Morning); row.Kind = TimerKind.Flow; return row; }));
            return await db.SaveChangesAsync();
        }),
        ("calls deleted", db => db.ServiceCalls.ExecuteDeleteAsync()),
        ("calls ended", db => db.ServiceCalls.ExecuteUpdateAsync(row => row.SetProperty(r => r.Status, ServiceCallStatus.Done).SetProperty(r => r.NextAttemptAt, (DateTimeOffset?)null))),
        ("incidents deleted", db => db.Incidents.ExecuteDeleteAsync()),
        ("incidents resolved", db => db.Incidents.ExecuteUpdateAsync(row => row.SetProperty(r => r.ResolvedAt, DeskHost.Morning))),
        ("flows said to be over", db => db.FlowInstances.ExecuteUpdateAsync(row => row.SetProperty(r => r.IsActive, false))),
    ];

    [Fact]
    public async Task What_cannot_be_mended_is_told()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Open();
        await using (var db = desk.Database())
            await db.FlowInstances.ExecuteUpdateAsync(row => row.SetProperty(r => r.State, "{}"));
        var found = await Reconcile(desk);
        found.Open.Should().Be(1);
        found.Report.Should().Contain(line => line.Contains("unreadable"));
    }

    [Fact]
    public async Task A_token_is_moved_into_a_later_stage_by_hand_and_what_makes_no_sense_is_refused()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        var owner = await desk.Who("ximena.cortes@cordillera.example");
        var (instance, state) = await Instance(desk, number);
        var inner = state.Standing[^1];
        var verb = desk.Get<MoveTokenHandler>();
        Graballo.Desk.Operations.MoveToken Move(TokenMove kind, string? token, string? element, string reason = "Ya se habló con el cliente") => new(number, instance, kind, token, element, reason);
        (await verb.Handle(Move(TokenMove.Move, inner.Id, "service"), await desk.Who("marcela.vergara@cordillera.example"), Ct)).Refusal!.Code.Should().Be("forbidden");
        (await verb.Handle(Move(TokenMove.Move, inner.Id, "service", ""), owner, Ct)).Refusal!.Code.Should().Be("required");
        (await verb.Handle(Move(TokenMove.Move, inner.Id, "no-such"), owner, Ct)).Refusal!.Code.Should().Be("move-apart");
        (await verb.Handle(Move(TokenMove.Move, "999", "service"), owner, Ct)).Refusal!.Code.Should().Be("move-gone");
        (await verb.Handle(Move(TokenMove.Cancel, inner.Id, null), owner, Ct)).Refusal!.Code.Should().Be("move-last");
        (await verb.Handle(Move(TokenMove.Move, null, null), owner, Ct)).Refusal!.Code.Should().Be("move-incomplete");

        var before = await desk.Ticket(number);
        var resolve = await ElementWith(desk, "resolve");
        await StoryTests.Ok(verb.Handle(Move(TokenMove.Move, inner.Id, resolve), owner, Ct));
        var after = await desk.Ticket(number);
        before.Stage.Should().NotBe(Stage.Service);
        after.Stage.Should().Be(Stage.Service);
        await using var db = desk.Database();
        (await Consistency.Findings(db)).Should().BeEmpty();
        (await db.TicketEvents.SingleAsync(row => row.Type == EventType.TokenMoved)).Data.Should().Contain("Ya se habl").And.Contain(inner.ElementId);
        await StoryTests.Ok(desk.Get<ResolveTicketHandler>().Handle(new ResolveTicket(number, "Listo"), await desk.Responsible(number), Ct));
        (await desk.Ticket(number)).Status.Should().Be(TicketStatus.Resolved);
    }

    [Fact]
    public async Task A_token_is_added_and_taken_away_again()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Deploy(Xml(TwoTasks, "check", "check"));
        var number = await desk.Open();
        var (instance, _) = await Instance(desk, number);
        var verb = desk.Get<MoveTokenHandler>();
        await StoryTests.Ok(verb.Handle(new Graballo.Desk.Operations.MoveToken(number, instance, TokenMove.Add, null, "work", "También"), Actor.System, Ct));
        var (_, two) = await Instance(desk, number);
        two.Tokens.Should().Equal("check", "work");
        await StoryTests.Ok(verb.Handle(new Graballo.Desk.Operations.MoveToken(number, instance, TokenMove.Cancel, two.Standing[0].Id, null, "No hacía falta"), Actor.System, Ct));
        (await ServiceCallTests.Waiting(desk, number)).Should().Be((null, "Atender"));
    }

    [Theory]
    [InlineData(DeskHost.Sqlite)]
    [InlineData(DeskHost.PostgreSql)]
    public async Task Running_instances_move_in_batches_and_go_on_where_a_node_died(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        await desk.Deploy(Xml(TwoTasks, "check", "check"));
        var movable = new List<string>();
        for (var count = 0; count < 60; count++)
            movable.Add(await desk.Open());
        var stuck = await desk.Open();
        var (stuckInstance, _) = await Instance(desk, stuck);
        await StoryTests.Ok(desk.Get<MoveTokenHandler>().Handle(new Graballo.Desk.Operations.MoveToken(stuck, stuckInstance, TokenMove.Add, null, "work", "dos"), Actor.System, Ct));
        await desk.Deploy(Xml("<bpmn:userTask id=\"review\" name=\"Revisar\"/>", "review", "review"));
        var owner = await desk.Who("ximena.cortes@cordillera.example");

        var plan = await StoryTests.Ok(desk.Get<PlanMigrationHandler>().Handle(new PlanMigration("ticket-lifecycle", 2, 3), owner, Ct));
        plan.Running.Should().Be(61);
        plan.Elements.Single(element => element.Element.Id == "check").Should().Match<MappedElement>(element => element.Standing == 61 && element.Proposed == "review");
        var mapping = plan.Elements.Where(element => element.Proposed is not null && element.Element.Id != "work").ToDictionary(element => element.Element.Id, element => element.Proposed!);
        var dry = await StoryTests.Ok(desk.Get<TryMigrationHandler>().Handle(new TryMigration("ticket-lifecycle", 2, 3, mapping), owner, Ct));
        dry.Should().Match<TriedMigration>(tried => tried.Movable == 60 && tried.Stuck == 1 && tried.Obstacles.Single().Number == stuck);

        var start = desk.Get<StartMigrationHandler>();
        (await start.Handle(new StartMigration("ticket-lifecycle", 2, 3, new Dictionary<string, string> { ["check"] = "no-such" }, "x"), owner, Ct)).Refusal!.Code.Should().Be("migration-element");
        var id = await StoryTests.Ok(start.Handle(new StartMigration("ticket-lifecycle", 2, 3, mapping, "Nuevo nombre"), owner, Ct));
        (await start.Handle(new StartMigration("ticket-lifecycle", 2, 3, mapping, "x"), owner, Ct)).Refusal!.Code.Should().Be("migration-running");

        // A node that dies in the middle: its claim is left, some have moved.
        using var dying = new CancellationTokenSource();
        var job = desk.Get<MigrateFlows>();
        var working = Task.Run(() => job.Work(dying.Token));
        while (!working.IsCompleted && (await View(desk, id)).Moved < 7)
            await Task.Delay(1, Ct);
        await dying.CancelAsync();
        try
        {
            await working;
        }
        catch (OperationCanceledException)
        {
            // As it should.
        }
        var half = await View(desk, id);
        half.Moved.Should().BeInRange(7, 60);
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        await job.Work(Ct);

        var done = await View(desk, id);
        done.Should().Match<MigrationView>(view => view.Status == MigrationStatus.Done && view.Total == 61 && view.Moved == 60 && view.Stuck == 1);
        done.Obstacles.Single().Number.Should().Be(stuck);
        await using var db = desk.Database();
        (await Consistency.Findings(db)).Should().BeEmpty();
        (await db.TicketEvents.CountAsync(row => row.Type == EventType.FlowMigrated)).Should().Be(60);
        (await db.HumanTasks.CountAsync(row => row.Status == HumanTaskStatus.Open && row.ElementId == "review")).Should().Be(60);
        (await db.TicketEvents.CountAsync(row => row.Type == EventType.Assigned)).Should().Be(61, "finished steps never run again");
        (await Reconcile(desk)).Findings.Should().Be(0);
    }

    private static async Task<MigrationView> View(DeskHost desk, Guid id) =>
        (await StoryTests.Ok(desk.Get<ListMigrationsHandler>().Handle(new ListMigrations("ticket-lifecycle"), Actor.System, Ct))).Single(view => view.Id == id);

    private static Task<ReconciliationView> Reconcile(DeskHost desk) =>
        StoryTests.Ok(desk.Get<ReconcileHandler>().Handle(new Reconcile(), Actor.System, Ct));

    private static async Task<(Guid Id, FlowState State)> Instance(DeskHost desk, string number)
    {
        await using var db = desk.Database();
        var row = await (from instance in db.FlowInstances join ticket in db.Tickets on instance.TicketId equals ticket.Id where ticket.Number == number select instance).SingleAsync();
        return (row.Id, FlowState.FromJson(row.State));
    }

    private static async Task<string> ElementWith(DeskHost desk, string form)
    {
        var flow = await StoryTests.Ok(desk.Get<ReadDefinitionHandler>().Handle(new ReadDefinition(DefinitionKind.Flow, "ticket-lifecycle"), Actor.System, Ct));
        return System.Xml.Linq.XDocument.Parse(flow.Xml).Descendants().First(element => element.Attributes().Any(attribute => attribute.Name.LocalName == "form" && attribute.Value == form)).Attribute("id")!.Value;
    }
}
