namespace Graballo.Domain.Tickets;

/// <summary>The question after the closure: how was it?</summary>
public sealed class Survey
{
    public const int LowestScore = 1;
    public const int HighestScore = 7;

    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public DateTimeOffset SentAt { get; set; }

    /// <summary>1 (worst) to 7 (best), as Chilean schools mark; null until answered.</summary>
    public int? Score { get; set; }

    public string? Comment { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }
}

/// <summary>The state of a hand-off to a back-office unit.</summary>
public enum HandoffStatus
{
    Open,
    Answered,
    Cancelled,
}

/// <summary>A part of a ticket that a back-office unit answers (derivación).</summary>
public sealed class Handoff
{
    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public Guid UnitId { get; set; }

    public Guid InstanceId { get; set; }

    public required string Request { get; set; }

    public string? Answer { get; set; }

    public HandoffStatus Status { get; set; }

    public Guid RequestedById { get; set; }

    public Guid? AnsweredById { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>When the unit's internal agreement (OLA) ends.</summary>
    public DateTimeOffset DueAt { get; set; }
}
