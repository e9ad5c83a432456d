using Graballo.Rules.Feel;
using static Graballo.Workflows.Tests.Bpmn;

namespace Graballo.Workflows.Tests;

public class MoveTests
{
    private const string Stages = "<bpmn:subProcess id=\"first\" graballo:stage=\"contact\"><bpmn:startEvent id=\"s1\"/><bpmn:userTask id=\"a\"/><bpmn:endEvent id=\"e1\"/>"
        + "<bpmn:sequenceFlow id=\"f1\" sourceRef=\"s1\" targetRef=\"a\"/><bpmn:sequenceFlow id=\"f2\" sourceRef=\"a\" targetRef=\"e1\"/></bpmn:subProcess>"
        + "<bpmn:subProcess id=\"second\" graballo:stage=\"service\"><bpmn:startEvent id=\"s2\"/><bpmn:userTask id=\"b\"/><bpmn:userTask id=\"c\"/><bpmn:endEvent id=\"e2\"/>"
        + "<bpmn:sequenceFlow id=\"f3\" sourceRef=\"s2\" targetRef=\"b\"/><bpmn:sequenceFlow id=\"f4\" sourceRef=\"b\" targetRef=\"c\"/><bpmn:sequenceFlow id=\"f5\" sourceRef=\"c\" targetRef=\"e2\"/></bpmn:subProcess>";

    private static readonly Flow TwoStages = Player.Compile(Process(Start() + Stages + Boundary("late", "second", Timer("PT1H")) + End() + Path("start", "first", "second", "end") + Path("late", "end")));

    [Fact]
    public void A_token_goes_into_the_middle_of_a_sub_process_that_did_not_run_and_takes_its_own_along()
    {
        var play = new Player(TwoStages);
        play.Send(new MoveToken(play.State.Standing.Single(token => token.ElementId == "a").Id, "c"));
        play.State.Tokens.Should().Equal("second", "c");
        play.Last.OfType<StageLeft>().Should().Equal(new StageLeft("contact"));
        play.Last.OfType<StageEntered>().Should().Equal(new StageEntered("service"));
        play.Last.OfType<TaskClosed>().Single().Reason.Should().Be(TaskCloseReason.Cancelled);
        play.Waits("timer", "late").Should().BeTrue("the boundary events of the sub-process wait as if it had been entered");
        play.Complete("c").State.Status.Should().Be(FlowStatus.Completed);
        play.Entered.Should().NotContain("b");
    }

    [Fact]
    public void A_token_goes_back_and_does_its_step_again()
    {
        var play = new Player(TwoStages).Complete("a").Complete("b");
        play.Send(new MoveToken(play.State.Standing.Single(token => token.ElementId == "c").Id, "b"));
        play.State.Tokens.Should().Equal("second", "b");
        play.Complete("b").Complete("c").State.Status.Should().Be(FlowStatus.Completed);
    }

    [Theory]
    [InlineData("a", "late", "move-event")]
    [InlineData("a", "nowhere", "move-apart")]
    public void A_move_that_makes_no_sense_changes_nothing(string from, string to, string code)
    {
        var play = new Player(TwoStages);
        var before = play.State.ToJson();
        play.Send(new MoveToken(play.State.Standing.Single(token => token.ElementId == from).Id, to));
        play.Last.Should().ContainSingle().Which.Should().BeOfType<TriggerIgnored>().Which.Code.Should().Be(code);
        play.State.ToJson().Should().Be(before);
    }

    [Fact]
    public void A_join_is_not_entered_by_hand_and_a_token_of_a_loop_does_not_leave_it()
    {
        var flow = Player.Compile(Process(
            Start() + "<bpmn:parallelGateway id=\"fork\"/>" + User("a") + User("b") + "<bpmn:parallelGateway id=\"join\"/>"
            + "<bpmn:userTask id=\"each\"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>" + End()
            + Path("start", "fork", "a", "join", "each", "end") + Path("fork", "b", "join")));
        var play = new Player(flow);
        play.Send(new MoveToken(play.State.Standing[0].Id, "join"));
        play.Effect<TriggerIgnored>().Code.Should().Be("move-join");
        play.Complete("a").Complete("b");
        play.Send(new MoveToken(play.State.Standing[^1].Id, "a"));
        play.Effect<TriggerIgnored>().Code.Should().Be("move-loop");
        play.Send(new MoveToken(play.State.Standing[0].Id, "a"));
        play.State.Tokens.Should().Equal("a");
        play.State.Waits.Should().ContainSingle("the instances of the loop are gone");
    }

    [Fact]
    public void Tokens_are_added_and_taken_away_but_never_the_last_one()
    {
        var play = new Player(TwoStages);
        play.Send(new AddToken("b"));
        play.State.Tokens.Should().BeEquivalentTo("first", "a", "second", "b");
        play.Send(new CancelToken(play.State.Standing.Single(token => token.ElementId == "first").Id));
        play.State.Tokens.Should().Equal("second", "b");
        play.Send(new CancelToken(play.State.Standing[0].Id));
        play.Effect<TriggerIgnored>().Code.Should().Be("move-last");
    }

    [Fact]
    public void A_skipped_step_is_passed_by()
    {
        var flow = Player.Compile(Process(
            Start() + "<bpmn:serviceTask id=\"call\" graballo:serviceType=\"webhook\"/>" + User("after") + End() + Path("start", "call", "after", "end")));
        var play = new Player(flow).Fail("call", "503");
        play.Send(new SkipIncident(play.State.Waits.Single().Id));
        play.State.Tokens.Should().Equal("after");
        play.Last.OfType<IncidentResolved>().Should().ContainSingle();
    }

    [Fact]
    public void Everything_waited_for_can_be_told_anew()
    {
        var play = new Player(TwoStages).Complete("a");
        var told = FlowEngine.Retell(TwoStages, play.State, FlowServices.None, play.Now);
        told.Should().BeEquivalentTo(play.All.Where(effect => effect is TimerSet || (effect is TaskOpened opened && opened.ElementId == "b")), options => options.PreferringRuntimeMemberTypes());
    }

    [Fact]
    public void A_step_that_takes_too_long_stops_as_an_incident_and_goes_on_when_tried_again()
    {
        var flow = Player.Compile(Process(Start() + Script("one", "1", "x") + Script("two", "2", "y") + User("after") + End() + Path("start", "one", "two", "after", "end")));
        var asked = 0;
        var step = FlowEngine.Start(flow, FeelContext.Empty, FlowServices.None with { OutOfTime = () => ++asked > 2 }, DateTimeOffset.UnixEpoch);
        step.Effects.OfType<IncidentRaised>().Should().ContainSingle().Which.ElementId.Should().Be("two");
        var retried = FlowEngine.Advance(flow, step.State, new RetryIncident(step.State.Waits.Single().Id), FlowServices.None, DateTimeOffset.UnixEpoch);
        retried.State.Tokens.Should().Equal("after");
    }

    [Theory]
    [InlineData("retries=\"21\"")]
    [InlineData("retries=\"many\"")]
    [InlineData("backOff=\"P2D\"")]
    [InlineData("backOff=\"PT0S\"")]
    [InlineData("timeout=\"PT3M\"")]
    [InlineData("timeout=\"P1M\"")]
    public void A_policy_out_of_bounds_refuses_deployment(string attribute)
    {
        var reading = Flow.Compile(Process(Start() + $"<bpmn:serviceTask id=\"call\" graballo:serviceType=\"webhook\" graballo:{attribute}/>" + End() + Path("start", "call", "end")));
        reading.Flow.Should().BeNull();
        reading.Findings.Should().Contain(finding => finding.Rule == "SERVICE_POLICY" && finding.ElementId == "call");
    }
}
