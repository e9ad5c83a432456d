using static Graballo.Workflows.Tests.Bpmn;

namespace Graballo.Workflows.Tests;

public class GatewayTests
{
    [Fact]
    public void Exclusive_takes_the_first_true_flow_and_the_default_when_none_is()
    {
        var flow = Player.Compile(Process(
            Start() + "<bpmn:exclusiveGateway id=\"g\" default=\"g-c\"/>" + User("a") + User("b") + User("c") + End()
            + Flow("start", "g") + Flow("g", "a", "x > 10") + Flow("g", "b", "x > 5") + Flow("g", "c")
            + Flow("a", "end") + Flow("b", "end") + Flow("c", "end")));
        new Player(flow, new Dictionary<string, object?> { ["x"] = 11 }).Waits("task", "a").Should().BeTrue();
        new Player(flow, new Dictionary<string, object?> { ["x"] = 7 }).Waits("task", "b").Should().BeTrue();
        new Player(flow).Waits("task", "c").Should().BeTrue();
    }

    [Fact]
    public void A_gateway_without_a_way_on_is_an_incident_that_can_be_retried()
    {
        var flow = Player.Compile(Process(
            Start() + "<bpmn:exclusiveGateway id=\"g\"/>" + End() + End("other")
            + Flow("start", "g") + Flow("g", "end", "ok") + Flow("g", "other", "ok = false")));
        var play = new Player(flow);
        play.Incidents.Should().ContainSingle();
        play.Send(new VariablesChanged(Player.Context(new Dictionary<string, object?> { ["ok"] = true }))).Retry();
        play.State.Status.Should().Be(FlowStatus.Completed);
        play.All.OfType<IncidentResolved>().Should().ContainSingle();
    }

    [Fact]
    public void Parallel_joins_one_token_of_each_flow()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:parallelGateway id=\"fork\"/><bpmn:parallelGateway id=\"join\"/>" + User("a") + User("b") + End()
            + Flow("start", "fork") + Flow("fork", "a") + Flow("fork", "b") + Flow("a", "join") + Flow("b", "join") + Flow("join", "end"))));
        play.Complete("b").State.Status.Should().Be(FlowStatus.Active);
        play.State.Tokens.Should().BeEquivalentTo("a", "join");
        play.Complete("a").State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void Inclusive_join_waits_for_every_token_that_can_still_come_and_for_no_other()
    {
        var flow = Player.Compile(Process(
            Start() + "<bpmn:inclusiveGateway id=\"split\"/><bpmn:inclusiveGateway id=\"join\"/>" + User("a") + User("b") + User("c") + User("after") + End()
            + Flow("start", "split") + Flow("split", "a", "contains(x, \"a\")") + Flow("split", "b", "contains(x, \"b\")") + Flow("split", "c", "contains(x, \"c\")")
            + Flow("a", "join") + Flow("b", "join") + Flow("c", "join") + Path("join", "after", "end")));
        var play = new Player(flow, new Dictionary<string, object?> { ["x"] = "ac" });
        play.Complete("a").Waits("task", "after").Should().BeFalse();
        play.Complete("c").Waits("task", "after").Should().BeTrue();
        new Player(flow, new Dictionary<string, object?> { ["x"] = "b" }).Complete("b").Waits("task", "after").Should().BeTrue();
    }

    [Fact]
    public void Inclusive_join_does_not_wait_for_tokens_that_come_through_itself()
    {
        // The way back from after the join leads to it again; a token there must not block it.
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:parallelGateway id=\"fork\"/><bpmn:inclusiveGateway id=\"join\"/>" + User("a") + User("b") + User("after")
            + "<bpmn:exclusiveGateway id=\"again\" default=\"again-end\"/>" + End()
            + Flow("start", "fork") + Flow("fork", "a") + Flow("fork", "b") + Flow("a", "join") + Flow("b", "join")
            + Path("join", "after", "again") + Flow("again", "end") + Flow("again", "join", "x = 1"))), new Dictionary<string, object?> { ["x"] = 1 });
        play.Complete("a").Waits("task", "after").Should().BeFalse();
        play.Complete("b").Waits("task", "after").Should().BeTrue();
        play.Complete("after").Waits("task", "after").Should().BeTrue();
        play.Complete("after", new Dictionary<string, object?> { ["x"] = 2 }).State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void The_first_event_decides_after_an_event_based_gateway()
    {
        var flow = Player.Compile(Process(
            Start() + "<bpmn:eventBasedGateway id=\"g\"/>"
            + "<bpmn:intermediateCatchEvent id=\"late\">" + Timer("PT1H") + "</bpmn:intermediateCatchEvent>"
            + "<bpmn:receiveTask id=\"paid\" messageRef=\"m\"/>" + User("a") + User("b") + End()
            + Flow("start", "g") + Flow("g", "late") + Flow("g", "paid") + Path("late", "a", "end") + Path("paid", "b", "end"),
            before: "<bpmn:message id=\"m\" name=\"payment\"/>"));
        var play = new Player(flow).Message("paid", new Dictionary<string, object?> { ["amount"] = 3 });
        play.Waits("task", "b").Should().BeTrue();
        play.Effect<TimerCleared>().Should().NotBeNull();
        play.State.Variables.Contains("amount").Should().BeTrue();
        new Player(flow).Due("late").Waits("task", "a").Should().BeTrue();
    }

    [Fact]
    public void Complex_gateway_goes_on_with_two_of_three_and_takes_the_third_when_it_comes()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:parallelGateway id=\"fork\"/>" + User("a") + User("b") + User("c") + User("after") + End()
            + "<bpmn:complexGateway id=\"join\"><bpmn:activationCondition xsi:type=\"bpmn:tFormalExpression\">activationCount &gt;= 2</bpmn:activationCondition></bpmn:complexGateway>"
            + Flow("start", "fork") + Flow("fork", "a") + Flow("fork", "b") + Flow("fork", "c")
            + Flow("a", "join") + Flow("b", "join") + Flow("c", "join") + Path("join", "after", "end"))));
        play.Complete("a").Waits("task", "after").Should().BeFalse();
        play.Complete("c").Waits("task", "after").Should().BeTrue();
        play.Complete("after").State.Status.Should().Be(FlowStatus.Active);
        play.Complete("b").State.Status.Should().Be(FlowStatus.Completed);
        play.All.OfType<TaskOpened>().Count(task => task.ElementId == "after").Should().Be(1);
    }

    [Fact]
    public void A_join_that_can_never_fire_is_told_as_an_incident()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:exclusiveGateway id=\"x\" default=\"x-b\"/><bpmn:parallelGateway id=\"join\"/>" + "<bpmn:task id=\"a\"/><bpmn:task id=\"b\"/>" + End()
            + Flow("start", "x") + Flow("x", "a", "false") + Flow("x", "b") + Flow("a", "join") + Flow("b", "join") + Flow("join", "end"))));
        play.State.Status.Should().Be(FlowStatus.Active);
        play.Incidents.Should().ContainSingle().Which.Should().Contain("cannot come");
    }

    [Fact]
    public void A_gateway_that_starts_the_process_and_wants_all_events_goes_on_when_the_last_has_come()
    {
        var flow = Player.Compile(Process(
            "<bpmn:eventBasedGateway id=\"g\" instantiate=\"true\" eventGatewayType=\"Parallel\"/><bpmn:parallelGateway id=\"join\"/>" + User("after") + End()
            + Caught("c1", "m1") + Caught("c2", "m2") + Caught("c3", "m3")
            + Path("g", "c1", "join") + Path("g", "c2", "join") + Path("g", "c3", "join") + Path("join", "after", "end"),
            before: Message("m1") + Message("m2") + Message("m3")));
        foreach (var (first, second, third) in new[] { ("c1", "c2", "c3"), ("c3", "c1", "c2") })
        {
            var play = new Player(flow, startAt: first);
            play.Waits("message", first).Should().BeFalse("it came");
            play.Message(third).Waits("task", "after").Should().BeFalse();
            play.Message(second).Waits("task", "after").Should().BeTrue();
            play.Complete("after").State.Status.Should().Be(FlowStatus.Completed);
            play.Incidents.Should().BeEmpty();
        }
    }

    private static string Message(string id) => $"<bpmn:message id=\"{id}\" name=\"{id}\"/>";

    private static string Caught(string id, string message) =>
        $"<bpmn:intermediateCatchEvent id=\"{id}\"><bpmn:messageEventDefinition messageRef=\"{message}\"/></bpmn:intermediateCatchEvent>";
}
