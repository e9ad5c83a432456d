using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Intermediate catch event (BPMN 2.0.2 §13.5.1): waits for one of its events, or for all.</summary>
internal sealed class CatchEvent : Construct
{
    public override void Enter(Run run, Token token, Node node)
    {
        if (node.Events.Count == 0 || node.Events[0].Kind == EventKind.Link)
        {
            run.Pass(token, node);
            return;
        }

        token = run.Update(token with { Phase = TokenPhase.Active, Via = null });
        run.Emit(new ElementEntered(node.Id, Run.TokenId(token)));
        run.Arm(node, token.Id, token.Scope);
    }

    public override void Retry(Run run, Token token, Node node) => run.Arm(node, token.Id, token.Scope);
}
