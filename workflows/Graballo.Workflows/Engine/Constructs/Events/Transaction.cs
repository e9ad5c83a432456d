using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>
/// Cancelling a transaction (BPMN 2.0.2 §10.7, §13.3.4): everything running in it stops, what it completed is
/// compensated, then the cancel boundary event takes over.
/// </summary>
internal static class Transaction
{
    public static void Cancel(Run run, Token token)
    {
        var scope = run.ScopeOf(token.Scope)!;
        run.CancelInside(scope, except: token.Id);
        run.Compensate(token, null);
    }

    /// <summary>All is undone: leave by the cancel boundary event, or as usual when there is none.</summary>
    public static void Cancelled(Run run, Token token)
    {
        var scope = run.ScopeOf(token.Scope)!;
        run.Emit(new ElementLeft(token.Node, Run.TokenId(token)));
        run.Discard(token);
        var owner = run.Find(scope.Owner);
        var inner = owner is not null && run.IsInner(owner);
        if (inner)
            owner = run.Find(run.ScopeOf(run.ScopeOf(owner!.Scope)!.Parent)!.Owner);
        if (owner is null)
        {
            run.Complete(scope);
            return;
        }

        var boundary = run.NodeOf(owner).Boundaries.FirstOrDefault(Cancels);
        if (boundary is not null)
        {
            run.TriggerBoundary(owner, boundary, FeelContext.Empty);
            return;
        }

        run.CancelContent(owner);
        run.EndActivity(owner, run.NodeOf(owner));
    }

    private static bool Cancels(Node boundary) =>
        boundary.Events.Any(definition => definition.Kind == EventKind.Cancel);
}
