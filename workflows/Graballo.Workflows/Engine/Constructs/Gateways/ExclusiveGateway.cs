using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Exclusive gateway (BPMN 2.0.2 §13.4.2): each token takes the first flow whose condition is true.</summary>
internal sealed class ExclusiveGateway : Construct
{
    public override void Enter(Run run, Token token, Node node)
    {
        var chosen = Conditions.FirstOutOf(run, token, node);
        if (chosen is null && node.Outgoing.Count > 0)
        {
            run.Incident(token, "No outgoing sequence flow can be taken: every condition is false and there is no default flow.");
            return;
        }

        run.Emit(new ElementEntered(node.Id, Run.TokenId(token)));
        run.Emit(new ElementLeft(node.Id, Run.TokenId(token)));
        run.Follow(token, chosen is null ? [] : [chosen]);
    }
}
