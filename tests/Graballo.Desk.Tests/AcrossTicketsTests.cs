using Graballo.Desk.Jobs;
using Graballo.Desk.Operations;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using static Graballo.Desk.Tests.Hosting.SmallFlow;

namespace Graballo.Desk.Tests;

/// <summary>What the flow of one ticket tells those of others.</summary>
public sealed class AcrossTicketsTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    // A request of topic "otro" tells; the others wait.
    private static string Flow(string wait, string tell) => Xml(
            $"""
             <bpmn:exclusiveGateway id="kind" default="kind-wait"/>
             <bpmn:intermediateCatchEvent id="wait">{wait}</bpmn:intermediateCatchEvent>
             <bpmn:intermediateThrowEvent id="tell">{tell}</bpmn:intermediateThrowEvent>
             <bpmn:exclusiveGateway id="join"/>
             {Path("kind", "wait", "join")}
             <bpmn:sequenceFlow id="kind-tell" sourceRef="kind" targetRef="tell">
               <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">ticket.topic = "otro"</bpmn:conditionExpression>
             </bpmn:sequenceFlow>
             {Path("tell", "join")}
             """, "kind", "join")
        .Replace("<bpmn:process", "<bpmn:message id=\"m\" name=\"pago\"/><bpmn:signal id=\"s\" name=\"despejado\"/><bpmn:process", StringComparison.Ordinal);

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_signal_wakes_every_ticket_that_waits_for_it_once(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        await desk.Deploy(Flow("<bpmn:signalEventDefinition signalRef=\"s\"/>", "<bpmn:signalEventDefinition signalRef=\"s\"/>"));
        var waiting = new[] { await desk.Open(), await desk.Open("despacho-atrasado") };
        foreach (var number in waiting)
            (await Works(desk, number)).Should().BeFalse();

        var teller = await desk.Open("otro");
        (await Works(desk, teller)).Should().BeTrue();
        await using var db = desk.Database();
        (await db.Timers.CountAsync(row => row.Kind == TimerKind.Delivery)).Should().Be(2, "they are part of the step that told");
        (await StoryTests.Ok(desk.Get<ReconcileHandler>().Handle(new Reconcile(), Actor.System, Ct))).Findings.Should().Be(0);

        // Two nodes at once.
        await Task.WhenAll(desk.Get<TimerSweep>().Sweep(Ct), desk.Get<TimerSweep>().Sweep(Ct));
        foreach (var number in waiting)
            (await Works(desk, number)).Should().BeTrue();
        (await db.Timers.CountAsync(row => row.Kind == TimerKind.Delivery)).Should().Be(0);
        (await db.HumanTasks.CountAsync()).Should().Be(3);
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_message_finds_the_ticket_with_its_key(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        await desk.Deploy(Flow(
            "<bpmn:messageEventDefinition messageRef=\"m\" graballo:correlationKey=\"=ticket.topic\"/>",
            "<bpmn:messageEventDefinition messageRef=\"m\" graballo:correlationKey=\"=&quot;despacho-atrasado&quot;\"/>"));
        var (other, meant) = (await desk.Open(), await desk.Open("despacho-atrasado"));
        await desk.Pass(TimeSpan.FromSeconds(1));
        var second = await desk.Open("despacho-atrasado");
        await desk.Open("otro");
        await desk.Pass(TimeSpan.FromSeconds(1));
        (await Works(desk, other), await Works(desk, meant), await Works(desk, second)).Should().Be((false, true, false), "a message is for one, who waited longest");
        await desk.Open("otro");
        await desk.Open("otro");
        await desk.Pass(TimeSpan.FromSeconds(1));
        (await Works(desk, other), await Works(desk, second)).Should().Be((false, true));
    }

    [Fact]
    public async Task Tickets_that_wake_each_other_without_end_are_stopped_as_incidents()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Deploy(Xml(
            $"""
             <bpmn:exclusiveGateway id="again"/>
             <bpmn:intermediateCatchEvent id="wait"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateCatchEvent>
             <bpmn:intermediateThrowEvent id="tell"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateThrowEvent>
             <bpmn:exclusiveGateway id="over" default="over-again"/>
             {Path("again", "wait", "tell", "over", "again")}
             """, "again", "over")
            .Replace("sourceRef=\"over\" targetRef=\"work\"/>", "sourceRef=\"over\" targetRef=\"work\"><bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">false</bpmn:conditionExpression></bpmn:sequenceFlow>", StringComparison.Ordinal)
            .Replace("<bpmn:process", "<bpmn:signal id=\"s\" name=\"eco\"/><bpmn:process", StringComparison.Ordinal));
        foreach (var _ in Enumerable.Range(0, 3))
            await desk.Open();
        await desk.Deploy(Flow("<bpmn:signalEventDefinition signalRef=\"s\"/>", "<bpmn:signalEventDefinition signalRef=\"s\"/>").Replace("despejado", "eco", StringComparison.Ordinal));
        await desk.Open("otro");
        var sweeps = 0;
        while (await desk.Get<TimerSweep>().Sweep(Ct) > 0 && sweeps < 1_000)
            sweeps++;
        sweeps.Should().BeLessThan(1_000);
        await using var db = desk.Database();
        (await db.Incidents.Where(row => row.ResolvedAt == null).Select(row => row.Error).Distinct().ToListAsync())
            .Should().Equal("The signal or message went 100 times from ticket to ticket: it goes round in an endless loop.");
        (await db.Timers.CountAsync(row => row.Kind == TimerKind.Delivery)).Should().Be(0);
        (await StoryTests.Ok(desk.Get<ReconcileHandler>().Handle(new Reconcile(), Actor.System, Ct))).Findings.Should().Be(0);
    }

    private static async Task<bool> Works(DeskHost desk, string number)
    {
        await using var db = desk.Database();
        return await db.HumanTasks.AnyAsync(row => row.ElementId == "work" && row.Status == HumanTaskStatus.Open && db.Tickets.Any(ticket => ticket.Id == row.TicketId && ticket.Number == number));
    }
}
