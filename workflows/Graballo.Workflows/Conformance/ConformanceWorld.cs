using Graballo.Rules.Feel;

namespace Graballo.Workflows.Conformance;

/// <summary>
/// A little world for the processes of one file: a clock, message delivery by name, signals to all, people and
/// services that answer at once with nothing.
/// </summary>
internal sealed class ConformanceWorld
{
    private const int MaxSteps = 5_000;

    private readonly Flow flow;
    private readonly FlowServices services;
    private readonly List<(int Instance, FlowEffect Effect)> todo = [];
    private readonly List<MessageThrown> undelivered = [];
    private DateTimeOffset now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private int steps;

    public ConformanceWorld(Flow flow)
    {
        this.flow = flow;
        services = FlowServices.None with { FindFlow = (key, _) => flow.ProcessIds.Contains(key) ? flow : null };
    }

    public List<FlowState> Instances { get; } = [];

    public HashSet<string> Incidents { get; } = [];

    public int Start(string process, FeelContext variables, string? at = null)
    {
        var step = FlowEngine.Start(flow, variables, services, now, process, at);
        var instance = Instances.Count;
        Instances.Add(step.State);
        Note(instance, step);
        Settle();
        return instance;
    }

    /// <summary>Lets time pass: timers come in the order they are due.</summary>
    public void Advance(TimeSpan span)
    {
        var until = now + span;
        while (steps < MaxSteps && NextTimer() is { } next && next.DueAt <= until)
        {
            now = next.DueAt > now ? next.DueAt : now;
            Trigger(next.Instance, new TimerDue(next.Id));
            Settle();
        }

        now = until;
    }

    private (int Instance, string Id, DateTimeOffset DueAt)? NextTimer() =>
        Instances.SelectMany((state, instance) => state.Waits
                .Where(wait => wait.Kind == "timer")
                .Select(wait => ((int, string, DateTimeOffset)?)(instance, wait.Id, wait.DueAt!.Value)))
            .OrderBy(timer => timer!.Value.Item3)
            .FirstOrDefault();

    private void Trigger(int instance, FlowTrigger trigger)
    {
        if (++steps > MaxSteps)
            return;
        var step = FlowEngine.Advance(flow, Instances[instance], trigger, services, now);
        Instances[instance] = step.State;
        Note(instance, step);
    }

    private void Note(int instance, FlowStep step)
    {
        foreach (var effect in step.Effects)
            todo.Add((instance, effect));
    }

    private void Settle()
    {
        while (todo.Count > 0)
        {
            var (instance, effect) = todo[0];
            todo.RemoveAt(0);
            Answer(instance, effect);
        }
    }

    private void Answer(int instance, FlowEffect effect)
    {
        switch (effect)
        {
            case TaskOpened task:
                Trigger(instance, new TaskCompleted(task.TaskId, FeelContext.Empty));
                break;
            case ServiceCalled call:
                Trigger(instance, new ServiceCompleted(call.JobId, FeelContext.Empty));
                break;
            case MessageThrown message when !Deliver(message):
                undelivered.Add(message);
                break;
            case MessageAwaited waiting when undelivered.Find(message => message.MessageName == waiting.MessageName) is { } message:
                undelivered.Remove(message);
                Trigger(instance, new MessageArrived(waiting.SubscriptionId, message.Payload));
                break;
            case SignalThrown signal:
                Broadcast(instance, signal);
                break;
            case IncidentRaised incident:
                Incidents.Add(incident.Error);
                break;
        }
    }

    private bool Deliver(MessageThrown message)
    {
        for (var at = 0; at < Instances.Count; at++)
            foreach (var wait in Instances[at].Waits)
                if (wait.Kind == "message" && wait.Name == message.MessageName)
                {
                    Trigger(at, new MessageArrived(wait.Id, message.Payload));
                    return true;
                }

        if (StartedBy("message", message.MessageName) is not { } trigger)
            return false;
        Start(trigger.ProcessId, message.Payload, trigger.ElementId);
        return true;
    }

    private void Broadcast(int thrower, SignalThrown signal)
    {
        for (var at = 0; at < Instances.Count; at++)
            if (at != thrower && Instances[at].Status == FlowStatus.Active)
                Trigger(at, new SignalArrived(signal.SignalName, signal.Payload));
        if (StartedBy("signal", signal.SignalName) is { } trigger)
            Start(trigger.ProcessId, signal.Payload, trigger.ElementId);
    }

    private FlowStartTrigger? StartedBy(string kind, string name) =>
        flow.StartTriggers.FirstOrDefault(trigger => trigger.Kind == kind && trigger.Name == name);
}
