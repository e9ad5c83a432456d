namespace Graballo.Domain.ServiceLevels;

/// <summary>
/// One entry of a clock's history: what it does from an instant on, and under which terms. Only ever added; a change of terms is
/// an entry too, and the last one's terms are those in force for the whole history.
/// </summary>
public sealed class SlaSegment
{
    public Guid ClockId { get; init; }

    /// <summary>1, 2, 3… in its clock.</summary>
    public int Seq { get; init; }

    public Guid TicketId { get; init; }

    public SegmentKind Kind { get; init; }

    /// <summary>A fact, whether or not the clock rests for it.</summary>
    public WaitingFor Waiting { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Policy { get; init; }

    public required string Calendar { get; init; }

    public long AllowedSeconds { get; init; }

    public long WarnSeconds { get; init; }

    public WaitingFor PausesFor { get; init; }

    public DateTimeOffset? FixedDueAt { get; init; }

    public SlaTerms Terms => new(Policy, Calendar, AllowedSeconds, WarnSeconds, PausesFor, FixedDueAt);

    /// <summary>True when the clock measures nothing after this entry.</summary>
    public bool IsEnd => Kind is SegmentKind.Met or SegmentKind.Missed or SegmentKind.Cancelled;
}
