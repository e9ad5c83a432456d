namespace Graballo.Domain.Calendars;

/// <summary>Who says which calendar counts, the strongest first.</summary>
public enum CalendarSource
{
    /// <summary>What was agreed with this client.</summary>
    Client,

    /// <summary>The service-level policy names one.</summary>
    Policy,

    Group,

    /// <summary>The group's unit, or the nearest one above it that has a calendar.</summary>
    Unit,

    Channel,

    /// <summary>The desk's own.</summary>
    Desk,
}

/// <summary>What everybody concerned says of the calendar of a ticket; null where nothing is said.</summary>
/// <param name="Client">Of the client company.</param>
/// <param name="Policy">Of the service-level policy.</param>
/// <param name="Group">Of the group that attends it.</param>
/// <param name="Units">Of the group's unit and the units above it, the nearest first.</param>
/// <param name="Channel">Of the channel by which it came.</param>
public sealed record CalendarSayings(string? Client = null, string? Policy = null, string? Group = null, IReadOnlyList<string?>? Units = null, string? Channel = null);

/// <summary>Which calendar counts for a ticket's clocks.</summary>
public static class CalendarChoice
{
    /// <summary>The first that is said, in the order of <see cref="CalendarSource"/>.</summary>
    /// <param name="sayings">By code.</param>
    /// <param name="desk">Code of the desk's own calendar.</param>
    public static (string Code, CalendarSource Source) Of(CalendarSayings sayings, string desk)
    {
        if (sayings.Client is { } client)
            return (client, CalendarSource.Client);
        if (sayings.Policy is { } policy)
            return (policy, CalendarSource.Policy);
        if (sayings.Group is { } group)
            return (group, CalendarSource.Group);
        if (sayings.Units?.FirstOrDefault(unit => unit is not null) is { } unit)
            return (unit, CalendarSource.Unit);
        return sayings.Channel is { } channel ? (channel, CalendarSource.Channel) : (desk, CalendarSource.Desk);
    }
}
