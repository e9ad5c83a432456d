namespace Graballo.Domain.Organisation;

/// <summary>A unit of the serving organisation, at level 1 (the whole) to 4.</summary>
public sealed class Unit
{
    public const int DeepestLevel = 4;

    public Guid Id { get; set; }

    /// <summary>Null only at level 1.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>1 to <see cref="DeepestLevel"/>.</summary>
    public int Level { get; set; }

    /// <summary>The short name that flows and decisions use.</summary>
    public required string Code { get; set; }

    public required string Name { get; set; }

    /// <summary>True when it takes hand-offs from the front.</summary>
    public bool IsBackOffice { get; set; }

    /// <summary>Who answers for the unit; null until one is named.</summary>
    public Guid? HeadId { get; set; }

    /// <summary>The business calendar of the unit and of those below it that have none; null: what is above it.</summary>
    public Guid? CalendarId { get; set; }

    /// <summary>Who answers for it while the head is absent; null: the head's own cover, or the unit above.</summary>
    public Guid? DeputyId { get; set; }

    public bool IsActive { get; set; } = true;
}

/// <summary>How a group shares its work.</summary>
public enum AssignmentStrategy
{
    /// <summary>Round robin: whoever has waited longest for a turn.</summary>
    Sequential,

    /// <summary>The highest rank first, the others when that one is full.</summary>
    Priority,

    /// <summary>Whoever has the least work, each ticket weighed by its priority.</summary>
    LeastLoaded,

    /// <summary>Whoever masters the wished skill best.</summary>
    BestSkill,

    /// <summary>Whoever served this client last, and so knows the context.</summary>
    LastServed,

    /// <summary>Nobody by itself: tickets wait in the group until somebody takes them.</summary>
    Manual,
}

/// <summary>Executives who share a subject.</summary>
public sealed class Group
{
    public Guid Id { get; set; }

    public Guid UnitId { get; set; }

    public required string Code { get; set; }

    public required string Name { get; set; }

    public AssignmentStrategy Strategy { get; set; }

    /// <summary>Who is told when a deadline of the group is missed; null: the head of its unit.</summary>
    public Guid? SupervisorId { get; set; }

    /// <summary>The business calendar of the group; null: its unit's.</summary>
    public Guid? CalendarId { get; set; }

    /// <summary>Counts the turns given, so that round robin survives a restart.</summary>
    public long Turns { get; set; }

    public bool IsActive { get; set; } = true;
}

/// <summary>One executive's place in a group.</summary>
public sealed class GroupMember
{
    public Guid GroupId { get; set; }

    public Guid AgentId { get; set; }

    /// <summary>1 is asked first under <see cref="AssignmentStrategy.Priority"/>.</summary>
    public int Rank { get; set; } = 1;

    /// <summary>The group's turn at which this one was last chosen; 0: never.</summary>
    public long LastTurn { get; set; }
}

/// <summary>A person of the serving organisation.</summary>
public sealed class Agent
{
    public Guid Id { get; set; }

    public Guid UnitId { get; set; }

    /// <summary>The short name that decisions use.</summary>
    public required string Code { get; set; }

    public required string Name { get; set; }

    public required string Email { get; set; }

    /// <summary>Open tickets that this person can hold at once, 0 or more.</summary>
    public int Capacity { get; set; } = 20;

    /// <summary>Subjects, separated by commas, each with its level; see <see cref="Organisation.Skills"/>.</summary>
    public string Skills { get; set; } = "";

    /// <summary>Code of the business calendar in which this person works; null: keeps no hours.</summary>
    public string? Shift { get; set; }

    /// <summary>The person's own switch: false takes no new tickets for the moment. An absence is <see cref="Absence"/>.</summary>
    public bool IsAvailable { get; set; } = true;

    /// <summary>True to be written each morning what waits and what is at risk.</summary>
    public bool WantsDigest { get; set; } = true;

    /// <summary>The day, in the person's own calendar, whose digest was written or was not worth writing; null: none yet.</summary>
    public DateOnly? DigestedOn { get; set; }

    public string Locale { get; set; } = "es-CL";

    public bool IsActive { get; set; } = true;
}

/// <summary>What a request is about: motivo.</summary>
public sealed class Topic
{
    public Guid Id { get; set; }

    public required string Code { get; set; }

    public required string Name { get; set; }

    public required string NameEn { get; set; }

    /// <summary>The family of topics that decisions read: mesa, facturacion, despacho, soporte, comercial…</summary>
    public required string Area { get; set; }

    public bool IsActive { get; set; } = true;
}

/// <summary>What people may do. One person can hold several.</summary>
public static class Role
{
    public const string Client = "client";
    public const string Executive = "executive";
    public const string BackOffice = "back-office";
    public const string Supervisor = "supervisor";
    public const string Manager = "manager";
    public const string ProcessOwner = "process-owner";
    public const string Administrator = "administrator";

    public static readonly IReadOnlyList<string> All =
        [Client, Executive, BackOffice, Supervisor, Manager, ProcessOwner, Administrator];
}
