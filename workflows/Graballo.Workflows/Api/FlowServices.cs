using Graballo.Rules.Feel;

namespace Graballo.Workflows;

/// <summary>What a decision says and why.</summary>
public sealed record DecisionOutcome(object? Value, object? Explanation);

/// <summary>
/// The questions a step may ask. All must be pure: the same question within one step gets the same answer.
/// </summary>
/// <param name="Decide">Evaluates a decision by its reference; an exception becomes an incident.</param>
/// <param name="AddBusinessTime">Adds working time of a named calendar to an instant.</param>
/// <param name="FindFlow">
/// Finds the flow that a call activity names: the latest version when the version is null, else that one.
/// Null when there is none, which becomes an incident.
/// </param>
public sealed record FlowServices(
    Func<string, FeelContext, DecisionOutcome> Decide,
    Func<string, DateTimeOffset, TimeSpan, DateTimeOffset> AddBusinessTime,
    Func<string, int?, Flow?> FindFlow)
{
    /// <summary>True once the step has taken too long: what it would do next becomes an incident. Null: no limit but the budget.</summary>
    public Func<bool>? OutOfTime { get; init; }

    /// <summary>Of dates that name no zone.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Knows no decision, calendar or flow; for flows that need none.</summary>
    public static FlowServices None { get; } = new(
        (reference, _) => throw new InvalidOperationException($"No decision named '{reference}' is known here."),
        (_, from, span) => from + span,
        (_, _) => null);
}
