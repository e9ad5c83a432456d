using Graballo.Domain.Tickets;

namespace Graballo.Desk.Persistence;

/// <summary>A business calendar: weekly hours in a zone, with the holidays of a country and exceptions of its own.</summary>
public sealed class StoredCalendar
{
    public Guid Id { get; set; }

    /// <summary>The short name that flows, decisions and clocks use; never changed and never given to another.</summary>
    public required string Code { get; set; }

    public required string Name { get; set; }

    /// <summary>IANA name, for example America/Santiago.</summary>
    public required string TimeZone { get; set; }

    /// <summary>As <see cref="Domain.Calendars.CalendarText"/> writes a week.</summary>
    public required string Hours { get; set; }

    /// <summary>True to rest on the national holidays of Chile.</summary>
    public bool ChileanHolidays { get; set; } = true;

    /// <summary>As <see cref="Domain.Calendars.CalendarText"/> writes dates.</summary>
    public string Exceptions { get; set; } = "";

    /// <summary>One more at every change: a form that knows an older one is refused.</summary>
    public int Version { get; set; }
}

/// <summary>
/// One change of a calendar: who, when, and how the calendar was afterwards.
/// </summary>
public sealed class CalendarEdit
{
    public Guid Id { get; set; }

    public Guid CalendarId { get; set; }

    public required string Code { get; set; }

    public int Version { get; set; }

    public DateTimeOffset At { get; set; }

    public required string By { get; set; }

    /// <summary>True for the last one of a calendar that was removed.</summary>
    public bool IsRemoval { get; set; }

    public required string Name { get; set; }

    public required string TimeZone { get; set; }

    public required string Hours { get; set; }

    public bool ChileanHolidays { get; set; }

    public required string Exceptions { get; set; }

    /// <summary>The <see cref="RecountRun"/> that counts anew what runs in it; null when there was nothing to count.</summary>
    public Guid? RunId { get; set; }
}

/// <summary>The calendar of what comes by one channel.</summary>
public sealed class ChannelCalendar
{
    public Channel Channel { get; set; }

    public Guid CalendarId { get; set; }
}
