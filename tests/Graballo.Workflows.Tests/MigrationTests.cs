using Graballo.Rules.Feel;
using static Graballo.Workflows.Tests.Bpmn;

namespace Graballo.Workflows.Tests;

public class MigrationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly Flow Old = Player.Compile(Process(
        Start() + Script("before", "1", "n") + "<bpmn:userTask id=\"work\" name=\"Trabajo\"/>" + Boundary("late", "work", Timer("PT1H"), interrupting: false) + User("told") + End()
        + Path("start", "before", "work", "end") + Path("late", "told", "end")));

    [Fact]
    public void An_instance_goes_on_in_the_new_version_and_nothing_runs_again()
    {
        var next = Player.Compile(Process(
            Start() + Script("before", "2", "n") + "<bpmn:userTask id=\"labour\" name=\"Trabajo\"/>" + Boundary("soon", "labour", Timer("PT5M"), interrupting: false) + User("told") + Script("extra", "3", "m") + End()
            + Path("start", "before", "labour", "extra", "end") + Path("soon", "told", "end")));
        var state = new Player(Old).State;
        var task = state.Waits.Single(wait => wait.Kind == "task").Id;
        var mapping = FlowMigration.Propose(Old, next);
        mapping["work"].Should().Be("labour");
        FlowMigration.Check(state, Old, next, mapping).Should().BeEmpty();

        var step = FlowMigration.Apply(state, Old, next, mapping, FlowServices.None, Now);

        step.Effects.Select(effect => effect.GetType()).Should().Equal(typeof(TimerCleared), typeof(TimerSet));
        step.State.Tokens.Should().Equal("labour");
        var done = FlowEngine.Advance(next, FlowState.FromJson(step.State.ToJson()), new TaskCompleted(task, FeelContext.Empty), FlowServices.None, Now);
        done.State.Status.Should().Be(FlowStatus.Completed);
        FeelValue.Display(done.State.Variables["n"]).Should().Be("1");
        FeelValue.Display(done.State.Variables["m"]).Should().Be("3");
    }

    [Fact]
    public void What_stands_in_the_way_is_told_and_nothing_moves()
    {
        var next = Player.Compile(Process(Start() + "<bpmn:manualTask id=\"work\"/>" + End() + Path("start", "work", "end")));
        var state = new Player(Old).State;
        var mapping = FlowMigration.Propose(Old, next);
        FlowMigration.Check(state, Old, next, mapping).Should().ContainSingle().Which.ElementId.Should().Be("work");
        FluentActions.Invoking(() => FlowMigration.Apply(state, Old, next, mapping, FlowServices.None, Now)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Every_waiting_shipped_flow_moves_to_itself_unchanged()
    {
        var flow = Player.Compile(Folders.Definition("ticket-lifecycle"));
        var play = new Player(flow, null, FlowServices.None with { Decide = (_, _) => new DecisionOutcome(null, null) });
        var mapping = FlowMigration.Propose(flow, flow);
        foreach (var element in new[] { "acknowledge", "assign", "commit" })
        {
            var step = FlowMigration.Apply(play.State, flow, flow, mapping, FlowServices.None, Now);
            step.Effects.Should().BeEmpty();
            step.State.ToJson().Should().Be(play.State.ToJson());
            play.Answer(element);
        }
    }
}
