using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <content>Boundary events and event sub-processes taking over (BPMN 2.0.2 §13.5.3, §13.5.4).</content>
internal sealed partial class Run
{
    /// <summary>A boundary event fires: instead of its activity, or beside it.</summary>
    public void TriggerBoundary(Token token, Node boundary, FeelContext payload)
    {
        if (boundary.Interrupting)
        {
            CancelContent(token);
            Emit(new ElementLeft(token.Node, TokenId(token), Cancelled: true));
            token = Update(token with { Node = boundary.Id, Via = null, Phase = TokenPhase.Active, Attempt = 0 });
        }
        else
        {
            token = tokens.Add(new Token(nextId++, token.Scope, boundary.Id, null, TokenPhase.Active));
        }

        Results.Apply(this, token, boundary, payload);
        Pass(token, boundary);
    }

    /// <summary>An event sub-process starts: interrupting ends all else in its scope.</summary>
    /// <returns>The scope it runs in.</returns>
    public Scope? StartEventSubProcess(int around, Node start, FeelContext payload)
    {
        if (scopes.Find(around) is not { Interrupted: false } scope)
            return null;
        if (start.ParallelMultiple && waits.Where(wait => wait.Token == 0 && wait.Scope == around && wait.Node == start.Id).Length > 0)
            return null;
        if (start.Interrupting)
        {
            Update(scope with { Interrupted = true });
            foreach (var wait in waits.Where(wait => wait.Token == 0 && wait.Scope == around))
                Clear(wait);
            CancelInside(scope, except: 0);
        }
        else
        {
            KeepListening(around, start);
        }

        var owner = start.Body.Owner!;
        var sub = AddScope(id => new Scope(id, around, 0, ScopeKind.EventSub, owner.Id) { Variables = Locals(start.Body) });
        Emit(new ElementEntered(owner.Id, ScopeId(sub)));
        Results.ApplyTo(this, sub.Id, start, payload);
        Open(sub, start.Body, start);
        return sub;
    }

    /// <summary>Waits for the start of an event sub-process; what is wrong with its timer must not stop the scope.</summary>
    public void Listen(Node start, int scope)
    {
        try
        {
            Arm(start, 0, scope);
        }
        catch (Exception error) when (IsStepError(error))
        {
            IncidentAt(scope, start.Id, error.Message);
        }
    }

    /// <summary>A non-interrupting start waits for the next message or signal of its kind.</summary>
    private void KeepListening(int scope, Node start)
    {
        for (var at = 0; at < start.Events.Count; at++)
        {
            var kind = start.Events[at].Kind;
            var waiting = waits.Where(wait => wait.Token == 0 && wait.Scope == scope && wait.Node == start.Id && wait.Definition == at).Length > 0;
            if (!waiting && kind is EventKind.Message or EventKind.Signal)
                Arm(start, at, 0, scope);
        }
    }

    /// <summary>A non-interrupting boundary event waits for the next message or signal of its kind; one that wants all of them, for all again.</summary>
    private void KeepListening(Token token, Node boundary, Wait fired)
    {
        if (boundary.Interrupting || tokens.Find(token.Id) is null)
            return;
        var all = boundary.ParallelMultiple;
        if (all && waits.Where(wait => wait.Token == token.Id && wait.Node == boundary.Id).Length > 0)
            return;
        for (var at = 0; at < boundary.Events.Count; at++)
        {
            if ((all || at == fired.Definition) && boundary.Events[at].Kind is EventKind.Message or EventKind.Signal)
                Arm(boundary, at, token.Id, token.Scope);
        }
    }

    /// <summary>Variables that a scope declares, without value yet.</summary>
    public static FeelContext Locals(Body body)
    {
        var locals = FeelContext.Empty;
        foreach (var name in body.Locals)
            locals = locals.With(name, null);
        return locals;
    }
}
