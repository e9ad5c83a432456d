using Graballo.Domain.Calendars;

namespace Graballo.Desk.Tickets;

/// <summary>Moments that one usually promises: noon and the close of the next business days.</summary>
internal static class PromiseMoments
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(30);
    private const int LongestSearchDays = 30;

    public static IReadOnlyList<DateTimeOffset> After(DateTimeOffset now, BusinessCalendar calendar)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, calendar.Zone).DateTime);
        var days = Enumerable.Range(0, LongestSearchDays).Select(today.AddDays)
            .Where(day => calendar.ClosingOf(day) is { } closing && closing > now + Soonest).Take(5).ToList();
        if (days.Count == 0)
            return [];
        // Today when it is still open, then the next day, and the third.
        var next = days.FindIndex(day => day > today);
        var found = new List<DateTimeOffset>();
        if (next > 0)
            found.Add(calendar.ClosingOf(days[0])!.Value);
        if (next < 0)
            return found;
        var noon = days[next].ToDateTime(new TimeOnly(12, 0));
        var midday = new DateTimeOffset(noon, calendar.Zone.GetUtcOffset(noon)).ToUniversalTime();
        if (calendar.IsOpen(midday))
            found.Add(midday);
        found.Add(calendar.ClosingOf(days[next])!.Value);
        if (days.Count > next + 2)
            found.Add(calendar.ClosingOf(days[next + 2])!.Value);
        return found;
    }
}
