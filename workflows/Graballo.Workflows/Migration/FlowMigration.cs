using Graballo.Workflows.Engine;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Migration;
using Graballo.Workflows.Model;

namespace Graballo.Workflows;

/// <summary>Why an instance cannot move to another version, and where it stands in the way.</summary>
public sealed record MigrationObstacle(string ElementId, string Reason);

/// <summary>
/// Moves running instances to another version of their flow. What is finished stays finished: only where
/// tokens stand and what they wait for is carried over. Called flows stay in their own versions.
/// </summary>
public static class FlowMigration
{
    /// <summary>
    /// Which element of the new version each old one becomes: the one of the same id and type, else the only one
    /// of the same name and type. Old elements without a counterpart are left out.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Propose(Flow from, Flow to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var proposal = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var element in from.Elements)
        {
            var same = to.Node(element.Id);
            if (same?.Type == element.Type)
                proposal[element.Id] = same.Id;
            else if (element.Name is not null
                && to.Elements.Where(other => other.Name == element.Name && other.Type == element.Type).ToList() is [var only]
                && from.Node(only.Id) is null)
                proposal[element.Id] = only.Id;
        }

        return proposal;
    }

    /// <summary>A dry run: what stands in the way of moving this instance; empty when nothing does.</summary>
    public static IReadOnlyList<MigrationObstacle> Check(FlowState state, Flow from, Flow to, IReadOnlyDictionary<string, string> mapping)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(mapping);
        return new MigrationCheck(state, from, to, mapping).Obstacles();
    }

    /// <summary>
    /// Moves an instance. Effects tell what it waits for anew (events that the new version has) and no longer
    /// (those it has not); tasks, timers and calls that go on keep their ids.
    /// </summary>
    /// <exception cref="InvalidOperationException">Something stands in the way; see <see cref="Check"/>.</exception>
    public static FlowStep Apply(
        FlowState state, Flow from, Flow to, IReadOnlyDictionary<string, string> mapping, FlowServices services, DateTimeOffset now)
    {
        if (Check(state, from, to, mapping) is [var obstacle, ..])
            throw new InvalidOperationException($"{obstacle.ElementId}: {obstacle.Reason}");
        var check = new MigrationCheck(state, from, to, mapping);
        var gone = state.WaitRows.Where(wait => check.IsOurs(wait.Scope) && wait.Kind != WaitKind.Incident && !mapping.ContainsKey(wait.Node)).ToList();
        var run = new Run(to, Moved(state, check, gone, mapping, to), services, now);
        foreach (var wait in gone)
            run.Release(wait);
        ListenAnew(run, check, mapping);
        run.Resume();
        run.Drain();
        return run.Finish();
    }

    private static FlowState Moved(
        FlowState state, MigrationCheck check, List<Wait> gone, IReadOnlyDictionary<string, string> mapping, Flow to) => new()
        {
            NextId = state.NextId,
            Status = state.Status,
            Ending = state.Ending,
            TokenRows = [.. state.TokenRows.Select(token => check.IsOurs(token.Scope) ? token with { Node = mapping[token.Node] } : token)],
            ScopeRows = [.. state.ScopeRows.Select(scope => check.Move(scope, to))],
            WaitRows = [.. state.WaitRows.Except(gone).Select(wait =>
                check.IsOurs(wait.Scope) ? wait with { Node = mapping.GetValueOrDefault(wait.Node, wait.Node) } : wait)],
        };

    /// <summary>Boundary events and event sub-processes that only the new version has begin to wait.</summary>
    private static void ListenAnew(Run run, MigrationCheck check, IReadOnlyDictionary<string, string> mapping)
    {
        var known = mapping.Values.ToHashSet(StringComparer.Ordinal);
        foreach (var token in run.AllTokens().Where(token => token.Phase == TokenPhase.Active && check.IsOurs(token.Scope) && !run.IsInner(token)))
            foreach (var boundary in run.NodeOf(token).Boundaries.Where(boundary => !known.Contains(boundary.Id)))
                run.ArmLate(token, boundary);
        foreach (var scope in run.AllScopes().Where(scope => check.IsOurs(scope.Id) && scope.Kind is not (ScopeKind.Multi or ScopeKind.Instance or ScopeKind.Compensation)))
            foreach (var start in NewStarts(run.Content(scope), known))
                run.Listen(start, scope.Id);
    }

    private static IEnumerable<Node> NewStarts(Body? body, HashSet<string> known) =>
        body is null ? [] : body.EventSubProcesses.SelectMany(sub => sub.Content!.TriggeredStarts).Where(start => !known.Contains(start.Id));
}
