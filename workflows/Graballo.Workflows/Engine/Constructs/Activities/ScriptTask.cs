using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Script task (BPMN 2.0.2 §13.3.3): a FEEL expression whose value goes into the result variable.</summary>
internal sealed class ScriptTask : ActivityConstruct
{
    public override void Execute(Run run, Token token, Node node)
    {
        var scope = Results.Scope(run, token, node);
        var value = node.Details.Script?.Evaluate(scope, run.Options);
        var name = node.Details.ResultVariable;
        var after = name is null ? scope : scope.With(name, value);
        if (node.Details.Outputs.Count > 0)
            Results.Map(run, token.Scope, node.Details.Outputs, after.With("result", value));
        else if (name is not null)
            run.Set(token.Scope, name, value);
        Results.Link(run, token.Scope, node, after);
        run.EndActivity(token, node);
    }
}
