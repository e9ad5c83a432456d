using Graballo.Domain.Calendars;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.Calendars;

/// <summary>Who refers to which calendar, by code; a unit and a group without one refer upwards.</summary>
/// <param name="Clients">Companies that have one.</param>
/// <param name="Groups">Every group with its unit.</param>
/// <param name="Units">Every unit with the one above it.</param>
/// <param name="Channels">Channels that have one.</param>
public sealed record CalendarReferences(
    IReadOnlyDictionary<Guid, string> Clients, IReadOnlyDictionary<Guid, (string? Code, Guid Unit)> Groups,
    IReadOnlyDictionary<Guid, (string? Code, Guid? Parent)> Units, IReadOnlyDictionary<Channel, string> Channels)
{
    /// <summary>Of the unit and those above it, the nearest first.</summary>
    public IReadOnlyList<string?> Above(Guid? unit)
    {
        var found = new List<string?>();
        while (unit is { } id && Units.TryGetValue(id, out var known) && found.Count <= Units.Count)
        {
            found.Add(known.Code);
            unit = known.Parent;
        }
        return found;
    }
}

/// <summary>The calendars as they are now, by code, ready for arithmetic.</summary>
public sealed class CalendarSet(IReadOnlyDictionary<string, BusinessCalendar> calendars, CalendarReferences references)
{
    /// <summary>The desk's own: what is used where nothing names a calendar.</summary>
    public const string Standard = "chile-laboral";

    /// <summary>In a flow: the calendar that counts for the clocks of the ticket.</summary>
    public const string OfTicket = "ticket";

    /// <summary>In the flow of a hand-off: the calendar of the unit that attends it.</summary>
    public const string OfUnit = "unit";

    /// <summary>Codes that no calendar can have.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [OfTicket, OfUnit];

    /// <summary>The calendar with this code, else the standard one.</summary>
    /// <exception cref="InvalidOperationException">Not even the standard calendar exists.</exception>
    public BusinessCalendar this[string? code] =>
        (code is not null && calendars.TryGetValue(code, out var named)) || calendars.TryGetValue(Standard, out named)
            ? named
            : throw new InvalidOperationException($"The calendar '{Standard}' is missing.");

    /// <summary>The code, when there is such a calendar; else that of the standard one.</summary>
    public string Known(string code) => calendars.ContainsKey(code) ? code : Standard;

    /// <summary>The calendar that counts for the clocks of a ticket, and who says so.</summary>
    /// <param name="ticket">With its client, its group (none yet: the empty id) and its channel.</param>
    /// <param name="policy">What the service-level policy names; null: nothing.</param>
    public (string Code, CalendarSource Source) For(Ticket ticket, string? policy)
    {
        var (group, unit) = references.Groups.TryGetValue(ticket.GroupId, out var known) ? (known.Code, (Guid?)known.Unit) : (null, null);
        return CalendarChoice.Of(
            new CalendarSayings(references.Clients.GetValueOrDefault(ticket.CompanyId), policy, group, references.Above(unit), references.Channels.GetValueOrDefault(ticket.Channel)),
            Standard);
    }

    /// <summary>The code of the calendar in which a unit works.</summary>
    public string InUnit(Guid unit) => CalendarChoice.Of(new CalendarSayings(Units: references.Above(unit)), Standard).Code;
}
