using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Boundary event (BPMN 2.0.2 §13.5.3): it fires through its activity, see <see cref="Run.TriggerBoundary"/>.</summary>
internal sealed class BoundaryEvent : Construct
{
    public override void Enter(Run run, Token token, Node node) => run.Pass(token, node);
}
