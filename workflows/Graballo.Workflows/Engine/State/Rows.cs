using Graballo.Rules.Feel;

namespace Graballo.Workflows.Engine.State;

/// <summary>How far a token is with the node it stands at.</summary>
internal enum TokenPhase
{
    /// <summary>About to enter.</summary>
    Ready,

    /// <summary>At a join, or at an activity that wants more tokens, until the others come.</summary>
    Arrived,

    /// <summary>Inside; something will tell it to go on.</summary>
    Active,

    /// <summary>Done; choosing where to go.</summary>
    Leaving,
}

/// <summary>A token (BPMN 2.0.2 §7.1.1): where it stands and how it came.</summary>
/// <param name="Via">Sequence flow it came by; joins need it. For a complex gateway waiting for its reset: the flows already consumed.</param>
internal sealed record Token(int Id, int Scope, string Node, string? Via, TokenPhase Phase, int Attempt = 0) : INumbered;

internal enum ScopeKind
{
    Process,
    Called,
    Sub,
    EventSub,

    /// <summary>All instances of a looping activity.</summary>
    Multi,

    /// <summary>One of them.</summary>
    Instance,
    Compensation,
}

/// <summary>An instance of a process, sub-process, loop or compensation.</summary>
/// <param name="Parent">Scope around it; 0 for the process of the instance.</param>
/// <param name="Owner">Token in the parent that waits for its end; 0 when none does.</param>
/// <param name="Body">Id of the process, sub-process or activity.</param>
internal sealed record Scope(int Id, int Parent, int Owner, ScopeKind Kind, string Body) : INumbered
{
    public FeelContext Variables { get; init; } = FeelContext.Empty;

    /// <summary>Version of the flow that a call activity called.</summary>
    public int Version { get; init; }

    public LoopState? Loop { get; init; }

    /// <summary>Completed activities that can be compensated, oldest first.</summary>
    public IReadOnlyList<Done> Done { get; init; } = [];

    /// <summary>What a compensation still has to undo, last first.</summary>
    public IReadOnlyList<Done> Pending { get; init; } = [];

    /// <summary>An interrupting event sub-process has taken over.</summary>
    public bool Interrupted { get; init; }
}

/// <summary>Where a loop or multi-instance activity is.</summary>
internal sealed record LoopState(int Total, int Started, int Completed, FeelList? Items, FeelList? Outputs);

/// <summary>A completed activity that can be compensated, with what it held at its end (BPMN 2.0.2 §13.5.5).</summary>
internal sealed record Done(string Node, FeelContext Variables, IReadOnlyList<Done> Inner);

internal enum WaitKind
{
    Task,
    Timer,
    Message,
    Signal,
    Job,
    Condition,
    Incident,
}

/// <summary>Working time that is waited: how its end was found, so that it can be found again when the calendar changes.</summary>
/// <param name="Calendar">As the flow names it.</param>
internal sealed record Counted(string Calendar, DateTimeOffset From, TimeSpan Time);

/// <summary>Something the instance waits for.</summary>
/// <param name="Token">The token that waits; 0 when the scope does (start of an event sub-process).</param>
/// <param name="Node">The event or task waited at.</param>
/// <param name="Definition">Which of the node's event definitions.</param>
internal sealed record Wait(int Id, WaitKind Kind, int Token, int Scope, string Node, int Definition) : INumbered
{
    /// <summary>Message or signal name, or what a cycle timer still has to do, or the error of an incident.</summary>
    public string? Text { get; init; }

    /// <summary>When a timer is due.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Of a timer or a task that is due after working time; null for any other.</summary>
    public Counted? Counted { get; init; }

    /// <summary>A condition's last value: it fires when it becomes true.</summary>
    public bool Last { get; init; }

    /// <summary>The id the outside knows: a letter for the kind and the number.</summary>
    public string PublicId => WaitIds.Letter(Kind) + Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Ids of waits as the outside knows them.</summary>
internal static class WaitIds
{
    public static string Letter(WaitKind kind) => kind switch
    {
        WaitKind.Task => "u",
        WaitKind.Timer => "t",
        WaitKind.Message => "m",
        WaitKind.Signal => "s",
        WaitKind.Job => "j",
        WaitKind.Condition => "c",
        _ => "i",
    };

    public static int Number(WaitKind kind, string id) =>
        id.Length > 1 && id[..1] == Letter(kind)
        && int.TryParse(id.AsSpan(1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
