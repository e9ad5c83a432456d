using Graballo.Workflows.Engine.State;

namespace Graballo.Workflows.Engine;

/// <content>Incidents: what stands still until somebody acts.</content>
internal sealed partial class Run
{
    /// <summary>Faults of a flow or its data become incidents; faults of the machine or of the caller do not.</summary>
    public static bool IsStepError(Exception error) => error is not (OutOfMemoryException or FlowMismatchException);

    public void Incident(Token token, string error)
    {
        if (tokens.Find(token.Id) is not { } still || HasIncident(token.Id))
            return;
        var wait = waits.Add(new Wait(nextId++, WaitKind.Incident, still.Id, still.Scope, still.Node, 0) { Text = error });
        Emit(new IncidentRaised(wait.PublicId, still.Node, error));
    }

    /// <summary>An incident that no token has: an event sub-process cannot wait or start.</summary>
    public void IncidentAt(int scope, string node, string error)
    {
        if (scopes.Find(scope) is null)
            return;
        var wait = waits.Add(new Wait(nextId++, WaitKind.Incident, 0, scope, node, 0) { Text = error });
        Emit(new IncidentRaised(wait.PublicId, node, error));
    }

    /// <summary>What a wait got cannot be acted on.</summary>
    public void Fail(Wait wait, string error)
    {
        if (tokens.Find(wait.Token) is not { } token || NodeOf(wait.Scope, wait.Node).AttachedTo is not null)
        {
            IncidentAt(wait.Scope, wait.Node, error);
            return;
        }

        ClearWaits(token.Id);
        Incident(token, error);
    }

    /// <summary>Tries again where the incident happened: going in, being in, or going out.</summary>
    public void Retry(Wait incident)
    {
        Clear(incident);
        if (incident.Token == 0)
        {
            var waiting = waits.Where(wait => wait.Scope == incident.Scope && wait.Node == incident.Node).Length > 0;
            if (!waiting && NodeOf(incident.Scope, incident.Node) is { AttachedTo: null } start)
                Listen(start, incident.Scope);
            return;
        }

        if (tokens.Find(incident.Token) is not { } token)
            return;
        var node = NodeOf(token);
        switch (token.Phase)
        {
            case TokenPhase.Ready:
                ready.Enqueue(token.Id);
                break;
            case TokenPhase.Active:
                node.Construct.Retry(this, token, node);
                break;
            case TokenPhase.Leaving:
                Leave(token, node, node.CompletionQuantity);
                break;
        }
    }

    private bool HasIncident(int token)
    {
        for (var at = 0; at < waits.Count; at++)
            if (waits[at].Kind == WaitKind.Incident && waits[at].Token == token)
                return true;
        return false;
    }

    /// <summary>An instance that waits for nothing would wait for ever: say so where a token is stuck.</summary>
    private void ReportDeadlock()
    {
        for (var at = 0; at < waits.Count; at++)
            if (waits[at].Kind != WaitKind.Condition)
                return;
        if (waits.Count > 0 || tokens.Count == 0)
            return;
        Incident(tokens[0], Deadlock);
    }

    /// <summary>What the incident of a flow says that waits for nothing.</summary>
    public const string Deadlock = "Nothing can happen any more: a gateway or activity waits for a token that cannot come.";
}
