namespace Graballo.Domain.Organisation;

/// <summary>Why somebody is away.</summary>
public enum AbsenceKind
{
    Vacation,
    Sick,
    Leave,
    Training,
    Other,
}

/// <summary>A span of time in which a person attends nothing: open tickets go to the cover, or by rule to whoever is there.</summary>
public sealed class Absence
{
    /// <summary>Longer ones are several.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    public Guid Id { get; set; }

    public Guid AgentId { get; set; }

    public DateTimeOffset From { get; set; }

    /// <summary>The first moment of being back.</summary>
    public DateTimeOffset Until { get; set; }

    public AbsenceKind Kind { get; set; }

    /// <summary>Who takes the open tickets; null: each goes by the rule of its group.</summary>
    public Guid? CoverId { get; set; }

    public string? Note { get; set; }

    public required string RecordedBy { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>When the tickets had all been handed over; null before.</summary>
    public DateTimeOffset? BegunAt { get; set; }

    /// <summary>When it was taken back or cut short; null: holds as written.</summary>
    public DateTimeOffset? CancelledAt { get; set; }

    public bool Holds(DateTimeOffset at) => CancelledAt is null && From <= at && at < Until;
}

/// <summary>A span of time in which one person acts for another, who need not be away.</summary>
public sealed class Delegation
{
    public Guid Id { get; set; }

    /// <summary>For whom is acted.</summary>
    public Guid FromId { get; set; }

    /// <summary>Who acts.</summary>
    public Guid ToId { get; set; }

    public DateTimeOffset From { get; set; }

    public DateTimeOffset Until { get; set; }

    public string? Note { get; set; }

    public required string RecordedBy { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    public DateTimeOffset? CancelledAt { get; set; }

    public bool Holds(DateTimeOffset at) => CancelledAt is null && From <= at && at < Until;
}

/// <summary>How many open tickets of one channel a person can hold at once, within the capacity for all.</summary>
public sealed class ChannelCapacity
{
    public Guid AgentId { get; set; }

    public Tickets.Channel Channel { get; set; }

    /// <summary>0 or more; 0: none of that channel.</summary>
    public int Most { get; set; }
}
