using Graballo.Domain.Calendars;

namespace Graballo.Desk.Calendars;

/// <param name="File">The text of an iCalendar file.</param>
/// <param name="TimeZone">Of the calendar.</param>
/// <param name="ChileanHolidays">Whether it rests on national holidays.</param>
/// <param name="Exceptions">The dates that it has now.</param>
public sealed record PreviewIcs(string File, string TimeZone, bool ChileanHolidays, IReadOnlyList<DayException> Exceptions);

/// <summary>A date of the file beside what the calendar says of it.</summary>
/// <param name="Before">Null when the calendar has no exception on that date.</param>
public sealed record IcsChange(DayException After, DayException? Before);

/// <param name="Changes">What the file would add or change.</param>
/// <param name="Same">Dates that are like that already, as exceptions or as holidays.</param>
/// <param name="Skipped">Events that are about hours, not about days.</param>
/// <param name="Until">Repeating events were unfolded until here.</param>
public sealed record IcsPreview(IReadOnlyList<IcsChange> Changes, int Same, IReadOnlyList<IcsSkipped> Skipped, DateOnly From, DateOnly Until);

/// <summary>Tells what an iCalendar file would change in a calendar; nothing is kept.</summary>
public sealed class PreviewIcsHandler(TimeProvider clock)
{
    /// <summary>Bytes.</summary>
    public const int LargestFile = IcsLines.LargestFile;

    private const int Years = 5;

    public Task<Outcome<IcsPreview>> Handle(PreviewIcs query, Actor actor, CancellationToken ct) => Task.Run(() => Preview(query, actor), ct);

    private Outcome<IcsPreview> Preview(PreviewIcs query, Actor actor)
    {
        if (!CalendarAccess.CanEdit(actor))
            return Refusal.Forbidden;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(query.TimeZone, out var zone))
            return new Refusal("zone-unknown", "timeZone");
        var events = IcsLines.Events(query.File);
        if (!events.Ok)
            return events.Refusal;
        var year = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).Year;
        var days = new IcsDays(zone, new DateOnly(year, 1, 1), new DateOnly(year + Years, 12, 31));
        if (days.Read(events.Value) is { } refused)
            return refused;
        var known = query.Exceptions.DistinctBy(exception => exception.Day).ToDictionary(exception => exception.Day);
        var changes = days.Days.Where(day => !IsSame(day, known.GetValueOrDefault(day.Day), query.ChileanHolidays))
            .OrderBy(day => day.Day).Select(day => new IcsChange(day, known.GetValueOrDefault(day.Day))).ToList();
        if (known.Count + changes.Count(change => change.Before is null) > CalendarCheck.MostExceptions)
            return new Refusal("calendar-dates-many", "file", CalendarCheck.MostExceptions);
        return new IcsPreview(changes, days.Days.Count - changes.Count, days.Skipped, new DateOnly(year, 1, 1), new DateOnly(year + Years, 12, 31));
    }

    private static bool IsSame(DayException wanted, DayException? known, bool chileanHolidays) =>
        known is not null ? CalendarText.Write(known) == CalendarText.Write(wanted) : wanted.IsClosed && chileanHolidays && ChileanHolidays.IsHoliday(wanted.Day);
}
