using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Migration;

/// <summary>Compares where an instance stands with what the new version has there.</summary>
internal sealed class MigrationCheck
{
    private readonly FlowState state;
    private readonly Flow from;
    private readonly Flow to;
    private readonly IReadOnlyDictionary<string, string> mapping;
    private readonly Dictionary<int, Scope> scopes;
    private readonly List<MigrationObstacle> obstacles = [];

    public MigrationCheck(FlowState state, Flow from, Flow to, IReadOnlyDictionary<string, string> mapping)
    {
        (this.state, this.from, this.to, this.mapping) = (state, from, to, mapping);
        scopes = state.ScopeRows.ToDictionary(scope => scope.Id);
    }

    public List<MigrationObstacle> Obstacles()
    {
        if (state.Status != FlowStatus.Active)
            obstacles.Add(new MigrationObstacle("", "The instance is over."));
        foreach (var scope in state.ScopeRows.Where(scope => IsOurs(scope.Id)))
            if (NewBody(scope) is null)
                obstacles.Add(new MigrationObstacle(scope.Body, "The new version has nothing that this runs in."));
        foreach (var token in state.TokenRows.Where(token => IsOurs(token.Scope)))
            Check(token);
        foreach (var wait in state.WaitRows.Where(wait => IsOurs(wait.Scope) && wait.Kind != WaitKind.Incident))
            Check(wait);
        return obstacles;
    }

    /// <summary>True for scopes of the flow itself; what a call activity called is of another flow.</summary>
    public bool IsOurs(int id)
    {
        for (var scope = scopes.GetValueOrDefault(id); scope is not null; scope = scopes.GetValueOrDefault(scope.Parent))
            if (scope.Kind == ScopeKind.Called && from.Process(scope.Body) is null)
                return false;
        return true;
    }

    public Scope Move(Scope scope, Flow target)
    {
        if (!IsOurs(scope.Id))
            return scope;
        var undoable = scope.Done.Where(done => mapping.TryGetValue(done.Node, out var node) && target.Node(node) is not null);
        return scope with
        {
            Body = NewBody(scope)!,
            Done = [.. undoable.Select(Move)],
            Pending = [.. scope.Pending.Where(done => mapping.ContainsKey(done.Node)).Select(Move)],
        };
    }

    private Done Move(Done done) =>
        done with { Node = mapping[done.Node], Inner = [.. done.Inner.Where(inner => mapping.ContainsKey(inner.Node)).Select(Move)] };

    private string? NewBody(Scope scope)
    {
        if (scope.Kind is ScopeKind.Process or ScopeKind.Called)
            return to.Process(scope.Body)?.Id ?? (from.Main.Id == scope.Body ? to.Main.Id : null);
        return mapping.TryGetValue(scope.Body, out var node) && to.Node(node) is not null ? node : null;
    }

    private void Check(Token token)
    {
        if (Counterpart(token.Node) is not { } pair)
        {
            obstacles.Add(new MigrationObstacle(token.Node, "A token stands here, and the new version has no such element."));
            return;
        }

        var (old, next) = pair;
        if (next.Type != old.Type || next.Loop is null != (old.Loop is null))
            obstacles.Add(new MigrationObstacle(token.Node, "The element is of another kind in the new version."));
        var around = scopes[token.Scope];
        while (around.Kind is ScopeKind.Multi or ScopeKind.Instance or ScopeKind.Compensation)
            around = scopes[around.Parent];
        if (NewBody(around) is { } body && next.Body.Id != body)
            obstacles.Add(new MigrationObstacle(token.Node, "The element stands in another sub-process in the new version."));
        if (token.Phase == TokenPhase.Arrived && token.Via is { } via && !next.Incoming.Exists(edge => edge.Id == via))
            obstacles.Add(new MigrationObstacle(token.Node, $"A token came here by the flow '{via}', which the new version does not have."));
    }

    private void Check(Wait wait)
    {
        if (Counterpart(wait.Node) is not { } pair)
            return;
        var (old, next) = pair;
        if (wait.Definition < old.Events.Count
            && (wait.Definition >= next.Events.Count || next.Events[wait.Definition].Kind != old.Events[wait.Definition].Kind))
            obstacles.Add(new MigrationObstacle(wait.Node, "The event waits for something else in the new version."));
        if (old.AttachedTo is { } activity && next.AttachedTo?.Id != mapping.GetValueOrDefault(activity.Id))
            obstacles.Add(new MigrationObstacle(wait.Node, "The event sits on another activity in the new version."));
    }

    private (Node Old, Node Next)? Counterpart(string id) =>
        from.Node(id) is { } old && mapping.TryGetValue(id, out var mapped) && to.Node(mapped) is { } next ? (old, next) : null;
}
