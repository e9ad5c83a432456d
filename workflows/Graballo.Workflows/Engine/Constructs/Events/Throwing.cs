using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Throwing one event definition (BPMN 2.0.2 §10.5.1).</summary>
internal static class Throwing
{
    /// <summary>True when the thrower may go on at once.</summary>
    public static bool Throw(Run run, Token token, Node node, EventDefinition what, FeelContext payload)
    {
        switch (what.Kind)
        {
            case EventKind.Signal:
                run.ThrowSignal(node.Id, what.Name!, payload);
                return true;
            case EventKind.Message:
                var key = what.CorrelationKey is null ? null : Texts.Key(what.CorrelationKey.Evaluate(run.ContextOf(token), run.Options));
                run.Emit(new MessageThrown(node.Id, what.Name!, key, payload));
                return true;
            case EventKind.Escalation:
                run.ThrowEscalation(token, what.Name, payload);
                return true;
            case EventKind.Error:
                Error(run, token, node, what, payload);
                return false;
            case EventKind.Compensation:
                run.Compensate(token, what.ActivityRef);
                return false;
            case EventKind.Link:
                run.Emit(new ElementLeft(node.Id, Run.TokenId(token)));
                run.Jump(token, node.LinkTarget ?? throw new InvalidOperationException("The link leads nowhere."));
                return false;
            case EventKind.Cancel:
                Transaction.Cancel(run, token);
                return false;
            case EventKind.Terminate:
                Termination.Terminate(run, token, node);
                return false;
            default:
                return true;
        }
    }

    /// <summary>The end event is reached; the error goes on from its scope.</summary>
    private static void Error(Run run, Token token, Node node, EventDefinition what, FeelContext payload)
    {
        run.Emit(new ElementLeft(node.Id, Run.TokenId(token)));
        run.Update(token with { Phase = TokenPhase.Leaving });
        if (!run.ThrowError(token, what.Name, payload, ownBoundary: false))
            run.FailFor(what.Name);
    }
}
