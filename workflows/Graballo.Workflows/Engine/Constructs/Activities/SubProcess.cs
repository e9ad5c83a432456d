using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Embedded sub-process and transaction (BPMN 2.0.2 §13.3.4): a scope inside the scope.</summary>
internal sealed class SubProcess : ActivityConstruct
{
    public override void Execute(Run run, Token token, Node node)
    {
        var variables = VariablesOf(run, token, node);
        var scope = run.AddScope(id => new Scope(id, token.Scope, token.Id, ScopeKind.Sub, node.Id) { Variables = variables });
        run.Open(scope, node.Content!);
    }

    /// <summary>What a sub-process begins with.</summary>
    public static FeelContext VariablesOf(Run run, Token token, Node node)
    {
        var variables = Run.Locals(node.Content!);
        foreach (var (name, value) in Results.Inputs(run, token, node))
            variables = variables.With(name, value);
        return variables;
    }

    public override void ScopeDone(Run run, Token token, Node node, Scope scope)
    {
        var from = run.ContextOf(token).WithAll(scope.Variables);
        Results.Map(run, token.Scope, node.Details.Outputs, from);
        Results.Link(run, token.Scope, node, from);
        run.EndActivity(token, node, scope);
    }
}
