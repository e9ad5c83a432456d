using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Parallel gateway (BPMN 2.0.2 §13.4.1): one token from every incoming flow, one to every outgoing.</summary>
internal sealed class ParallelGateway : Construct
{
    public override void Enter(Run run, Token token, Node node)
    {
        if (node.Incoming.Count > 1)
        {
            token = run.Update(token with { Phase = TokenPhase.Arrived });
            if (!Joining.TakeOneOfEach(run, token, node))
                return;
        }

        run.Emit(new ElementEntered(node.Id, Run.TokenId(token)));
        run.Emit(new ElementLeft(node.Id, Run.TokenId(token)));
        run.Follow(token, node.Outgoing);
    }
}
