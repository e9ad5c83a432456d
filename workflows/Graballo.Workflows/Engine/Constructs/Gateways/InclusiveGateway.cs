using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>
/// Inclusive gateway (BPMN 2.0.2 §13.4.3): every flow whose condition is true; as a join it waits for all
/// tokens that can still come, and for no others.
/// </summary>
internal sealed class InclusiveGateway : Construct
{
    public override void Enter(Run run, Token token, Node node)
    {
        if (node.Incoming.Count > 1)
            run.Update(token with { Phase = TokenPhase.Arrived });
        else
            Split(run, token, node);
    }

    public override bool Awaken(Run run, Token token, Node node)
    {
        if (token.Phase != TokenPhase.Arrived)
            return false;
        var arrived = run.ArrivedAt(token.Scope, node.Id);
        List<int> empty = [], full = [];
        for (var at = 0; at < node.Incoming.Count; at++)
            (Array.Exists(arrived, one => one.Via == node.Incoming[at].Id) ? full : empty).Add(at);
        if (Joining.MoreMayCome(run, token.Scope, node, empty, full))
            return false;
        foreach (var at in full)
            if (node.Incoming[at].Id != token.Via)
                run.Discard(Array.Find(arrived, one => one.Via == node.Incoming[at].Id)!);
        Split(run, run.Update(token with { Phase = TokenPhase.Active }), node);
        return true;
    }

    public override void Retry(Run run, Token token, Node node) => Split(run, token, node);

    private static void Split(Run run, Token token, Node node)
    {
        if (Conditions.OutOf(run, token, node) is not { } chosen)
        {
            run.Incident(token, "No outgoing sequence flow can be taken: every condition is false and there is no default flow.");
            return;
        }

        run.Emit(new ElementEntered(node.Id, Run.TokenId(token)));
        run.Emit(new ElementLeft(node.Id, Run.TokenId(token)));
        run.Follow(token, chosen);
    }
}
