using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Business rule task (BPMN 2.0.2 §13.3.3): asks a decision and keeps what it says, and why.</summary>
internal sealed class BusinessRuleTask : ActivityConstruct
{
    public override void Execute(Run run, Token token, Node node)
    {
        var reference = node.Details.DecisionRef ?? throw new InvalidOperationException("The business rule task names no decision.");
        var scope = Results.Scope(run, token, node);
        var inputs = node.Details.Inputs.Count > 0 ? Results.Inputs(run, token, node) : scope;
        var outcome = run.Services.Decide(reference, inputs);
        var name = node.Details.ResultVariable;
        run.Emit(new DecisionTaken(node.Id, reference, inputs, outcome.Value, outcome.Explanation));
        if (node.Details.Outputs.Count > 0)
            Results.Map(run, token.Scope, node.Details.Outputs, scope.With(name ?? "result", outcome.Value));
        else if (name is not null)
            run.Set(token.Scope, name, outcome.Value);
        Results.Link(run, token.Scope, node, name is null ? scope : scope.With(name, outcome.Value));
        run.EndActivity(token, node);
    }
}
