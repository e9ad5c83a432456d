namespace Graballo.Domain.Tickets;

/// <summary>The six moments of truth, in the order in which a ticket earns them.</summary>
public enum Stage
{
    Contact,
    Information,
    Communication,
    Transaction,
    Service,
    Satisfaction,
}

/// <summary>How a request came in.</summary>
public enum Channel
{
    Phone,
    Web,
    Email,
    Intranet,
    InPerson,
}

/// <summary>How pressing a request is.</summary>
public enum Priority
{
    Low,
    Normal,
    High,
    Urgent,
}

/// <summary>Where a ticket is, in the words of the person who waits for it.</summary>
public enum TicketStatus
{
    /// <summary>Received; nobody has answered yet.</summary>
    New,

    /// <summary>Being worked on.</summary>
    InProgress,

    /// <summary>We asked the client something; the clocks rest.</summary>
    WaitingForClient,

    /// <summary>Solved in our view; the client has not yet said so.</summary>
    Resolved,

    /// <summary>Over: accepted by the client, or by silence.</summary>
    Closed,
}

/// <summary>The spellings that flows, decisions and the API use.</summary>
public static class Codes
{
    public static string Code(this Stage stage) => stage switch
    {
        Stage.Contact => "contact",
        Stage.Information => "information",
        Stage.Communication => "communication",
        Stage.Transaction => "transaction",
        Stage.Service => "service",
        _ => "satisfaction",
    };

    public static string Code(this Channel channel) => channel switch
    {
        Channel.Phone => "phone",
        Channel.Web => "web",
        Channel.Email => "email",
        Channel.Intranet => "intranet",
        _ => "in-person",
    };

    public static string Code(this Priority priority) => priority switch
    {
        Priority.Low => "low",
        Priority.High => "high",
        Priority.Urgent => "urgent",
        _ => "normal",
    };

    /// <summary>Null when no stage has that code.</summary>
    public static Stage? StageOf(string? code) =>
        Enum.GetValues<Stage>().Cast<Stage?>().FirstOrDefault(stage => stage!.Value.Code() == code);

    /// <summary>Null when no priority has that code.</summary>
    public static Priority? PriorityOf(string? code) =>
        Enum.GetValues<Priority>().Cast<Priority?>().FirstOrDefault(priority => priority!.Value.Code() == code);

    /// <summary>Null when no channel has that code.</summary>
    public static Channel? ChannelOf(string? code) =>
        Enum.GetValues<Channel>().Cast<Channel?>().FirstOrDefault(channel => channel!.Value.Code() == code);
}
