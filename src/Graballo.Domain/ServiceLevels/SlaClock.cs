namespace Graballo.Domain.ServiceLevels;

/// <summary>
/// One promise of an agreement on one ticket. What counts is its <see cref="History"/>; everything else here follows from it and is
/// kept so that inboxes and boards can sort and count. See <see cref="SlaClocks.Project"/>.
/// </summary>
public sealed class SlaClock
{
    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public SlaTarget Target { get; set; }

    /// <summary>Which one of its target: message, visit, hand-off or third party; empty where a ticket has one.</summary>
    public string Ref { get; set; } = "";

    /// <summary>Whom or what it is about, for people: stage code, unit or third party; null where the target says it all.</summary>
    public string? About { get; set; }

    public required string Policy { get; set; }

    public required string Calendar { get; set; }

    public long AllowedSeconds { get; set; }

    public long WarnSeconds { get; set; }

    /// <summary>Business seconds used before its history begins; of clocks that are older than histories.</summary>
    public long CarriedSeconds { get; set; }

    /// <summary>Business seconds used until its last entry.</summary>
    public long UsedSeconds { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Null while paused or stopped.</summary>
    public DateTimeOffset? RunningSince { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>When time runs out if nothing changes; null while paused or stopped.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset? BreachedAt { get; set; }

    public bool IsCancelled { get; set; }

    /// <summary>For whom it rests.</summary>
    public WaitingFor PausedFor { get; set; }

    /// <summary>Rungs of the escalation ladder already climbed.</summary>
    public int Rungs { get; set; }

    /// <summary>When the next rung is due; null when none is.</summary>
    public DateTimeOffset? NextRungAt { get; set; }

    /// <summary>Oldest first.</summary>
    public List<SlaSegment> History { get; } = [];

    public bool IsStopped => StoppedAt is not null;

    public bool IsPaused => StoppedAt is null && RunningSince is null;

    /// <summary>When somebody must look at it next: its time runs out or a rung is due; null when nothing is.</summary>
    public DateTimeOffset? WatchAt => IsStopped || IsPaused ? null : BreachedAt is not null ? NextRungAt : DueAt < NextRungAt || NextRungAt is null ? DueAt : NextRungAt;
}
