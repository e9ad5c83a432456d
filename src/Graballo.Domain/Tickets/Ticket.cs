namespace Graballo.Domain.Tickets;

/// <summary>One request of one user of one client company, from contact to satisfaction.</summary>
public sealed class Ticket
{
    public Guid Id { get; set; }

    /// <summary>Digits only, see <see cref="TicketNumber"/>.</summary>
    public required string Number { get; set; }

    public Guid CompanyId { get; set; }

    public Guid ContactId { get; set; }

    public Guid TopicId { get; set; }

    public Channel Channel { get; set; }

    public required string Subject { get; set; }

    public Priority Priority { get; set; } = Priority.Normal;

    public TicketStatus Status { get; set; }

    public Stage Stage { get; set; }

    /// <summary>The one person responsible. Never empty once the ticket is committed.</summary>
    public Guid AssigneeId { get; set; }

    public Guid GroupId { get; set; }

    /// <summary>Why this person: JSON of <see cref="WhyAssigned"/>.</summary>
    public string Why { get; set; } = "{}";

    /// <summary>The service-level agreement in force and why it is this one, as JSON; <c>{}</c> until one is decided.</summary>
    public string Agreement { get; set; } = "{}";

    /// <summary>The ticket that this one went into; null when it stands for itself.</summary>
    public Guid? MergedIntoId { get; set; }

    /// <summary>Since when it waits in its group for somebody who can take it, while whoever leads the group is responsible; null: it is in hand.</summary>
    public DateTimeOffset? WaitsSince { get; set; }

    /// <summary>Given by the sender, unique: the same request sent twice makes one ticket. Null when the sender gave none.</summary>
    public Guid? RequestKey { get; set; }

    /// <summary>The executive who registered it for the client; null when the client did.</summary>
    public Guid? RegisteredById { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public DateTimeOffset? FirstRespondedAt { get; set; }

    /// <summary>The date that we promised to the client (promesa de atención).</summary>
    public DateTimeOffset? PromisedAt { get; set; }

    public DateTimeOffset? ResolvedAt { get; set; }

    public string? Resolution { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>True when the client said yes, false when silence closed it; null while open.</summary>
    public bool? AcceptedByClient { get; set; }

    public int Reopenings { get; set; }

    /// <summary>The next deadline among the running clocks, for sorting inboxes; null when none runs.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public bool IsBreached { get; set; }

    public string Locale { get; set; } = "es-CL";

    /// <summary>Optimistic concurrency: every step on the ticket adds one.</summary>
    public int Version { get; set; }
}

/// <summary>A stay in a stage. A reopened ticket visits a stage again.</summary>
public sealed class StageVisit
{
    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public Stage Stage { get; set; }

    public DateTimeOffset EnteredAt { get; set; }

    /// <summary>Null while the ticket is there.</summary>
    public DateTimeOffset? LeftAt { get; set; }
}

/// <summary>Who may read an entry of the conversation.</summary>
public enum MessageKind
{
    /// <summary>Between the client and us.</summary>
    Public,

    /// <summary>A note among us. Never leaves the house.</summary>
    Internal,
}

/// <summary>Which side wrote it.</summary>
public enum AuthorKind
{
    Client,
    Agent,
    System,
}

/// <summary>A message to or from the client, or a note.</summary>
public sealed class Message
{
    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public MessageKind Kind { get; set; }

    public AuthorKind Author { get; set; }

    public Guid? AuthorId { get; set; }

    public required string AuthorName { get; set; }

    public required string Body { get; set; }

    public Channel Channel { get; set; }

    public DateTimeOffset At { get; set; }
}

/// <summary>A file that belongs to a message; its content is stored once per SHA-256.</summary>
public sealed class Attachment
{
    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public Guid MessageId { get; set; }

    public required string FileName { get; set; }

    public required string ContentType { get; set; }

    /// <summary>Bytes.</summary>
    public long Size { get; set; }

    /// <summary>Lower-case hexadecimal.</summary>
    public required string Sha256 { get; set; }
}

/// <summary>Someone who wants to hear of a ticket that is not theirs.</summary>
public sealed class Follower
{
    public Guid TicketId { get; set; }

    public Guid AgentId { get; set; }
}

/// <summary>Something that happened to a ticket. Only ever added.</summary>
public sealed class TicketEvent
{
    /// <summary>Given by the database; grows, with gaps.</summary>
    public long Id { get; set; }

    public Guid TicketId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>One of <see cref="EventType"/>.</summary>
    public required string Type { get; set; }

    public Guid? ActorId { get; set; }

    public required string ActorName { get; set; }

    /// <summary>True when the client may see it.</summary>
    public bool IsPublic { get; set; }

    /// <summary>A flat JSON object of names and texts, for the sentence that screens make of it.</summary>
    public string Data { get; set; } = "{}";
}

/// <summary>The words of the history.</summary>
public static class EventType
{
    public const string Opened = "ticket.opened";
    public const string StageEntered = "stage.entered";
    public const string StageLeft = "stage.left";
    public const string Assigned = "ticket.assigned";
    public const string Reassigned = "ticket.reassigned";
    public const string Covered = "ticket.covered";
    public const string Queued = "ticket.queued";
    public const string ReassignmentUndone = "reassignment.undone";
    public const string Replied = "message.sent";
    public const string ClientWrote = "message.received";
    public const string Noted = "note.added";
    public const string Decided = "decision.taken";
    public const string TaskOpened = "task.opened";
    public const string TaskCompleted = "task.completed";
    public const string TaskCancelled = "task.cancelled";
    public const string HandedOff = "handoff.opened";
    public const string HandoffAnswered = "handoff.answered";
    public const string Promised = "promise.made";
    public const string WaitingForClient = "client.awaited";
    public const string Resolved = "ticket.resolved";
    public const string Accepted = "closure.accepted";
    public const string Rejected = "closure.rejected";
    public const string Closed = "ticket.closed";
    public const string SurveyAnswered = "survey.answered";
    public const string Breached = "deadline.missed";
    public const string PriorityChanged = "priority.changed";
    public const string Agreed = "agreement.changed";
    public const string ThirdPartyAwaited = "third-party.awaited";
    public const string ThirdPartyAnswered = "third-party.answered";
    public const string Merged = "ticket.merged";
    public const string MergedIn = "ticket.merged-in";
    public const string Escalated = "ticket.escalated";
    public const string MailQueued = "mail.queued";
    public const string MailFailed = "mail.failed";
    public const string IncidentRaised = "incident.raised";
    public const string IncidentResolved = "incident.resolved";
    public const string IncidentSkipped = "incident.skipped";
    public const string ServiceCallRetried = "service.retried";
    public const string CallbackReceived = "service.callback";
    public const string TokenMoved = "token.moved";
    public const string TokenCancelled = "token.cancelled";
    public const string TokenAdded = "token.added";
    public const string FlowMigrated = "flow.migrated";
    public const string FlowMended = "flow.mended";
}
