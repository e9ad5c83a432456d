using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>
/// Terminate end event (BPMN 2.0.2 §13.5.6): ends all of its process or sub-process at once, all instances
/// of a multi-instance one too, without compensation. The process around goes on as if it had completed.
/// </summary>
internal static class Termination
{
    public static void Terminate(Run run, Token token, Node node)
    {
        run.Emit(new ElementLeft(node.Id, Run.TokenId(token)));
        run.Update(token with { Phase = TokenPhase.Leaving });
        var scope = run.ScopeOf(token.Scope)!;
        if (scope.Kind == ScopeKind.EventSub && run.ScopeOf(scope.Parent) is { } around)
            scope = around;
        if (scope.Owner != 0 && run.Find(scope.Owner) is { } owner && run.IsInner(owner))
        {
            EndAllInstances(run, owner);
            return;
        }

        run.CancelInside(scope, except: 0);
        if (run.ScopeOf(scope.Id) is { } still)
            run.Complete(still);
    }

    private static void EndAllInstances(Run run, Token inner)
    {
        var multi = run.ScopeOf(run.ScopeOf(inner.Scope)!.Parent)!;
        var outer = run.Find(multi.Owner)!;
        run.CancelScope(multi.Id);
        run.EndActivity(outer, run.NodeOf(outer));
    }
}
