using Graballo.Rules.Feel;
using static Graballo.Workflows.Tests.Bpmn;

namespace Graballo.Workflows.Tests;

public class ScopeTests
{
    private const string Escalation = "<bpmn:escalation id=\"x\" escalationCode=\"X1\"/>";

    [Fact]
    public void A_called_flow_runs_inside_with_variables_of_its_own()
    {
        var called = Player.Compile(Process(Start() + Script("double", "n * 2", "n") + Script("mine", "1", "inner") + End() + Path("start", "double", "mine", "end"), id: "twice"));
        var caller = Player.Compile(Process(
            Start() + "<bpmn:callActivity id=\"call\" calledElement=\"twice\"><bpmn:extensionElements><graballo:input name=\"n\" source=\"x + 1\"/><graballo:output name=\"y\" source=\"n\"/></bpmn:extensionElements></bpmn:callActivity>" + User("u") + End()
            + Path("start", "call", "u", "end")));
        var play = new Player(caller, new Dictionary<string, object?> { ["x"] = 20 }, FlowServices.None with { FindFlow = (key, _) => key == "twice" ? called : null });
        FeelValue.Display(play.State.Variables["y"]).Should().Be("42");
        play.State.Variables.Contains("inner").Should().BeFalse();
    }

    [Fact]
    public void A_flow_that_calls_itself_and_one_that_is_not_there_are_incidents()
    {
        var itself = Player.Compile(Process(Start() + "<bpmn:callActivity id=\"call\" calledElement=\"p\"/>" + End() + Path("start", "call", "end")));
        new Player(itself).Incidents.Should().ContainSingle().Which.Should().Contain("calls itself");
        var nobody = Player.Compile(Process(Start() + "<bpmn:callActivity id=\"call\" calledElement=\"q\"/>" + End() + Path("start", "call", "end")));
        new Player(nobody).Incidents.Should().ContainSingle().Which.Should().Contain("'q'");
    }

    [Fact]
    public void A_called_flow_that_is_gone_ignores_the_trigger_and_keeps_the_state()
    {
        var called = Player.Compile(Process(Start() + User("u") + End() + Path("start", "u", "end"), id: "q"));
        var caller = Player.Compile(Process(Start() + "<bpmn:callActivity id=\"call\" calledElement=\"q\"/>" + End() + Path("start", "call", "end")));
        var play = new Player(caller, null, FlowServices.None with { FindFlow = (_, _) => called });
        var id = play.Effect<TaskOpened>().TaskId;
        play.Services = FlowServices.None;
        play.Send(new TaskCompleted(id, FeelContext.Empty)).Last.Should().ContainSingle().Which.Should().BeOfType<TriggerIgnored>();
        play.Waits("task", "u").Should().BeTrue();
    }

    [Fact]
    public void An_interrupting_event_sub_process_takes_over_its_scope()
    {
        var play = new Player(Player.Compile(Process(
            Start() + User("work") + End()
            + "<bpmn:subProcess id=\"esp\" triggeredByEvent=\"true\"><bpmn:startEvent id=\"on\">" + Timer("PT1H") + "</bpmn:startEvent>" + User("instead") + End("e2") + Path("on", "instead", "e2") + "</bpmn:subProcess>"
            + Path("start", "work", "end")))).Due("on");
        play.State.Tokens.Should().Equal("instead");
        play.Complete("instead").State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void An_event_sub_process_beside_keeps_its_scope_open_until_it_is_done()
    {
        var play = new Player(Player.Compile(Process(
            Start() + User("work") + End()
            + "<bpmn:subProcess id=\"esp\" triggeredByEvent=\"true\"><bpmn:startEvent id=\"on\" isInterrupting=\"false\"><bpmn:signalEventDefinition signalRef=\"s\"/></bpmn:startEvent>" + User("beside") + End("e2") + Path("on", "beside", "e2") + "</bpmn:subProcess>"
            + Path("start", "work", "end"), before: "<bpmn:signal id=\"s\" name=\"s\"/>")));
        play.Send(new SignalArrived("s", FeelContext.Empty)).Send(new SignalArrived("s", FeelContext.Empty));
        play.State.Waits.Count(wait => wait.ElementId == "beside").Should().Be(2);
        play.Complete("work").State.Status.Should().Be(FlowStatus.Active);
        play.Complete("beside").Complete("beside").State.Status.Should().Be(FlowStatus.Completed);
    }

    [Fact]
    public void An_escalation_goes_up_to_the_first_that_catches_it()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:subProcess id=\"outer\">" + Start("s1") + "<bpmn:subProcess id=\"inner\">" + Start("s2")
            + "<bpmn:intermediateThrowEvent id=\"up\"><bpmn:escalationEventDefinition escalationRef=\"x\"/></bpmn:intermediateThrowEvent>" + User("on") + End("e2") + Path("s2", "up", "on", "e2") + "</bpmn:subProcess>"
            + End("e1") + Path("s1", "inner", "e1") + "</bpmn:subProcess>"
            + Boundary("told", "outer", "<bpmn:escalationEventDefinition escalationRef=\"x\"/>", interrupting: false) + User("boss") + End()
            + Path("start", "outer", "end") + Path("told", "boss", "end"), before: Escalation)));
        play.State.Waits.Select(wait => wait.ElementId).Should().BeEquivalentTo("on", "boss");
    }

    [Fact]
    public void Compensation_undoes_what_was_completed_last_first()
    {
        string Undoable(string id) => User(id) + Boundary("b" + id, id, "<bpmn:compensateEventDefinition/>")
            + $"<bpmn:scriptTask id=\"undo{id}\" isForCompensation=\"true\" scriptFormat=\"feel\" graballo:resultVariable=\"log\"><bpmn:script>append(log, \"{id}\")</bpmn:script></bpmn:scriptTask>"
            + $"<bpmn:association id=\"as{id}\" sourceRef=\"b{id}\" targetRef=\"undo{id}\"/>";
        var play = new Player(Player.Compile(Process(
            Start() + Undoable("one") + Undoable("two") + Undoable("three")
            + "<bpmn:intermediateThrowEvent id=\"undo\"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>" + User("after") + End()
            + Path("start", "one", "two", "undo", "after", "three", "end"))), new Dictionary<string, object?> { ["log"] = Array.Empty<object>() });
        play.Complete("one").Complete("two").Waits("task", "after").Should().BeTrue();
        FeelValue.Display(play.State.Variables["log"]).Should().Be(FeelValue.Display(FeelValue.From(new[] { "two", "one" })));
    }

    [Fact]
    public void A_cancelled_transaction_is_compensated_and_left_by_its_cancel_event()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:transaction id=\"tx\">" + Start("s2") + User("book") + Boundary("bc", "book", "<bpmn:compensateEventDefinition/>")
            + "<bpmn:userTask id=\"unbook\" isForCompensation=\"true\"/><bpmn:association id=\"a1\" sourceRef=\"bc\" targetRef=\"unbook\"/>"
            + "<bpmn:endEvent id=\"no\"><bpmn:cancelEventDefinition/></bpmn:endEvent>" + Path("s2", "book", "no") + "</bpmn:transaction>"
            + Boundary("cancelled", "tx", "<bpmn:cancelEventDefinition/>") + User("sorry") + User("fine") + End()
            + Path("start", "tx", "fine", "end") + Path("cancelled", "sorry", "end")))).Complete("book");
        play.Waits("task", "unbook").Should().BeTrue();
        play.Complete("unbook").State.Tokens.Should().Equal("sorry");
    }

    [Fact]
    public void A_completed_sub_process_is_compensated_from_outside_with_what_it_held()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:subProcess id=\"sub\"><bpmn:property id=\"seat\" name=\"seat\"/>" + Start("s2") + Script("pick", "\"12A\"", "seat") + Boundary("bc", "pick", "<bpmn:compensateEventDefinition/>")
            + "<bpmn:scriptTask id=\"free\" isForCompensation=\"true\" scriptFormat=\"feel\" graballo:resultVariable=\"freed\"><bpmn:script>seat</bpmn:script></bpmn:scriptTask><bpmn:association id=\"a1\" sourceRef=\"bc\" targetRef=\"free\"/>"
            + End("e2") + Path("s2", "pick", "e2") + "</bpmn:subProcess>"
            + "<bpmn:endEvent id=\"end\"><bpmn:compensateEventDefinition activityRef=\"sub\"/></bpmn:endEvent>" + Path("start", "sub", "end"))));
        play.State.Status.Should().Be(FlowStatus.Completed);
        play.State.Variables["freed"].Should().Be("12A");
        play.State.Variables.Contains("seat").Should().BeFalse();
    }

    [Fact]
    public void Stages_are_entered_and_left_also_when_cancelled()
    {
        var play = new Player(Player.Compile(Process(
            Start() + "<bpmn:subProcess id=\"sub\" graballo:stage=\"service\">" + Start("s2") + User("u") + End("e2") + Path("s2", "u", "e2") + "</bpmn:subProcess>" + End() + Path("start", "sub", "end"))));
        play.Effect<StageEntered>().Stage.Should().Be("service");
        play.Send(new CancelFlow("x")).Effect<StageLeft>().Stage.Should().Be("service");
    }
}
