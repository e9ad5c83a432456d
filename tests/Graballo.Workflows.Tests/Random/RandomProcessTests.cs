using CsCheck;
using Graballo.Rules.Feel;

namespace Graballo.Workflows.Tests;

/// <summary>
/// Random well-formed processes, random paths through them. A failure prints the seed; give it to Sample to see
/// the same process and path again.
/// </summary>
public class RandomProcessTests(ITestOutputHelper output)
{
    private int played;
    private int ended;
    private long steps;

    private const int MaxSteps = 150;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_step_is_repeatable_saved_whole_and_leads_to_an_end()
    {
        Gen.Select(Block.Gen.Array[2, 4].Select(blocks => (Block)new Block.Sequence(blocks)), Gen.Int[0, 7], Gen.Int[0, int.MaxValue].Array[MaxSteps]).Sample(
            (block, pick, choices) => Play(block, pick, choices),
            iter: 300,
            threads: 1,
            print: sample => RandomProcess.Write(sample.Item1));
        output.WriteLine($"{played} processes, {steps} steps, {ended} played to their end");
        ended.Should().BeGreaterThan(played / 2);
    }

    private bool Play(Block block, int pick, int[] choices)
    {
        var reading = Flow.Compile(RandomProcess.Write(block));
        reading.Findings.Where(finding => finding.Severity == FindingSeverity.Error).Should().BeEmpty();
        var flow = reading.Flow!;
        var variables = FeelContext.Empty.With("pick", FeelValue.From(pick));
        var now = Start;
        var books = new Books();
        played++;
        var step = Twice(() => FlowEngine.Start(flow, variables, FlowServices.None, now));
        books.Enter(step);
        foreach (var choice in choices)
        {
            books.Check(step.State);
            if (step.State.Status != FlowStatus.Active)
            {
                ended++;
                return true;
            }

            steps++;
            var trigger = Choose(step.State, choice, ref now);
            var state = step.State.ToJson();
            step = Twice(() => FlowEngine.Advance(flow, FlowState.FromJson(state), trigger, FlowServices.None, now));
            books.Answered(trigger);
            books.Enter(step);
        }

        return true;
    }

    /// <summary>Same input, same output; and the state survives being saved.</summary>
    private static FlowStep Twice(Func<FlowStep> take)
    {
        var first = take();
        var second = take();
        first.Effects.Select(effect => effect.ToString()).Should().Equal(second.Effects.Select(effect => effect.ToString()));
        var json = first.State.ToJson();
        json.Should().Be(second.State.ToJson());
        FlowState.FromJson(json).ToJson().Should().Be(json);
        return first with { State = FlowState.FromJson(json) };
    }

    private static FlowTrigger Choose(FlowState state, int choice, ref DateTimeOffset now)
    {
        var waits = state.Waits;
        var wait = waits[choice % waits.Count];
        switch (wait.Kind)
        {
            case "task":
                return new TaskCompleted(wait.Id, FeelContext.Empty);
            case "job" when choice % 11 == 0:
                return new ServiceFailed(wait.Id, "down");
            case "job" when choice % 7 == 0:
                return new ServiceFailed(wait.Id, "refused", "E");
            case "job":
                return new ServiceCompleted(wait.Id, FeelContext.Empty);
            case "timer":
                now = wait.DueAt!.Value > now ? wait.DueAt.Value : now;
                return new TimerDue(wait.Id);
            case "message":
                return new MessageArrived(wait.Id, FeelContext.Empty);
            case "signal":
                return new SignalArrived(choice % 2 == 0 ? wait.Id : wait.Name!, FeelContext.Empty);
            default:
                return new RetryIncident(wait.Id);
        }
    }

    /// <summary>What the desk would have in its tables: kept from the effects alone, compared with the state.</summary>
    private sealed class Books
    {
        private readonly HashSet<string> open = [];
        private int entered;
        private int left;
        private int stages;

        public void Enter(FlowStep step)
        {
            foreach (var effect in step.Effects)
                Enter(effect);
        }

        /// <summary>The desk knows itself that a service answered; everything else the engine says.</summary>
        public void Answered(FlowTrigger trigger)
        {
            if (trigger is ServiceCompleted completed)
                open.Remove(completed.JobId);
            else if (trigger is ServiceFailed failed)
                open.Remove(failed.JobId);
        }

        public void Check(FlowState state)
        {
            open.Should().BeEquivalentTo(state.Waits.Where(wait => wait.Kind != "condition").Select(wait => wait.Id));
            (entered - left).Should().Be(state.TokenRows.Count(token => token.Phase == Engine.State.TokenPhase.Active)
                + state.ScopeRows.Count(scope => scope.Kind == Engine.State.ScopeKind.EventSub), "who entered an element and did not leave it is inside");
            if (state.Status == FlowStatus.Active)
            {
                state.Waits.Should().NotBeEmpty("an instance that waits for nothing waits for ever");
                state.Waits.Where(wait => wait.Kind == "incident").Select(wait => wait.Name).Should().NotContain(Engine.Run.Deadlock);
                return;
            }

            state.Tokens.Should().BeEmpty();
            open.Should().BeEmpty();
            stages.Should().Be(0);
        }

        private void Enter(FlowEffect effect)
        {
            switch (effect)
            {
                case TaskOpened task: Add(task.TaskId); break;
                case TaskClosed task: Remove(task.TaskId); break;
                case TimerSet timer: Add(timer.TimerId); break;
                case TimerCleared timer: Remove(timer.TimerId); break;
                case MessageAwaited message: Add(message.SubscriptionId); break;
                case MessageReleased message: Remove(message.SubscriptionId); break;
                case SignalAwaited signal: Add(signal.SubscriptionId); break;
                case SignalReleased signal: Remove(signal.SubscriptionId); break;
                case ServiceCalled call: Add(call.JobId); break;
                case ServiceCancelled call: Remove(call.JobId); break;
                case IncidentRaised incident: Add(incident.IncidentId); break;
                case IncidentResolved incident: Remove(incident.IncidentId); break;
                case ElementEntered: entered++; break;
                case ElementLeft: left++; break;
                case StageEntered: stages++; break;
                case StageLeft: stages--; break;
            }
        }

        private void Add(string id) => open.Add(id).Should().BeTrue($"{id} is given out once");

        private void Remove(string id) => open.Remove(id).Should().BeTrue($"{id} is open when it is closed");
    }
}
