namespace Graballo.Desk.Persistence;

public enum ServiceCallStatus
{
    /// <summary>To be made, or made again, at its next attempt.</summary>
    Waiting,

    /// <summary>Made; the far side calls back.</summary>
    Awaiting,
    Done,

    /// <summary>Given up; an incident or an error event of the flow took over.</summary>
    Failed,

    /// <summary>The flow no longer wants it.</summary>
    Cancelled,
}

/// <summary>A call to the outside that a flow waits for. Committed with the step that asks for it, made afterwards.</summary>
public sealed class ServiceCall
{
    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public Guid InstanceId { get; set; }

    /// <summary>The engine's id of the job, unique in its instance.</summary>
    public required string JobKey { get; set; }

    /// <summary>The token that waits: with the element it names the activation.</summary>
    public required string TokenKey { get; set; }

    public required string ElementId { get; set; }

    /// <summary>webhook, lookup or callback.</summary>
    public required string Kind { get; set; }

    /// <summary>The far side can drop a repeat by it: the same for every attempt and retry of one activation.</summary>
    public required string Key { get; set; }

    public ServiceCallStatus Status { get; set; }

    /// <summary>JSON of what to send.</summary>
    public required string Request { get; set; }

    public int Attempts { get; set; }

    public int MostAttempts { get; set; }

    public int BackOffSeconds { get; set; }

    public int TimeoutSeconds { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When to try (again), or when waiting for the callback ends; pushed ahead by whoever is trying. Null once it is over.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? LastError { get; set; }

    /// <summary>SHA-256 of the token by which the far side calls back.</summary>
    public string? TokenHash { get; set; }

    /// <summary>The token itself, protected, so that a repeated attempt sends the same one.</summary>
    public string? SealedToken { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }
}

public enum MigrationStatus
{
    Running,
    Done,
    Stopped,
}

/// <summary>Moving the running instances of one version to another: how far it is, so that any node can go on with it.</summary>
public sealed class MigrationRun
{
    public Guid Id { get; set; }

    public required string FlowKey { get; set; }

    public Guid FromId { get; set; }

    public Guid ToId { get; set; }

    public int FromVersion { get; set; }

    public int ToVersion { get; set; }

    /// <summary>JSON object: old element id → new element id.</summary>
    public required string Mapping { get; set; }

    public required string Reason { get; set; }

    public MigrationStatus Status { get; set; }

    /// <summary>Instances on the old version when it began.</summary>
    public int Total { get; set; }

    public int Moved { get; set; }

    public int Stuck { get; set; }

    public required string StartedBy { get; set; }

    public Guid? StartedById { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Until then one node works on it; others keep away.</summary>
    public DateTimeOffset ClaimedUntil { get; set; }
}

/// <summary>An instance that a migration could not move, and why.</summary>
public sealed class StuckInstance
{
    public Guid RunId { get; set; }

    public Guid InstanceId { get; set; }

    public required string Number { get; set; }

    public required string ElementId { get; set; }

    public required string Reason { get; set; }
}

/// <summary>One comparison of all flows with their rows.</summary>
public sealed class Reconciliation
{
    public Guid Id { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset EndedAt { get; set; }

    /// <summary>Running instances that were compared.</summary>
    public int Instances { get; set; }

    public int Findings { get; set; }

    /// <summary>Findings that could not be mended.</summary>
    public int Open { get; set; }

    /// <summary>The first findings, one a line.</summary>
    public string Report { get; set; } = "";
}
