using System.Globalization;

namespace Graballo.Domain.Calendars;

/// <summary>
/// Hours and dates as text, one line each: <c>Mon 09:00-13:00 14:00-18:00</c>, and <c>2026-12-24|09:00-13:00|Nochebuena</c>, closed
/// without hours. Dates alone, with commas between them, are closed days too.
/// </summary>
public static class CalendarText
{
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    public static string Write(IEnumerable<WeeklySpan> week) => string.Join('\n', week
        .GroupBy(span => span.Day).OrderBy(day => ((int)day.Key + 6) % 7)
        .Select(day => Days[(int)day.Key] + " " + string.Join(' ', day.OrderBy(span => span.From).Select(span => Write(span.From, span.To == TimeOnly.MinValue, span.To)))));

    public static string Write(IEnumerable<DayException> exceptions) => string.Join('\n', exceptions.OrderBy(exception => exception.Day).Select(Write));

    public static string Write(DayException exception) => FormattableString.Invariant($"{exception.Day:yyyy-MM-dd}|{Write(exception.Open)}|{exception.Name}");

    /// <summary>Hours of one date: <c>09:00-13:00 14:00-18:00</c>; empty when closed.</summary>
    public static string Write(IReadOnlyList<DaySpan> open) =>
        string.Join(' ', open.Select(span => Write(WeekHours.TimeOf(span.From), span.To == DaySpan.WholeDay, WeekHours.TimeOf(span.To))));

    /// <exception cref="FormatException">A line cannot be read.</exception>
    public static IReadOnlyList<WeeklySpan> ReadWeek(string text) => [.. Lines(text).SelectMany(line =>
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var day = Array.IndexOf(Days, parts[0]);
        if (day < 0)
            throw new FormatException($"'{parts[0]}' is not a day: Mon, Tue, Wed, Thu, Fri, Sat or Sun.");
        return parts[1..].Select(part => Span(part)).Select(span => new WeeklySpan((DayOfWeek)day, span.From, span.To));
    })];

    /// <exception cref="FormatException">A line cannot be read.</exception>
    public static IReadOnlyList<DayException> ReadExceptions(string text) => [.. Lines(text).SelectMany(line =>
    {
        var parts = line.Split('|', 3);
        var days = parts[0].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var open = parts.Length == 1 ? [] : ReadDay(parts[1]);
        return days.Select(day => new DayException(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), open, parts.Length < 3 ? "" : parts[2]));
    })];

    /// <exception cref="FormatException">It cannot be read.</exception>
    public static IReadOnlyList<DaySpan> ReadDay(string hours) => [.. hours.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part =>
    {
        var (from, to) = Span(part);
        var minute = (int)to.ToTimeSpan().TotalMinutes;
        return new DaySpan((int)from.ToTimeSpan().TotalMinutes, minute == 0 ? DaySpan.WholeDay : minute);
    })];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Write(TimeOnly from, bool untilMidnight, TimeOnly to) => FormattableString.Invariant($"{from:HH:mm}-") + (untilMidnight ? "24:00" : to.ToString("HH:mm", CultureInfo.InvariantCulture));

    private static (TimeOnly From, TimeOnly To) Span(string text) => text.Split('-') is [var from, var to]
        ? (Time(from), to == "24:00" ? TimeOnly.MinValue : Time(to))
        : throw new FormatException($"'{text}' is not a span of hours like 09:00-18:00.");

    private static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);
}
