using Graballo.Workflows.Engine.Constructs;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <content>The life of an activity (BPMN 2.0.2 §13.3.2).</content>
internal sealed partial class Run
{
    /// <summary>True for one instance of a looping activity; the token around it holds the boundary events.</summary>
    public bool IsInner(Token token) =>
        scopes.Find(token.Scope) is { Kind: ScopeKind.Instance } scope && scope.Body == token.Node;

    public void BeginActivity(Token token, Node node)
    {
        var inner = IsInner(token);
        if (!inner && node.StartQuantity > 1 && !Gather(token, node))
            return;
        token = Update(token with { Phase = TokenPhase.Active, Via = null });
        Emit(new ElementEntered(node.Id, TokenId(token)));
        if (!inner && node.Boundaries.Count > 0 && !ArmBoundaries(token, node))
            return;
        ExecuteActivity(token, node);
    }

    /// <summary>Does the work of an activity whose boundary events already wait.</summary>
    public void ExecuteActivity(Token token, Node node)
    {
        try
        {
            if (node.Loop is not null && !IsInner(token))
                Looping.Begin(this, token, node);
            else
                ((ActivityConstruct)node.Construct).Execute(this, token, node);
        }
        catch (Exception error) when (IsStepError(error))
        {
            Incident(token, error.Message);
        }
    }

    /// <summary>The work is done.</summary>
    /// <param name="finished">The scope that did it, for sub-processes and calls.</param>
    public void EndActivity(Token token, Node node, Scope? finished = null)
    {
        if (IsInner(token))
        {
            // Each completed instance of a sub-process is compensated on its own.
            RememberForCompensation(token, node, finished);
            ClearWaits(token.Id);
            Emit(new ElementLeft(node.Id, TokenId(token)));
            Looping.InstanceDone(this, token, node);
            return;
        }

        ClearWaits(token.Id);
        if (node.Loop is null)
            RememberForCompensation(token, node, finished);
        Depart(token, node, node.CompletionQuantity);
        if (scopes.Find(token.Scope) is { Kind: ScopeKind.Sub, Loop: not null } adHoc)
            AdHocSubProcess.ActivityDone(this, adHoc, NodeOf(adHoc.Id, adHoc.Body));
    }

    /// <summary>Waits until as many tokens came as startQuantity asks, then makes one of them.</summary>
    private bool Gather(Token token, Node node)
    {
        Update(token with { Phase = TokenPhase.Arrived });
        var arrived = ArrivedAt(token.Scope, node.Id);
        if (arrived.Length < node.StartQuantity)
            return false;
        foreach (var other in arrived.Where(other => other.Id != token.Id).Take(node.StartQuantity - 1))
            Discard(other);
        return true;
    }

    /// <summary>An activity already running gets a boundary event that a new version of the flow has.</summary>
    public void ArmLate(Token token, Node boundary)
    {
        try
        {
            Arm(boundary, token.Id, token.Scope);
        }
        catch (Exception error) when (IsStepError(error))
        {
            IncidentAt(token.Scope, boundary.Id, error.Message);
        }
    }

    /// <summary>Starts waiting at the boundary events; false when one fired at once and took the token away.</summary>
    private bool ArmBoundaries(Token token, Node node)
    {
        try
        {
            foreach (var boundary in node.Boundaries)
                Arm(boundary, token.Id, token.Scope);
        }
        catch (Exception error) when (IsStepError(error))
        {
            ClearWaits(token.Id);
            Emit(new ElementLeft(node.Id, TokenId(token), Cancelled: true));
            Update(token with { Phase = TokenPhase.Ready });
            Incident(token, error.Message);
            return false;
        }

        if (conditionsDue)
            EvaluateConditions();
        return tokens.Find(token.Id) is { Phase: TokenPhase.Active } still && still.Node == node.Id;
    }
}
