using System.Globalization;
using Graballo.Desk.Calendars;
using Graballo.Desk.Outside;
using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;
using Graballo.Workflows;

namespace Graballo.Desk.Runtime;

/// <summary>Runs the flows of a ticket inside a step: asks the engine, turns its effects into rows.</summary>
internal sealed partial class FlowRunner(TicketStep step, DefinitionCatalog catalog)
{
    // A flow that calls services for ever is stopped by the engine's own budget; this one stops flows that wake each other.
    private const int MostTriggers = 1_000;
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Guid, FlowState> _states = [];
    private readonly Queue<(FlowInstance Instance, FlowTrigger Trigger)> _pending = new();
    private bool _draining;
    private TriggerIgnored? _ignored;
    private int _triggers;

    /// <summary>Starts the newest version of a flow for the ticket.</summary>
    /// <exception cref="InvalidOperationException">No such flow is deployed.</exception>
    public async Task<FlowInstance> Start(string key, FeelContext variables, Guid? instanceId = null)
    {
        if (!step.Newest.Flows.TryGetValue(key, out var definitionId))
            throw new InvalidOperationException($"The flow '{key}' is not deployed.");
        var instance = new FlowInstance
        {
            Id = instanceId ?? step.NewId(),
            TicketId = step.Ticket.Id,
            DefinitionId = definitionId,
            FlowKey = key,
            State = "",
            StartedAt = step.Now,
        };
        step.Db.FlowInstances.Add(instance);
        step.Instances.Add(instance);
        await Apply(instance, FlowEngine.Start(catalog.Flow(definitionId), variables, Services(variables), step.Now));
        await Drain();
        return instance;
    }

    /// <summary>Gives one flow what it waits for.</summary>
    public async Task Advance(Guid instanceId, FlowTrigger trigger)
    {
        if (step.Instances.Find(row => row.Id == instanceId) is not { } instance)
            return;
        _pending.Enqueue((instance, trigger));
        await Drain();
    }

    /// <summary>Gives one flow something after what is being done now.</summary>
    public void Tell(FlowInstance instance, FlowTrigger trigger) => _pending.Enqueue((instance, trigger));

    /// <summary>Hands a message to the flow of this ticket that waits for it. False when none does.</summary>
    public async Task<bool> Deliver(string message, string? correlationKey, FeelContext payload)
    {
        var waiting = step.Subscriptions.Find(row => row.Takes(message, correlationKey));
        if (waiting is null)
            return false;
        await Advance(waiting.InstanceId, new MessageArrived(waiting.SubscriptionKey, payload));
        return true;
    }

    /// <summary>Completes a task of a person.</summary>
    public async Task Complete(HumanTask task, FeelContext result)
    {
        task.CompletedById = step.Actor.AgentId;
        await Advance(task.InstanceId, new TaskCompleted(task.TaskKey, result));
    }

    /// <summary>What completes a task, by the version of the flow that its instance is on.</summary>
    public IReadOnlyList<TaskField> FieldsOf(HumanTask task) =>
        step.Instances.Find(row => row.Id == task.InstanceId) is { } instance
            ? FlowEngine.FieldsOf(catalog.Flow(instance.DefinitionId), State(instance), Services(Variables(instance)), task.TaskKey)
            : [];

    /// <summary>Gives one flow what a person asks of it by hand.</summary>
    /// <returns>Why it makes no sense; null when it was done.</returns>
    public async Task<Refusal?> Force(FlowInstance instance, FlowTrigger trigger)
    {
        _ignored = null;
        await Advance(instance.Id, trigger);
        return _ignored is null ? null : new Refusal(_ignored.Code ?? "incident-gone");
    }

    /// <summary>How an instance stands now.</summary>
    public FlowState StateOf(FlowInstance instance) => State(instance);

    /// <summary>The effects of everything that an instance waits for.</summary>
    public IReadOnlyList<FlowEffect> Retell(FlowInstance instance) => FlowEngine.Retell(catalog.Flow(instance.DefinitionId), State(instance), Services(Variables(instance)), step.Now);

    /// <summary>Makes a row anew that an instance waits for.</summary>
    public async Task Restore(FlowInstance instance, FlowEffect effect)
    {
        // Whoever leads was told of the incident when it happened.
        if (effect is IncidentRaised)
            FlowEffects.Apply(step, instance, effect);
        else
            await Apply(instance, effect);
    }

    /// <summary>Goes on in another version of the flow.</summary>
    public async Task Migrate(FlowInstance instance, Guid to, IReadOnlyDictionary<string, string> mapping)
    {
        var moved = FlowMigration.Apply(State(instance), catalog.Flow(instance.DefinitionId), catalog.Flow(to), mapping, Services(Variables(instance)), step.Now);
        instance.DefinitionId = to;
        await Apply(instance, moved);
        await Drain();
    }

    /// <summary>Variables of an instance as they are now.</summary>
    public FeelContext Variables(FlowInstance instance) => State(instance).Variables;

    public void Save()
    {
        foreach (var instance in step.Instances)
        {
            if (_states.TryGetValue(instance.Id, out var state))
                instance.State = state.ToJson();
        }
        step.Instances.RemoveAll(instance => !instance.IsActive);
        _triggers = 0;
        _states.Clear();
    }

    private async Task Drain()
    {
        // A flow that starts another one is still draining: it goes on with what that one brings.
        if (_draining)
            return;
        _draining = true;
        while (_pending.TryDequeue(out var next))
        {
            if (next.Instance.IsActive && Bounded(next.Trigger) is { } trigger)
                await Apply(next.Instance, FlowEngine.Advance(catalog.Flow(next.Instance.DefinitionId), State(next.Instance), trigger, Services(Variables(next.Instance)), step.Now));
        }
        _draining = false;
    }

    /// <summary>What the incident of a signal or message says that flows give each other without end.</summary>
    public static string Echo(int rounds) => $"The signal or message went {rounds} times from ticket to ticket: it goes round in an endless loop.";

    /// <summary>Beyond the limit a service or a wait fails, which is an incident.</summary>
    private FlowTrigger? Bounded(FlowTrigger trigger) => _triggers++ < MostTriggers ? trigger : trigger switch
    {
        ServiceCompleted served => new ServiceFailed(served.JobId, $"The flow used {MostTriggers} services in one step: it goes round in an endless loop."),
        MessageArrived message => new WaitFailed(message.SubscriptionId, Echo(MostTriggers)),
        SignalArrived signal => new WaitFailed(signal.SubscriptionIdOrName, Echo(MostTriggers)),
        ServiceFailed or WaitFailed => trigger,
        _ => null,
    };

    private FlowServices Services(FeelContext variables) =>
        catalog.Services(step.Newest, name => FlowCalendars.Of(step, name, variables), step.Now) with { OutOfTime = () => step.Took > LongestStep, Zone = TimeZoneInfo.FindSystemTimeZoneById(step.Settings.TimeZone) };

    private FlowState State(FlowInstance instance)
    {
        if (!_states.TryGetValue(instance.Id, out var state))
            _states[instance.Id] = state = FlowState.FromJson(instance.State);
        return state;
    }

    private async Task Apply(FlowInstance instance, FlowStep stepped)
    {
        _states[instance.Id] = stepped.State;
        foreach (var effect in stepped.Effects)
            await Apply(instance, effect);
    }

    private async Task Apply(FlowInstance instance, FlowEffect effect)
    {
        switch (effect)
        {
            case StageEntered { Stage: var code } when Codes.StageOf(code) is { } stage:
                step.EnterStage(stage);
                break;
            case StageLeft { Stage: var code } when Codes.StageOf(code) is { } stage:
                step.LeaveStage(stage);
                break;
            case ElementLeft { Cancelled: false, ElementId: var element }:
                FlowEffects.Visit(instance, element);
                break;
            case TaskOpened opened:
                FlowEffects.Open(step, instance, opened);
                break;
            case TaskClosed closed:
                FlowEffects.Close(step, instance, closed);
                break;
            case ServiceCalled called:
                await Serve(instance, called);
                break;
            case ServiceCancelled cancelled:
                await QueueCall.Cancel(step, instance, cancelled.JobId);
                break;
            case DecisionTaken taken:
                var reasons = Decisions.Record(step, taken);
                if (taken.DecisionRef == "assignment")
                    step.LastReasons = reasons;
                else if (taken.DecisionRef == ServiceLevels.Agreements.Decision)
                    step.ServiceLevelReasons = reasons;
                break;
            case IncidentRaised raised:
                FlowEffects.Apply(step, instance, raised);
                // Before there is a group nobody is in charge yet; whoever assigns tells then.
                if (step.Ticket.GroupId != Guid.Empty)
                    await Notices.Incident(step, instance.Id, raised.IncidentId, raised.Error);
                break;
            case TriggerIgnored ignored:
                _ignored = ignored;
                break;
            case FlowEnded:
                await End(instance);
                break;
            case MessageThrown thrown:
                await Throw(thrown.MessageName, thrown.CorrelationKey, thrown.Payload);
                break;
            case SignalThrown thrown:
                // The engine itself delivers inside the flow that throws.
                foreach (var waiting in step.Subscriptions.Where(row => row.IsSignal && row.Name == thrown.SignalName && row.InstanceId != instance.Id))
                    _pending.Enqueue((step.Instances.Single(row => row.Id == waiting.InstanceId), new SignalArrived(waiting.SubscriptionKey, thrown.Payload)));
                await AcrossTickets.Signal(step, thrown.SignalName, thrown.Payload);
                break;
            default:
                FlowEffects.Apply(step, instance, effect);
                break;
        }
    }

    // The flows of the same ticket come first.
    private async Task Throw(string message, string? correlationKey, FeelContext payload)
    {
        if (step.Subscriptions.Find(row => row.Takes(message, correlationKey)) is not { } waiting)
            await AcrossTickets.Message(step, message, correlationKey, payload);
        else
            _pending.Enqueue((step.Instances.Single(row => row.Id == waiting.InstanceId), new MessageArrived(waiting.SubscriptionKey, payload)));
    }

    private async Task Serve(FlowInstance instance, ServiceCalled called)
    {
        if (QueueCall.IsOutside(called.ServiceType) && await QueueCall.Act(step, instance, called) is var queued)
        {
            if (!queued.Ok)
                _pending.Enqueue((instance, new ServiceFailed(called.JobId, queued.Refusal.Text(CultureInfo.InvariantCulture))));
            return;
        }
        var served = await ServiceTypes.Run(step, instance, called);
        _pending.Enqueue((instance, served.Ok
            ? new ServiceCompleted(called.JobId, served.Value)
            : new ServiceFailed(called.JobId, served.Refusal.Text(CultureInfo.InvariantCulture))));
    }

    // The ticket ends with the flow that carries it; hand-offs are flows beside it.
    private async Task End(FlowInstance instance)
    {
        instance.IsActive = false;
        instance.EndedAt = step.Now;
        FlowEffects.ReleaseAll(step, instance);
        if (instance.FlowKey != HandoffFlow.Key && !step.Instances.Exists(row => row.IsActive && row.FlowKey != HandoffFlow.Key))
            await Closing.Close(step);
    }
}
