using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <content>Waiting: timers, messages, signals, conditions, tasks, jobs (BPMN 2.0.2 §13.5.1).</content>
internal sealed partial class Run
{
    public Wait[] WaitsOf(int token) => waits.Where(wait => wait.Token == token);

    public Wait AddWait(WaitKind kind, int token, int scope, string node, int definition = 0, Counted? counted = null) =>
        waits.Add(new Wait(nextId++, kind, token, scope, node, definition) { Counted = counted });

    /// <summary>Starts waiting for every event definition of a catch event.</summary>
    /// <param name="token">The token that waits, 0 when the scope does.</param>
    public void Arm(Node node, int token, int scope)
    {
        for (var at = 0; at < node.Events.Count; at++)
            Arm(node, at, token, scope);
    }

    private void Arm(Node node, int definition, int token, int scope)
    {
        var what = node.Events[definition];
        switch (what.Kind)
        {
            case EventKind.Timer:
                ArmTimer(node, definition, token, scope, TimerText.First(what.Timer!, this, ContextOf(scope)));
                break;
            case EventKind.Message:
                AwaitMessage(node.Id, definition, token, scope, what.Name!, what.CorrelationKey);
                break;
            case EventKind.Signal:
                var signal = waits.Add(new Wait(nextId++, WaitKind.Signal, token, scope, node.Id, definition) { Text = what.Name });
                Emit(new SignalAwaited(signal.PublicId, node.Id, what.Name!));
                break;
            case EventKind.Conditional:
                AddWait(WaitKind.Condition, token, scope, node.Id, definition);
                conditionsDue = true;
                break;
        }
    }

    public void AwaitMessage(string node, int definition, int token, int scope, string name, Expression? key)
    {
        var correlation = key is null ? null : Texts.Key(key.Evaluate(ContextOf(scope), Options));
        var wait = waits.Add(new Wait(nextId++, WaitKind.Message, token, scope, node, definition) { Text = name });
        Emit(new MessageAwaited(wait.PublicId, node, name, correlation));
    }

    private void ArmTimer(Node node, int definition, int token, int scope, TimerText.Firing firing)
    {
        var wait = waits.Add(new Wait(nextId++, WaitKind.Timer, token, scope, node.Id, definition) { Due = firing.DueAt, Text = firing.Rest, Counted = firing.Counted });
        Emit(Set(wait));
    }

    private static TimerSet Set(Wait wait) => new(wait.PublicId, wait.Node, wait.Due!.Value) { Calendar = wait.Counted?.Calendar };

    /// <summary>Ends all waiting of a token.</summary>
    public void ClearWaits(int token)
    {
        for (var at = waits.Count - 1; at >= 0; at--)
            if (waits[at].Token == token)
            {
                Clear(waits[at]);
                at = Math.Min(at, waits.Count);
            }
    }

    /// <summary>Ends one waiting and says so.</summary>
    public void Clear(Wait wait)
    {
        if (waits.Remove(wait.Id))
            Release(wait);
    }

    /// <summary>Says that a wait is over.</summary>
    public void Release(Wait wait)
    {
        FlowEffect? effect = wait.Kind switch
        {
            WaitKind.Task => new TaskClosed(wait.PublicId, TaskCloseReason.Cancelled),
            WaitKind.Timer => new TimerCleared(wait.PublicId),
            WaitKind.Message => new MessageReleased(wait.PublicId),
            WaitKind.Signal => new SignalReleased(wait.PublicId),
            WaitKind.Job => new ServiceCancelled(wait.PublicId),
            WaitKind.Incident => new IncidentResolved(wait.PublicId),
            _ => null,
        };
        if (effect is not null)
            Emit(effect);
    }

    /// <summary>What a wait waits for has come. It is released too: a signal of this instance may have brought it.</summary>
    public void Fire(Wait wait, FeelContext payload)
    {
        if (waits.Find(wait.Id) is null)
            return;
        Clear(wait);
        var node = NodeOf(wait.Scope, wait.Node);
        try
        {
            if (wait.Kind == WaitKind.Timer && wait.Text is not null)
                Rearm(wait, node);
            if (wait.Token == 0)
                StartEventSubProcess(wait.Scope, node, payload);
            else if (tokens.Find(wait.Token) is { } token)
                Fire(token, node, payload);
        }
        catch (Exception error) when (IsStepError(error))
        {
            if (tokens.Find(wait.Token) is { } token)
                Incident(token, error.Message);
            else
                IncidentAt(wait.Scope, wait.Node, error.Message);
        }
    }

    private void Fire(Token token, Node node, FeelContext payload)
    {
        if (node.AttachedTo is not null)
            FireBoundary(token, node, payload);
        else if (token.Node != node.Id)
            FireAfterGateway(token, node, payload);
        else
            FireCatch(token, node, payload);
    }

    /// <summary>A cycle goes on from when it was due, not from when somebody noticed.</summary>
    private void Rearm(Wait wait, Node node)
    {
        var repeats = node.AttachedTo is not null || wait.Token == 0 ? !node.Interrupting : false;
        if (repeats && TimerText.Next(node.Events[wait.Definition].Timer!, wait.Text!, wait.Due!.Value, this) is { } firing)
            ArmTimer(node, wait.Definition, wait.Token, wait.Scope, firing);
    }

    private void FireBoundary(Token token, Node boundary, FeelContext payload)
    {
        if (boundary.ParallelMultiple && waits.Where(wait => wait.Token == token.Id && wait.Node == boundary.Id).Length > 0)
            return;
        foreach (var other in waits.Where(wait => wait.Token == token.Id && wait.Node == boundary.Id && boundary.Interrupting))
            Clear(other);
        TriggerBoundary(token, boundary, payload);
    }

    /// <summary>The first event after an event-based gateway decides; the others are no longer wanted (BPMN 2.0.2 §13.4.4).</summary>
    private void FireAfterGateway(Token token, Node node, FeelContext payload)
    {
        var gateway = NodeOf(token);
        ClearWaits(token.Id);
        Emit(new ElementLeft(gateway.Id, TokenId(token)));
        token = Update(token with { Node = node.Id, Via = null, Phase = TokenPhase.Active });
        Emit(new ElementEntered(node.Id, TokenId(token)));
        Results.Apply(this, token, node, payload);
        if (node.IsActivity)
            EndActivity(token, node);
        else
            Depart(token, node);
    }

    private void FireCatch(Token token, Node node, FeelContext payload)
    {
        Results.Apply(this, token, node, payload);
        if (node.IsActivity)
        {
            EndActivity(token, node);
            return;
        }

        if (node.ParallelMultiple && WaitsOf(token.Id).Length > 0)
            return;
        ClearWaits(token.Id);
        Depart(token, node);
    }
}
