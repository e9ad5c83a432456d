using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <content>Throwing errors, escalations and signals (BPMN 2.0.2 §10.5.1, §10.5.7).</content>
internal sealed partial class Run
{
    /// <summary>Gives a signal to everything of this instance that waits for it, and to the world.</summary>
    public void ThrowSignal(string element, string name, FeelContext payload)
    {
        Emit(new SignalThrown(element, name, payload));
        DeliverSignal(name, payload);
    }

    public bool DeliverSignal(string name, FeelContext payload)
    {
        var waiting = waits.Where(wait => wait.Kind == WaitKind.Signal && wait.Text == name);
        foreach (var wait in waiting)
            if (waits.Find(wait.Id) is { } still)
                Deliver(still, payload);
        return waiting.Length > 0;
    }

    /// <summary>Fires a message or signal; what does not interrupt goes on waiting for the next.</summary>
    public void Deliver(Wait wait, FeelContext payload)
    {
        var node = NodeOf(wait.Scope, wait.Node);
        Fire(wait, payload);
        if (node.AttachedTo is not null && tokens.Find(wait.Token) is { } token && token.Node == node.AttachedTo.Id)
            KeepListening(token, node, wait);
    }

    /// <summary>Throws a BPMN error from a token's activity or end event; the innermost catch takes over.</summary>
    /// <returns>Whether anything caught it.</returns>
    public bool ThrowError(Token origin, string? code, FeelContext payload, bool ownBoundary) =>
        Throw(EventKind.Error, origin, code, payload, ownBoundary);

    /// <summary>Throws an escalation; when nothing catches it the flow goes on (BPMN 2.0.2 §10.5.7).</summary>
    public void ThrowEscalation(Token origin, string? code, FeelContext payload, bool ownBoundary = false) =>
        Throw(EventKind.Escalation, origin, code, payload, ownBoundary);

    private bool Throw(EventKind kind, Token origin, string? code, FeelContext payload, bool ownBoundary)
    {
        if (ownBoundary && Catch(origin, kind, code, payload))
            return true;
        for (var scope = scopes.Find(origin.Scope); scope is not null;)
        {
            if (CatchInside(scope, kind, code, payload))
                return true;
            (var owner, scope) = Around(scope);
            if (owner is not null && Catch(owner, kind, code, payload))
                return true;
        }

        return false;
    }

    /// <summary>An error of the flow itself that nothing caught ends the instance (BPMN 2.0.2 §10.5.6).</summary>
    public void FailFor(string? code) => End(FlowStatus.Failed, code ?? "error");

    /// <summary>Throws an event to the boundary events of an activity itself, as multi-instance ones do.</summary>
    public void ThrowFromActivity(Token activity, EventDefinition what)
    {
        switch (what.Kind)
        {
            case EventKind.Signal:
                ThrowSignal(activity.Node, what.Name!, FeelContext.Empty);
                break;
            case EventKind.Message:
                Emit(new MessageThrown(activity.Node, what.Name!, null, FeelContext.Empty));
                break;
            case EventKind.Escalation:
                ThrowEscalation(activity, what.Name, FeelContext.Empty, ownBoundary: true);
                break;
            case EventKind.Error:
                if (!ThrowError(activity, what.Name, FeelContext.Empty, ownBoundary: true))
                    FailFor(what.Name);
                break;
        }
    }

    /// <summary>
    /// The token that owns a scope, when one does, and the scope to look at next. What an event sub-process
    /// throws goes past its siblings to whoever is around their scope.
    /// </summary>
    private (Token? Owner, Scope? Next) Around(Scope scope)
    {
        if (scope.Kind == ScopeKind.EventSub && scopes.Find(scope.Parent) is { } around)
            scope = around;
        var owner = scope.Owner == 0 ? null : tokens.Find(scope.Owner);
        return (owner, scopes.Find(owner?.Scope ?? scope.Parent));
    }

    private bool Catch(Token token, EventKind kind, string? code, FeelContext payload)
    {
        if (token.Phase != TokenPhase.Active || IsInner(token))
            return false;
        foreach (var exact in Preferences)
            foreach (var boundary in NodeOf(token).Boundaries)
                if (Catches(boundary, kind, code, exact))
                {
                    TriggerBoundary(token, boundary, payload);
                    return true;
                }

        return false;
    }

    private bool CatchInside(Scope scope, EventKind kind, string? code, FeelContext payload)
    {
        if (scope.Interrupted || scope.Kind is ScopeKind.Multi or ScopeKind.Instance or ScopeKind.Compensation || Content(scope) is not { } body)
            return false;
        foreach (var exact in Preferences)
            foreach (var sub in body.EventSubProcesses)
                foreach (var start in sub.Content!.TriggeredStarts)
                    if (Catches(start, kind, code, exact))
                        return StartEventSubProcess(scope.Id, start, payload) is not null;
        return false;
    }

    /// <summary>A catch of that very code goes before one of any code.</summary>
    private static readonly bool[] Preferences = [true, false];

    private static bool Catches(Node node, EventKind kind, string? code, bool exact)
    {
        foreach (var definition in node.Events)
            if (definition.Kind == kind && (exact ? definition.Name is not null && definition.Name == code : definition.Name is null))
                return true;
        return false;
    }
}
