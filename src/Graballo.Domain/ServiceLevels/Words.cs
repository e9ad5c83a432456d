namespace Graballo.Domain.ServiceLevels;

/// <summary>What a clock measures.</summary>
public enum SlaTarget
{
    /// <summary>From the request to our first answer.</summary>
    FirstResponse,

    /// <summary>From the request to its resolution.</summary>
    Resolution,

    /// <summary>From the oldest message of the client that nobody has answered to our answer.</summary>
    NextResponse,

    /// <summary>A stay in a moment of truth.</summary>
    Stage,

    /// <summary>Until the date that was promised to the client.</summary>
    Promise,

    /// <summary>What a back-office unit has for a hand-off: the internal agreement that carries the client's.</summary>
    Ola,

    /// <summary>What a third party has by its contract.</summary>
    Underpinning,
}

/// <summary>How a clock stands.</summary>
public enum SlaState
{
    Running,

    /// <summary>Running, and past the warning of its agreement.</summary>
    AtRisk,

    /// <summary>Resting while somebody is waited for.</summary>
    Paused,

    /// <summary>Past its time and still running.</summary>
    Breached,

    /// <summary>Stopped in time.</summary>
    Met,

    /// <summary>Stopped too late.</summary>
    Missed,

    /// <summary>Measures nothing any more: the agreement does not ask for it, or the ticket went into another.</summary>
    Cancelled,
}

/// <summary>What a segment of a clock's history says.</summary>
public enum SegmentKind
{
    Running,

    /// <summary>Somebody is waited for; whether the clock rests meanwhile, the agreement says.</summary>
    Paused,

    /// <summary>Its time ran out here; it goes on.</summary>
    Breached,

    Met,

    Missed,

    Cancelled,
}

/// <summary>Whom a ticket waits for.</summary>
[Flags]
public enum WaitingFor
{
    Nobody = 0,
    Client = 1,
    ThirdParty = 2,
}

/// <summary>The spellings that decisions and the API use.</summary>
public static class SlaCodes
{
    public static string Code(this SlaTarget target) => target switch
    {
        SlaTarget.FirstResponse => "firstResponse",
        SlaTarget.NextResponse => "nextResponse",
        SlaTarget.Resolution => "resolution",
        SlaTarget.Stage => "stage",
        SlaTarget.Promise => "promise",
        SlaTarget.Ola => "ola",
        _ => "underpinning",
    };
}
