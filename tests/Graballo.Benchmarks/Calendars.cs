using System.Globalization;
using Graballo.Domain.Calendars;

namespace Graballo.Benchmarks;

/// <summary>What business time over a year costs, beside walking through it day by day and minute by minute in the same run.</summary>
internal static class Calendars
{
    private const double MostMicroseconds = 10;
    private static readonly TimeZoneInfo Santiago = TimeZoneInfo.FindSystemTimeZoneById("America/Santiago");
    private static readonly TimeSpan Open = TimeSpan.FromHours(9), Close = TimeSpan.FromHours(18);
    private static readonly BusinessCalendar Office = Fresh();

    public static void Run()
    {
        var start = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var end = start.AddYears(1);
        var (ours, days, minutes) = (Office.Between(start, end), ByDay(start, end), ByMinute(start, end));
        if (ours != days || ours != minutes)
            throw new InvalidOperationException($"The walks disagree: {ours}, {days}, {minutes}.");
        var year = Microseconds(() => Office.Between(start, end));
        Tell("between-a-year", year, null, MostMicroseconds);
        Tell("between-a-year-by-day", Microseconds(() => ByDay(start, end)), year, null);
        Tell("between-a-year-by-minute", Microseconds(() => ByMinute(start, end)), year, null);
        Tell("add-2000-hours", Microseconds(() => Office.Add(start, TimeSpan.FromHours(2_000))), null, MostMicroseconds);
        Tell("subtract-2000-hours", Microseconds(() => Office.Subtract(end, TimeSpan.FromHours(2_000))), null, MostMicroseconds);
        Tell("between-ten-years", Microseconds(() => Office.Between(start, start.AddYears(10))), null, MostMicroseconds);
        Tell("lay-out-a-year", Microseconds(() => Fresh().Between(start, start.AddMonths(6))), null, null);
    }

    private static BusinessCalendar Fresh() => new(
        Santiago, Enumerable.Range(1, 5).Select(day => new WeeklySpan((DayOfWeek)day, TimeOnly.FromTimeSpan(Open), TimeOnly.FromTimeSpan(Close))), ChileanHolidays.IsHoliday);

    // No daylight saving changes between 9 and 18: the difference of local times is the time that passed.
    private static TimeSpan ByDay(DateTimeOffset start, DateTimeOffset end)
    {
        var (from, to) = (TimeZoneInfo.ConvertTime(start, Santiago).DateTime, TimeZoneInfo.ConvertTime(end, Santiago).DateTime);
        var total = TimeSpan.Zero;
        for (var day = from.Date; day <= to; day = day.AddDays(1))
        {
            if (!IsWorking(day))
                continue;
            var (opens, closes) = (day + Open > from ? day + Open : from, day + Close < to ? day + Close : to);
            total += closes > opens ? closes - opens : TimeSpan.Zero;
        }
        return total;
    }

    private static TimeSpan ByMinute(DateTimeOffset start, DateTimeOffset end)
    {
        var minutes = 0;
        for (var at = start; at < end; at = at.AddMinutes(1))
        {
            var local = TimeZoneInfo.ConvertTime(at, Santiago).DateTime;
            minutes += local.TimeOfDay >= Open && local.TimeOfDay < Close && IsWorking(local.Date) ? 1 : 0;
        }
        return TimeSpan.FromMinutes(minutes);
    }

    private static bool IsWorking(DateTime day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !ChileanHolidays.IsHoliday(DateOnly.FromDateTime(day));

    private static double Microseconds<T>(Func<T> work) => 1_000_000 / Measuring.Measure(() => work()).Rate;

    private static void Tell(string figure, double micros, double? than, double? aim) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"bench calendars {figure} {micros:0.000} us{(than is { } ours ? $" ratio {micros / ours:0} of between-a-year" : "")}{(aim is { } most ? $" aim {most:0} {(micros <= most ? "reached" : "MISSED")}" : "")}"));
}
