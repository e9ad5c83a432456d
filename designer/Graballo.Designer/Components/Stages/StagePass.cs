using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;

namespace Graballo.Designer.Components.Stages;

public enum StagePassState
{
    Done,
    Current,
    Skipped,
    Ahead,
}

/// <summary>One segment of the ribbon.</summary>
/// <param name="Took">Time spent in the stage over all visits; null when it was never entered.</param>
/// <param name="Visits">How often it was entered.</param>
public sealed record StagePass(Stage Stage, StagePassState State, TimeSpan? Took, int Visits, DateTimeOffset? Since)
{
    /// <summary>The six segments of a ticket from its visits.</summary>
    /// <param name="closed">True when the ticket is over: nothing breathes any more.</param>
    public static IReadOnlyList<StagePass> From(IReadOnlyList<StageView> visits, Stage current, bool closed, DateTimeOffset now)
    {
        return [.. Enum.GetValues<Stage>().Select(stage =>
        {
            var mine = visits.Where(visit => visit.Stage == stage).ToList();
            var took = mine.Count == 0 ? (TimeSpan?)null : mine.Aggregate(TimeSpan.Zero, (sum, visit) => sum + ((visit.LeftAt ?? now) - visit.EnteredAt));
            return new StagePass(stage, StateOf(stage, current, closed, mine.Count > 0), took, mine.Count, mine.Count == 0 ? null : mine[^1].EnteredAt);
        })];
    }

    /// <summary>The six segments when only the current stage is known.</summary>
    public static IReadOnlyList<StagePass> At(Stage current, bool closed) =>
        [.. Enum.GetValues<Stage>().Select(stage => new StagePass(stage, StateOf(stage, current, closed, true), null, 0, null))];

    private static StagePassState StateOf(Stage stage, Stage current, bool closed, bool entered)
    {
        if (stage == current && !closed)
            return StagePassState.Current;
        if (stage > current)
            return StagePassState.Ahead;
        return entered ? StagePassState.Done : StagePassState.Skipped;
    }
}
