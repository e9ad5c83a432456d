using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>
/// Call activity (BPMN 2.0.2 §13.3.4): another process or global task, run as a scope of this same instance
/// with variables of its own. The scope remembers the version it was called in.
/// </summary>
internal sealed class CallActivity : ActivityConstruct
{
    public override void Execute(Run run, Token token, Node node)
    {
        var key = node.Details.CalledElement ?? throw new InvalidOperationException("The call activity names no process.");
        var (body, version) = FindBody(run, token, node, key);
        RefuseCycle(run, token.Scope, key);
        var variables = node.Details.Inputs.Count + node.Details.Outputs.Count > 0
            ? Results.Inputs(run, token, node)
            : Results.Scope(run, token, node);
        foreach (var (name, value) in Run.Locals(body))
            if (!variables.Contains(name))
                variables = variables.With(name, value);
        var scope = run.AddScope(id => new Scope(id, token.Scope, token.Id, ScopeKind.Called, key) { Variables = variables, Version = version });
        run.Open(scope, body);
    }

    public override void ScopeDone(Run run, Token token, Node node, Scope scope)
    {
        var details = node.Details;
        if (details.Outputs.Count > 0)
            Results.Map(run, token.Scope, details.Outputs, run.ContextOf(token).WithAll(scope.Variables));
        else if (details.Inputs.Count == 0)
            run.SetAll(token.Scope, Changed(run.ContextOf(token), scope.Variables));
        Results.Link(run, token.Scope, node, scope.Variables);
        run.EndActivity(token, node, scope);
    }

    private static (Body Body, int Version) FindBody(Run run, Token token, Node node, string key)
    {
        if (run.FlowOf(token.Scope).Process(key) is { } local)
            return (local, 0);
        var flow = run.Services.FindFlow(key, node.Details.CalledVersion)
            ?? throw new InvalidOperationException($"There is no flow '{key}' to call.");
        return (flow.Process(key) ?? flow.Main, flow.Version);
    }

    /// <summary>Without mappings all variables go in, and those that are new or other come back.</summary>
    private static FeelContext Changed(FeelContext before, FeelContext after)
    {
        var changed = FeelContext.Empty;
        foreach (var (name, value) in after)
            if (!before.TryGetValue(name, out var old) || !FeelValue.AreEqual(old, value))
                changed = changed.With(name, value);
        return changed;
    }

    private static void RefuseCycle(Run run, int from, string key)
    {
        for (var scope = run.ScopeOf(from); scope is not null; scope = run.ScopeOf(scope.Parent))
            if (scope.Kind is ScopeKind.Process or ScopeKind.Called && scope.Body == key)
                throw new InvalidOperationException($"The flow '{key}' calls itself, directly or through another.");
    }
}
