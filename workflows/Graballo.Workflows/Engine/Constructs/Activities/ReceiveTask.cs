using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Receive task (BPMN 2.0.2 §13.3.3): waits for its message.</summary>
internal sealed class ReceiveTask : ActivityConstruct
{

    public override void Execute(Run run, Token token, Node node) =>
        run.AwaitMessage(node.Id, 0, token.Id, token.Scope, node.Details.MessageName ?? node.Id, node.Details.CorrelationKey);
}
