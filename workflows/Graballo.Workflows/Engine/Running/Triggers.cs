using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;

namespace Graballo.Workflows.Engine;

/// <summary>Brings a trigger to what waits for it.</summary>
internal static class Triggers
{
    private static readonly Ignored Gone = new("Nothing waits for that any more.");

    /// <summary>Null when it did something, else why it did not.</summary>
    public static Ignored? Apply(Run run, FlowTrigger trigger) => trigger switch
    {
        TaskCompleted task => Complete(run, WaitKind.Task, task.TaskId, task.Result),
        ServiceCompleted job => Complete(run, WaitKind.Job, job.JobId, job.Result, job.Whole),
        ServiceFailed job => Fail(run, job),
        TimerDue timer => Fire(run, WaitKind.Timer, timer.TimerId, FeelContext.Empty),
        MessageArrived message => Fire(run, WaitKind.Message, message.SubscriptionId, message.Payload),
        SignalArrived signal => Signal(run, signal),
        WaitFailed failed => Fail(run, failed),
        RetryIncident incident => Retry(run, incident),
        SkipIncident incident => run.Wait(WaitKind.Incident, incident.IncidentId) is { } wait ? Moves.Skip(run, wait) : Gone,
        MoveToken move => Moves.Move(run, move.TokenId, move.ElementId),
        CancelToken cancel => Moves.Cancel(run, cancel.TokenId),
        AddToken add => Moves.Add(run, add.ElementId),
        VariablesChanged change => Change(run, change.Changes),
        CancelFlow cancel => Cancel(run, cancel.Reason),
        _ => new Ignored("The engine does not know this trigger."),
    };

    private static Ignored? Complete(Run run, WaitKind kind, string id, FeelContext result, object? whole = null)
    {
        if (run.Wait(kind, id) is not { } wait || run.Find(wait.Token) is not { } token)
            return Gone;
        var node = run.NodeOf(token);
        try
        {
            Results.Apply(run, token, node, result, whole);
        }
        catch (Exception error) when (Run.IsStepError(error))
        {
            run.Consume(wait);
            run.Incident(token, error.Message);
            return null;
        }

        run.Consume(wait);
        if (kind == WaitKind.Task)
            run.Emit(new TaskClosed(wait.PublicId, TaskCloseReason.Completed));
        run.EndActivity(token, node);
        return null;
    }

    private static Ignored? Fail(Run run, ServiceFailed job)
    {
        if (run.Wait(WaitKind.Job, job.JobId) is not { } wait || run.Find(wait.Token) is not { } token)
            return Gone;
        run.Consume(wait);
        // An error that nothing catches stays where it happened, for people to see and retry.
        if (job.ErrorCode is null || !run.ThrowError(Outer(run, token), job.ErrorCode, FeelContext.Empty, ownBoundary: true))
            run.Incident(token, job.Error);
        return null;
    }

    private static Ignored? Fail(Run run, WaitFailed failed)
    {
        if ((run.Wait(WaitKind.Message, failed.SubscriptionId) ?? run.Wait(WaitKind.Signal, failed.SubscriptionId)) is not { } wait)
            return Gone;
        run.Fail(wait, failed.Error);
        return null;
    }

    /// <summary>The boundary events of a looping activity sit on the token around its instances.</summary>
    private static Token Outer(Run run, Token token) =>
        run.IsInner(token) ? run.Find(run.ScopeOf(run.ScopeOf(token.Scope)!.Parent)!.Owner)! : token;

    private static Ignored? Fire(Run run, WaitKind kind, string id, FeelContext payload)
    {
        if (run.Wait(kind, id) is not { } wait)
            return Gone;
        run.Deliver(wait, payload);
        return null;
    }

    private static Ignored? Signal(Run run, SignalArrived signal)
    {
        if (run.Wait(WaitKind.Signal, signal.SubscriptionIdOrName) is { } wait)
        {
            run.Deliver(wait, signal.Payload);
            return null;
        }

        return run.DeliverSignal(signal.SubscriptionIdOrName, signal.Payload) ? null : Gone;
    }

    private static Ignored? Retry(Run run, RetryIncident incident)
    {
        if (run.Wait(WaitKind.Incident, incident.IncidentId) is not { } wait)
            return Gone;
        run.Retry(wait);
        return null;
    }

    private static Ignored? Change(Run run, FeelContext changes)
    {
        run.SetAll(run.Root.Id, changes);
        return null;
    }

    private static Ignored? Cancel(Run run, string reason)
    {
        run.End(FlowStatus.Terminated, reason);
        return null;
    }
}

/// <summary>Why a trigger does nothing.</summary>
/// <param name="Code">Stable word of a refusal that screens translate.</param>
internal sealed record Ignored(string Reason, string? Code = null);
