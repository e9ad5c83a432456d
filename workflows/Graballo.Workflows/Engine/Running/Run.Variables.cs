using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;

namespace Graballo.Workflows.Engine;

/// <content>Variables: a name belongs to the innermost scope that has it, else to the process.</content>
internal sealed partial class Run
{
    public FeelContext ContextOf(Token token) => ContextOf(token.Scope);

    /// <summary>All variables visible from a scope, inner ones hiding outer ones of the same name.</summary>
    public FeelContext ContextOf(int id)
    {
        if (scopes.Find(id) is not { } scope)
            return FeelContext.Empty;
        if (scope.Kind is ScopeKind.Process or ScopeKind.Called)
            return scope.Variables;
        var around = ContextOf(scope.Parent);
        return scope.Variables.Count == 0 ? around : around.WithAll(scope.Variables);
    }

    public void Set(int id, string name, object? value)
    {
        for (var scope = scopes.Find(id); scope is not null; scope = scopes.Find(scope.Parent))
        {
            if (scope.Kind is not (ScopeKind.Process or ScopeKind.Called) && !scope.Variables.Contains(name))
                continue;
            scopes.Replace(scope with { Variables = scope.Variables.With(name, value) });
            conditionsDue = true;
            return;
        }
    }

    public void SetAll(int id, FeelContext values)
    {
        foreach (var (name, value) in values)
            Set(id, name, value);
    }
}
