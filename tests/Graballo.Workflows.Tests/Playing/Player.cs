using Graballo.Rules.Feel;

namespace Graballo.Workflows.Tests;

/// <summary>
/// Plays one instance the way the desk does: answers services, keeps the clock, hands back triggers. After
/// every step the state goes through JSON, and the step is taken twice to see that nothing differs.
/// </summary>
internal sealed class Player
{
    private readonly Flow flow;

    public Player(Flow flow, object? variables = null, FlowServices? services = null, string? startAt = null)
    {
        this.flow = flow;
        Services = services ?? FlowServices.None;
        var start = FlowEngine.Start(flow, Context(variables), Services, Now, null, startAt);
        State = start.State;
        Take(start, () => FlowEngine.Start(flow, Context(variables), Services, Now, null, startAt));
    }

    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public FlowServices Services { get; set; }

    public FlowState State { get; private set; }

    public List<FlowEffect> Last { get; } = [];

    public List<FlowEffect> All { get; } = [];

    public List<string> Entered => [.. All.OfType<ElementEntered>().Select(entered => entered.ElementId)];

    public List<string> Incidents => [.. All.OfType<IncidentRaised>().Select(incident => incident.Error)];

    public static Flow Compile(string xml)
    {
        var reading = Flow.Compile(xml);
        return reading.Flow ?? throw new InvalidOperationException(string.Join('\n', reading.Findings));
    }

    public static FeelContext Context(object? variables) =>
        variables is null ? FeelContext.Empty : (FeelContext)FeelValue.From(variables)!;

    public Player Send(FlowTrigger trigger)
    {
        var before = State;
        var now = Now;
        Take(
            FlowEngine.Advance(flow, before, trigger, Services, now),
            () => FlowEngine.Advance(flow, FlowState.FromJson(before.ToJson()), trigger, Services, now));
        return this;
    }

    public Player Complete(string element, object? result = null) =>
        Send(new TaskCompleted(Waiting("task", element).Id, Context(result)));

    public Player Answer(string element, object? result = null) =>
        Send(new ServiceCompleted(Waiting("job", element).Id, Context(result)));

    public Player Fail(string element, string error, string? code = null) =>
        Send(new ServiceFailed(Waiting("job", element).Id, error, code));

    public Player Message(string element, object? payload = null) =>
        Send(new MessageArrived(Waiting("message", element).Id, Context(payload)));

    /// <summary>The clock goes to the moment a timer is due.</summary>
    public Player Due(string element)
    {
        var timer = Waiting("timer", element);
        Now = timer.DueAt!.Value > Now ? timer.DueAt.Value : Now;
        return Send(new TimerDue(timer.Id));
    }

    public Player Retry() => Send(new RetryIncident(State.Waits.First(wait => wait.Kind == "incident").Id));

    public bool Waits(string kind, string element) => State.Waits.Any(wait => wait.Kind == kind && wait.ElementId == element);

    public T Effect<T>()
        where T : FlowEffect => All.OfType<T>().Last();

    private FlowWait Waiting(string kind, string element) =>
        State.Waits.FirstOrDefault(wait => wait.Kind == kind && wait.ElementId == element)
        ?? throw new InvalidOperationException($"No {kind} waits at '{element}'; there are: " + string.Join(", ", State.Waits));

    private void Take(FlowStep step, Func<FlowStep> again)
    {
        var repeated = again();
        repeated.Effects.Select(effect => effect.ToString()).Should().Equal(step.Effects.Select(effect => effect.ToString()));
        repeated.State.ToJson().Should().Be(step.State.ToJson());
        State = FlowState.FromJson(step.State.ToJson());
        State.ToJson().Should().Be(step.State.ToJson());
        Last.Clear();
        Last.AddRange(step.Effects);
        All.AddRange(step.Effects);
    }
}
