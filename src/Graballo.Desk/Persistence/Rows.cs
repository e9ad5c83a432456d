using System.Security.Cryptography;
using System.Text;

namespace Graballo.Desk.Persistence;

/// <summary>What a stored definition holds.</summary>
public enum DefinitionKind
{
    Flow,
    Decision,
}

/// <summary>One version of a flow or of a file of decisions. Never changed after it is deployed.</summary>
public sealed class StoredDefinition
{
    public Guid Id { get; set; }

    public DefinitionKind Kind { get; set; }

    /// <summary>Process id of a flow; name of a decision file.</summary>
    public required string Key { get; set; }

    /// <summary>1, 2, 3…</summary>
    public int Version { get; set; }

    public required string Name { get; set; }

    public required string Xml { get; set; }

    public DateTimeOffset DeployedAt { get; set; }

    public required string DeployedBy { get; set; }

    public string? Comment { get; set; }
}

/// <summary>A running or ended instance of a flow: one row, replaced whole at every step.</summary>
public sealed class FlowInstance
{
    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public Guid DefinitionId { get; set; }

    public required string FlowKey { get; set; }

    public bool IsActive { get; set; } = true;

    /// <summary>Compact JSON of the engine's state.</summary>
    public required string State { get; set; }

    /// <summary>Ids of the elements left so far, separated by spaces, for drawing the way taken.</summary>
    public string Visited { get; set; } = "";

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}

public enum HumanTaskStatus
{
    Open,
    Completed,
    Cancelled,
}

/// <summary>Something that a person must do for a flow to go on (tarea).</summary>
public sealed class HumanTask
{
    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public Guid InstanceId { get; set; }

    /// <summary>The engine's id of the task, unique in its instance.</summary>
    public required string TaskKey { get; set; }

    public required string ElementId { get; set; }

    public required string Name { get; set; }

    /// <summary>Which form completes it: respond, promise, resolve, handoff; null: a plain "done".</summary>
    public string? Form { get; set; }

    public Guid? AssigneeId { get; set; }

    public Guid? GroupId { get; set; }

    public Guid? UnitId { get; set; }

    public HumanTaskStatus Status { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Code of the calendar in which that was counted; null for a date, or when it is not due.</summary>
    public string? Calendar { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public Guid? CompletedById { get; set; }
}

public enum TimerKind
{
    /// <summary>An event of a flow.</summary>
    Flow,

    /// <summary>The end of a service-level clock.</summary>
    Deadline,

    /// <summary>A message or signal that another ticket's flow sent to this one.</summary>
    Delivery,
}

/// <summary>Something that must happen at a time. Deleted in the transaction that acts on it.</summary>
public sealed class DeskTimer
{
    public Guid Id { get; set; }

    public TimerKind Kind { get; set; }

    public Guid TicketId { get; set; }

    /// <summary>The instance of a flow timer or a delivery; null for a deadline.</summary>
    public Guid? InstanceId { get; set; }

    /// <summary>The engine's id of a flow timer or of what a delivery is for; the id of the clock for a deadline.</summary>
    public required string TimerKey { get; set; }

    /// <summary>What a delivery carries, as JSON; null for the others.</summary>
    public string? Payload { get; set; }

    public DateTimeOffset DueAt { get; set; }

    /// <summary>Code of the calendar in which a flow timer counts; null for a date, for time on end, and for the others.</summary>
    public string? Calendar { get; set; }

    /// <summary>Firings that failed so far; each waits longer than the one before.</summary>
    public int Failures { get; set; }
}

/// <summary>A flow that waits for a message or a signal.</summary>
public sealed class Subscription
{
    /// <summary>Characters of a correlation key that the database keeps.</summary>
    public const int LongestKey = 200;

    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public Guid InstanceId { get; set; }

    public required string SubscriptionKey { get; set; }

    public bool IsSignal { get; set; }

    public required string Name { get; set; }

    public string? CorrelationKey { get; set; }

    /// <summary>True for a message that this waits for; a subscription without a key takes any.</summary>
    public bool Takes(string message, string? correlationKey) => !IsSignal && Name == message && (CorrelationKey is null || CorrelationKey == Key(correlationKey));

    /// <summary>The key as it is kept: one longer than its column by its beginning and its hash.</summary>
    public static string? Key(string? correlationKey) => correlationKey is { Length: > LongestKey }
        ? correlationKey[..(LongestKey - 64)] + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(correlationKey)))
        : correlationKey;
}

/// <summary>A step of a flow that failed and waits for a person.</summary>
public sealed class Incident
{
    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public Guid InstanceId { get; set; }

    public required string IncidentKey { get; set; }

    public required string ElementId { get; set; }

    public required string Error { get; set; }

    public DateTimeOffset RaisedAt { get; set; }

    public DateTimeOffset? ResolvedAt { get; set; }
}

/// <summary>A message to the outside, committed with what caused it, delivered afterwards at least once.</summary>
public sealed class OutboxMessage
{
    public Guid Id { get; set; }

    /// <summary>Unique: the same effect is never queued twice, and the far side can drop a repeat by it.</summary>
    public required string Key { get; set; }

    /// <summary>Empty when it is about no single ticket.</summary>
    public Guid TicketId { get; set; }

    public required string To { get; set; }

    public required string ToName { get; set; }

    public required string Subject { get; set; }

    public required string TextBody { get; set; }

    public required string HtmlBody { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When to try (again); pushed ahead by whoever is trying. Null once sent or given up.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public string? LastError { get; set; }
}

/// <summary>A sequence that every node draws blocks of.</summary>
public sealed class Counter
{
    public required string Name { get; set; }

    public long Next { get; set; }
}
