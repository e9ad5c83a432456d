using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Manual task and task without a type (BPMN 2.0.2 §13.3.3): nothing for the engine to do.</summary>
internal sealed class PassThroughTask : ActivityConstruct
{
    public override void Execute(Run run, Token token, Node node)
    {
        if (node.Details.DataInputs.Count + node.Details.DataOutputs.Count + node.Details.Outputs.Count > 0)
            Results.Apply(run, token, node, Results.Inputs(run, token, node));
        run.EndActivity(token, node);
    }
}
