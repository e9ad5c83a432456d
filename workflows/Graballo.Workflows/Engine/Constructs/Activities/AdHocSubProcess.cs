using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>
/// Ad-hoc sub-process (BPMN 2.0.2 §13.3.5). All activities without incoming flow are started: at once, or
/// one after the other when it is sequential. It is over when nothing is left, or when its completion
/// condition is true after one of them.
/// </summary>
internal sealed class AdHocSubProcess : ActivityConstruct
{
    public override void Execute(Run run, Token token, Node node)
    {
        var scope = run.AddScope(id => new Scope(id, token.Scope, token.Id, ScopeKind.Sub, node.Id)
        {
            Variables = Run.Locals(node.Content!),
            Loop = new LoopState(node.Content!.Starts.Count, node.Details.Sequential ? 1 : node.Content!.Starts.Count, 0, null, null),
        });
        if (node.Details.Sequential && node.Content!.Starts.Count > 0)
            run.Open(scope, node.Content!, node.Content!.Starts[0]);
        else
            run.Open(scope, node.Content!);
    }

    /// <summary>An activity inside is done: the completion condition may end the sub-process.</summary>
    public static void ActivityDone(Run run, Scope scope, Node node)
    {
        if (node.Details.CompletionCondition is not { } condition || !condition.IsTrue(run.ContextOf(scope.Id), run.Options))
            return;
        if (node.Details.CancelRemaining)
        {
            run.CancelInside(scope, except: 0);
            run.Complete(scope);
        }
        else
        {
            run.Update(scope with { Loop = scope.Loop! with { Started = scope.Loop.Total } });
        }
    }

    /// <summary>Sequential: the next activity, when one is left.</summary>
    public static bool StartNext(Run run, Scope scope, Node node)
    {
        if (scope.Loop is not { } loop || loop.Started >= loop.Total)
            return false;
        run.Update(scope with { Loop = loop with { Started = loop.Started + 1 } });
        run.Place(scope.Id, node.Content!.Starts[loop.Started]);
        return true;
    }

    public override void ScopeDone(Run run, Token token, Node node, Scope scope) =>
        run.EndActivity(token, node, scope);
}
