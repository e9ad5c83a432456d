using System.Globalization;
using System.Text;
using Graballo.Desk.Persistence;
using Graballo.Domain.Calendars;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Calendars;

public sealed record ExportCalendar(string Code);

/// <summary>Holidays and exceptions of a calendar as an iCalendar file (RFC 5545): what is exceptional, not the weekly hours.</summary>
public sealed class ExportCalendarHandler(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    private const int Years = 5;
    private const int LongestLine = 75;

    public async Task<Outcome<string>> Handle(ExportCalendar query, Actor actor, CancellationToken ct)
    {
        if (!CalendarAccess.CanSee(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Calendars.AsNoTracking().SingleOrDefaultAsync(row => row.Code == query.Code, ct) is not { } calendar)
            return Refusal.NotFound;
        return Write(calendar, clock.GetUtcNow());
    }

    internal static string Write(StoredCalendar calendar, DateTimeOffset now)
    {
        var file = new StringBuilder();
        Line(file, "BEGIN:VCALENDAR");
        Line(file, "VERSION:2.0");
        Line(file, "PRODID:-//Graballo//Business calendars//ES");
        Line(file, "CALSCALE:GREGORIAN");
        Line(file, "X-WR-CALNAME:" + Escaped(calendar.Name));
        Line(file, "X-WR-TIMEZONE:" + calendar.TimeZone);
        var exceptions = CalendarText.ReadExceptions(calendar.Exceptions).OrderBy(exception => exception.Day).ToList();
        foreach (var exception in exceptions)
            Exception(file, calendar, exception, now);
        var own = exceptions.Select(exception => exception.Day).ToHashSet();
        var year = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(calendar.TimeZone)).Year;
        foreach (var holiday in calendar.ChileanHolidays ? Enumerable.Range(year, Years + 1).SelectMany(ChileanHolidays.Of).Where(day => !own.Contains(day.Day)) : [])
            Event(file, calendar, holiday.Day, holiday.Name, now, "CATEGORIES:HOLIDAY");
        Line(file, "END:VCALENDAR");
        return file.ToString();
    }

    private static void Exception(StringBuilder file, StoredCalendar calendar, DayException exception, DateTimeOffset now)
    {
        var hours = CalendarText.Write(exception.Open);
        if (exception.IsClosed)
            Event(file, calendar, exception.Day, exception.Name, now);
        else
            Event(file, calendar, exception.Day, $"{exception.Name} ({hours})".Trim(), now, $"{IcsDays.Hours}:{hours}", $"{IcsDays.Title}:{Escaped(exception.Name)}");
    }

    private static void Event(StringBuilder file, StoredCalendar calendar, DateOnly day, string name, DateTimeOffset now, params ReadOnlySpan<string> more)
    {
        Line(file, "BEGIN:VEVENT");
        Line(file, $"UID:{Date(day)}-{calendar.Code}@graballo");
        Line(file, "DTSTAMP:" + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        Line(file, "DTSTART;VALUE=DATE:" + Date(day));
        Line(file, "DTEND;VALUE=DATE:" + Date(day.AddDays(1)));
        Line(file, "SUMMARY:" + Escaped(name));
        Line(file, "TRANSP:OPAQUE");
        foreach (var line in more)
            Line(file, line);
        Line(file, "END:VEVENT");
    }

    private static string Date(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    // At most 75 bytes a line, and no character is cut.
    private static void Line(StringBuilder file, string text)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > LongestLine)
            {
                file.Append("\r\n ");
                length = 1;
            }
            file.Append(rune.ToString());
            length += rune.Utf8SequenceLength;
        }
        file.Append("\r\n");
    }
}
