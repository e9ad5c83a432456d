using Graballo.Rules.Feel;
using static Graballo.Workflows.Tests.Bpmn;

namespace Graballo.Workflows.Tests;

/// <summary>Constructs together, told by what scripts write into one variable.</summary>
public class TraceTests
{
    private const string Globals = """
        <bpmn:signal id="s" name="s"/><bpmn:error id="e" errorCode="E"/><bpmn:escalation id="x" escalationCode="X"/>
        <bpmn:signalEventDefinition id="sd" signalRef="s"/>
        """;

    private static string Log(string id) => Script(id, $"append(if trace = null then [] else trace, \"{id}\")", "trace");

    private static string Formal(string name, string text) =>
        $"<bpmn:{name} xsi:type=\"bpmn:tFormalExpression\">{System.Security.SecurityElement.Escape(text)}</bpmn:{name}>";

    private static Player Play(string content, object? variables = null) =>
        new(Player.Compile(Process(content, before: Globals)), variables);

    private static void Trace(Player play, params string[] expected) =>
        (play.State.Variables["trace"] as FeelList ?? FeelList.Empty).Should().Equal(expected);

    [Fact]
    public void A_compensation_event_sub_process_undoes_its_completed_sub_process()
    {
        var play = Play(
            Start() + "<bpmn:subProcess id=\"sub\">" + Start("s1") + Log("one") + End("e1") + Path("s1", "one", "e1")
            + "<bpmn:subProcess id=\"undo\" triggeredByEvent=\"true\"><bpmn:startEvent id=\"s2\"><bpmn:compensateEventDefinition/></bpmn:startEvent>" + Log("undone") + End("e2") + Path("s2", "undone", "e2") + "</bpmn:subProcess></bpmn:subProcess>"
            + "<bpmn:intermediateThrowEvent id=\"throw\"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>" + Log("after") + End() + Path("start", "sub", "throw", "after", "end"));
        play.State.Status.Should().Be(FlowStatus.Completed);
        Trace(play, "one", "undone", "after");
    }

    [Fact]
    public void Cancelling_a_transaction_compensates_before_it_is_left()
    {
        var play = Play(
            Start() + "<bpmn:transaction id=\"tx\">" + Start("s1") + Log("book") + Boundary("b", "book", "<bpmn:compensateEventDefinition/>")
            + "<bpmn:scriptTask id=\"unbook\" isForCompensation=\"true\" scriptFormat=\"feel\" graballo:resultVariable=\"trace\"><bpmn:script>append(trace, \"unbook\")</bpmn:script></bpmn:scriptTask><bpmn:association id=\"a\" sourceRef=\"b\" targetRef=\"unbook\"/>"
            + "<bpmn:endEvent id=\"no\"><bpmn:cancelEventDefinition/></bpmn:endEvent>" + Path("s1", "book", "no") + "</bpmn:transaction>"
            + Boundary("cancelled", "tx", "<bpmn:cancelEventDefinition/>") + Log("sorry") + Log("fine") + End() + Path("start", "tx", "fine", "end") + Path("cancelled", "sorry", "end"));
        Trace(play, "book", "unbook", "sorry");
    }

    [Fact]
    public void A_global_script_task_can_be_called()
    {
        var play = new Player(Player.Compile(Definitions(
            "<bpmn:globalScriptTask id=\"g\" scriptFormat=\"feel\" graballo:resultVariable=\"trace\"><bpmn:script>[\"called\"]</bpmn:script></bpmn:globalScriptTask>"
            + "<bpmn:process id=\"p\" isExecutable=\"true\">" + Start() + "<bpmn:callActivity id=\"call\" calledElement=\"g\"/>" + Log("after") + End() + Path("start", "call", "after", "end") + "</bpmn:process>")));
        Trace(play, "called", "after");
    }

    [Fact]
    public void A_conditional_a_default_and_a_plain_flow_may_leave_one_activity()
    {
        var content = Start() + "<bpmn:task id=\"t\" default=\"t-otherwise\"/>" + Log("chosen") + Log("otherwise") + Log("always") + End()
            + Flow("start", "t") + Flow("t", "chosen", "ok") + Flow("t", "otherwise") + Flow("t", "always") + Flow("chosen", "end") + Flow("otherwise", "end") + Flow("always", "end");
        Trace(Play(content, new Dictionary<string, object?> { ["ok"] = true }), "chosen", "always");
        (Play(content).State.Variables["trace"] as FeelList).Should().BeEquivalentTo(["otherwise", "always"]);
    }

    [Fact]
    public void A_condition_beside_its_task_fires_each_time_it_becomes_true()
    {
        var play = Play(
            Start() + User("work") + Boundary("c", "work", "<bpmn:conditionalEventDefinition>" + Formal("condition", "n > 5") + "</bpmn:conditionalEventDefinition>", interrupting: false) + Log("told") + End()
            + Path("start", "work", "end") + Path("c", "told", "end"), new Dictionary<string, object?> { ["n"] = 9 });
        foreach (var n in new[] { 7, 1, 8 })
            play.Send(new VariablesChanged(FeelContext.Empty.With("n", FeelValue.From(n))));
        Trace(play, "told", "told");
    }

    [Theory]
    [InlineData("None", "noneBehaviorEventRef=\"sd\"", 3)]
    [InlineData("One", "oneBehaviorEventRef=\"sd\"", 1)]
    [InlineData("All", "", 0)]
    public void Multi_instance_behaviours_throw_as_often_as_they_say(string behavior, string reference, int times)
    {
        var play = Play(
            Start() + $"<bpmn:task id=\"t\"><bpmn:multiInstanceLoopCharacteristics isSequential=\"true\" behavior=\"{behavior}\" {reference}>" + Formal("loopCardinality", "3") + "</bpmn:multiInstanceLoopCharacteristics></bpmn:task>"
            + Boundary("b", "t", "<bpmn:signalEventDefinition signalRef=\"s\"/>", interrupting: false) + Log("told") + End() + Path("start", "t", "end") + Path("b", "told", "end"));
        Trace(play, [.. Enumerable.Repeat("told", times)]);
        play.State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void A_complex_behaviour_throws_when_its_condition_holds()
    {
        var play = Play(
            Start() + "<bpmn:task id=\"t\"><bpmn:multiInstanceLoopCharacteristics isSequential=\"true\" behavior=\"Complex\">" + Formal("loopCardinality", "4")
            + "<bpmn:complexBehaviorDefinition>" + Formal("condition", "numberOfCompletedInstances = 2") + "<bpmn:event id=\"ie\"><bpmn:signalEventDefinition signalRef=\"s\"/></bpmn:event></bpmn:complexBehaviorDefinition></bpmn:multiInstanceLoopCharacteristics></bpmn:task>"
            + Boundary("b", "t", "<bpmn:signalEventDefinition signalRef=\"s\"/>") + Log("two") + Log("all") + End() + Path("start", "t", "all", "end") + Path("b", "two", "end"));
        Trace(play, "two");
    }

    [Fact]
    public void An_error_in_an_event_sub_process_goes_to_who_is_around_its_scope()
    {
        var play = Play(
            Start() + "<bpmn:subProcess id=\"sub\">" + Start("s1") + "<bpmn:endEvent id=\"bad\"><bpmn:errorEventDefinition errorRef=\"e\"/></bpmn:endEvent>" + Path("s1", "bad")
            + "<bpmn:subProcess id=\"handler\" triggeredByEvent=\"true\"><bpmn:startEvent id=\"s2\"><bpmn:errorEventDefinition errorRef=\"e\"/></bpmn:startEvent>" + Log("first") + "<bpmn:endEvent id=\"again\"><bpmn:errorEventDefinition errorRef=\"e\"/></bpmn:endEvent>" + Path("s2", "first", "again") + "</bpmn:subProcess></bpmn:subProcess>"
            + Boundary("b", "sub", "<bpmn:errorEventDefinition errorRef=\"e\"/>") + Log("second") + End() + Path("start", "sub", "end") + Path("b", "second", "end"));
        Trace(play, "first", "second");
    }

    [Fact]
    public void An_escalation_at_the_top_that_nothing_catches_lets_the_flow_go_on() =>
        Trace(Play(Start() + "<bpmn:intermediateThrowEvent id=\"up\"><bpmn:escalationEventDefinition escalationRef=\"x\"/></bpmn:intermediateThrowEvent>" + Log("on") + End() + Path("start", "up", "on", "end")), "on");

    [Fact]
    public void A_loop_stops_at_its_maximum()
    {
        var play = Play(Start() + $"<bpmn:scriptTask id=\"t\" scriptFormat=\"feel\" graballo:resultVariable=\"n\"><bpmn:standardLoopCharacteristics loopMaximum=\"3\">{Formal("loopCondition", "true")}</bpmn:standardLoopCharacteristics><bpmn:script>if n = null then 1 else n + loopCounter</bpmn:script></bpmn:scriptTask>" + End() + Path("start", "t", "end"));
        FeelValue.Display(play.State.Variables["n"]).Should().Be("6");
    }

    [Fact]
    public void A_boundary_of_several_events_waits_for_one_or_for_all()
    {
        string Content(bool parallel) =>
            Start() + User("work") + $"<bpmn:boundaryEvent id=\"b\" attachedToRef=\"work\" parallelMultiple=\"{(parallel ? "true" : "false")}\">" + Timer("PT1H") + "<bpmn:signalEventDefinition signalRef=\"s\"/></bpmn:boundaryEvent>" + User("then") + End()
            + Path("start", "work", "end") + Path("b", "then", "end");
        Play(Content(parallel: false)).Due("b").State.Tokens.Should().Equal("then");
        var both = Play(Content(parallel: true)).Due("b");
        both.State.Tokens.Should().Equal("work");
        both.Send(new SignalArrived("s", FeelContext.Empty)).State.Tokens.Should().Equal("then");
    }

    [Fact]
    public void An_event_gateway_can_start_a_process()
    {
        var flow = Player.Compile(Process(
            "<bpmn:eventBasedGateway id=\"g\" instantiate=\"true\"/><bpmn:receiveTask id=\"r1\" messageRef=\"m1\"/><bpmn:receiveTask id=\"r2\" messageRef=\"m2\"/>" + Log("one") + Log("two") + End()
            + Flow("g", "r1") + Flow("g", "r2") + Path("r1", "one", "end") + Path("r2", "two", "end"), before: "<bpmn:message id=\"m1\" name=\"m1\"/><bpmn:message id=\"m2\" name=\"m2\"/>"));
        flow.StartTriggers.Select(trigger => trigger.ElementId).Should().Equal("r1", "r2");
        Trace(new Player(flow, startAt: "r2"), "two");
    }

    [Fact]
    public void Data_goes_in_and_out_by_associations_under_other_names()
    {
        var play = Play(
            "<bpmn:dataObject id=\"o\" name=\"order\"/><bpmn:dataObjectReference id=\"ref\" dataObjectRef=\"o\"/>" + Start() + Script("set", "5", "order")
            + """
              <bpmn:scriptTask id="t" scriptFormat="feel" graballo:resultVariable="twice">
                <bpmn:ioSpecification><bpmn:dataInput id="in" name="number"/><bpmn:dataOutput id="out" name="twice"/>
                  <bpmn:inputSet><bpmn:dataInputRefs>in</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet><bpmn:dataOutputRefs>out</bpmn:dataOutputRefs></bpmn:outputSet></bpmn:ioSpecification>
                <bpmn:dataInputAssociation id="a1"><bpmn:sourceRef>ref</bpmn:sourceRef><bpmn:targetRef>in</bpmn:targetRef></bpmn:dataInputAssociation>
                <bpmn:dataOutputAssociation id="a2"><bpmn:sourceRef>out</bpmn:sourceRef><bpmn:targetRef>ref</bpmn:targetRef></bpmn:dataOutputAssociation>
                <bpmn:script>number * 2</bpmn:script>
              </bpmn:scriptTask>
              """
            + End() + Path("start", "set", "t", "end"));
        FeelValue.Display(play.State.Variables["order"]).Should().Be("10");
    }
}
