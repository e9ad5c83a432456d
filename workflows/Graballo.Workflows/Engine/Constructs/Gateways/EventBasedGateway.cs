using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>
/// Event-based gateway (BPMN 2.0.2 §13.4.4): waits at all events after it; the first one decides. One that wants all of them (§10.6.6)
/// puts a token at each.
/// </summary>
internal sealed class EventBasedGateway : Construct
{
    public override void Enter(Run run, Token token, Node node)
    {
        if (node.WantsAll)
        {
            run.Emit(new ElementEntered(node.Id, Run.TokenId(token)));
            run.Emit(new ElementLeft(node.Id, Run.TokenId(token)));
            run.Follow(token, node.Outgoing);
            return;
        }

        token = run.Update(token with { Phase = TokenPhase.Active, Via = null });
        run.Emit(new ElementEntered(node.Id, Run.TokenId(token)));
        Listen(run, token, node);
    }

    public override void Retry(Run run, Token token, Node node) => Listen(run, token, node);

    private static void Listen(Run run, Token token, Node node)
    {
        foreach (var edge in node.Outgoing)
            if (edge.Target.IsActivity)
                run.AwaitMessage(edge.Target.Id, 0, token.Id, token.Scope, edge.Target.Details.MessageName ?? edge.Target.Id, edge.Target.Details.CorrelationKey);
            else
                run.Arm(edge.Target, token.Id, token.Scope);
    }
}
