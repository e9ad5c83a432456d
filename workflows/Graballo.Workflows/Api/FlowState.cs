using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;

namespace Graballo.Workflows;

/// <summary>Something an instance waits for, by the id its effect had.</summary>
/// <param name="Kind">task, timer, message, signal, job, condition or incident.</param>
/// <param name="Name">Name of the message or signal, error of the incident.</param>
public sealed record FlowWait(string Kind, string Id, string ElementId, string? Name, DateTimeOffset? DueAt);

/// <summary>A token: its id, unique in the instance, and the element where it stands.</summary>
public sealed record FlowToken(string Id, string ElementId);

/// <summary>
/// How one instance stands: immutable, and opaque but for what screens show. Saved as compact JSON.
/// </summary>
public sealed class FlowState
{
    internal FlowState()
    {
    }

    /// <summary>Active, or how it ended.</summary>
    public FlowStatus Status { get; internal init; }

    /// <summary>Code of the BPMN error that nothing caught, or the reason it was cancelled for.</summary>
    public string? Ending { get; internal init; }

    /// <summary>Variables of the process; those of sub-processes are inside.</summary>
    public FeelContext Variables => ScopeRows.Count == 0 ? FeelContext.Empty : ScopeRows[0].Variables;

    /// <summary>Id of the process of the instance.</summary>
    public string ProcessId => ScopeRows.Count == 0 ? "" : ScopeRows[0].Body;

    /// <summary>Ids of the elements where tokens stand, one for each token.</summary>
    public IReadOnlyList<string> Tokens => [.. TokenRows.Select(token => token.Node)];

    /// <summary>The tokens with their ids, those of sub-processes after the one that stands on the sub-process.</summary>
    public IReadOnlyList<FlowToken> Standing => [.. TokenRows.Select(token => new FlowToken(Engine.Run.TokenId(token), token.Node))];

    /// <summary>Everything the instance waits for; what tasks, timers and subscriptions are compared with.</summary>
    public IReadOnlyList<FlowWait> Waits =>
        [.. WaitRows.Select(wait => new FlowWait(KindName(wait.Kind), wait.PublicId, wait.Node, wait.Kind == WaitKind.Timer ? null : wait.Text, wait.Due))];

    internal int NextId { get; init; } = 1;

    internal IReadOnlyList<Token> TokenRows { get; init; } = [];

    internal IReadOnlyList<Scope> ScopeRows { get; init; } = [];

    internal IReadOnlyList<Wait> WaitRows { get; init; } = [];

    /// <summary>The state as compact JSON, the same text for the same state.</summary>
    public string ToJson() => StateWriter.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote, now or in an older release.</summary>
    /// <exception cref="FormatException">The text is not a saved state, or of a newer version than this release knows.</exception>
    public static FlowState FromJson(string json) => StateReader.Read(json);

    private static string KindName(WaitKind kind) => kind switch
    {
        WaitKind.Task => "task",
        WaitKind.Timer => "timer",
        WaitKind.Message => "message",
        WaitKind.Signal => "signal",
        WaitKind.Job => "job",
        WaitKind.Condition => "condition",
        _ => "incident",
    };
}
