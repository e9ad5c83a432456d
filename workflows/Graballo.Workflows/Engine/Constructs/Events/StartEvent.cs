using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Start event (BPMN 2.0.2 §13.5.2): whatever triggered it, the token goes on.</summary>
internal sealed class StartEvent : Construct
{
    public override void Enter(Run run, Token token, Node node) => run.Pass(token, node);
}
