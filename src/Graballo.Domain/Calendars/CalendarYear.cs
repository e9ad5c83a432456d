namespace Graballo.Domain.Calendars;

/// <summary>The open spans of one local year as instants in order, with the time open before each: every question is one binary search.</summary>
/// <param name="Opens">Ticks of UTC.</param>
/// <param name="Closes">Ticks of UTC; each after its opening and before the next.</param>
/// <param name="Before">Ticks open in this year before each opening.</param>
internal sealed record CalendarYear(long[] Opens, long[] Closes, long[] Before)
{
    public long Total { get; } = Opens.Length == 0 ? 0 : Before[^1] + Closes[^1] - Opens[^1];

    public static CalendarYear Of(int year, TimeZoneInfo zone, Func<DateOnly, IReadOnlyList<DaySpan>> openOn)
    {
        List<long> opens = [], closes = [], before = [];
        var total = 0L;
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
        {
            var midnight = day.ToDateTime(TimeOnly.MinValue);
            foreach (var span in openOn(day))
            {
                var (from, to) = (LocalTimes.UtcTicks(zone, midnight.AddMinutes(span.From)), LocalTimes.UtcTicks(zone, midnight.AddMinutes(span.To)));
                // Nothing is left of a span that daylight saving skips whole.
                if (to <= from)
                    continue;
                if (closes.Count > 0 && closes[^1] == from)
                {
                    closes[^1] = to;
                }
                else
                {
                    opens.Add(from);
                    closes.Add(to);
                    before.Add(total);
                }
                total += to - from;
            }
        }
        return new CalendarYear([.. opens], [.. closes], [.. before]);
    }

    /// <summary>The last span that opens at or before the instant; -1 when none does.</summary>
    public int At(long ticks) => Last(Opens, ticks);

    /// <summary>Ticks open in this year before the instant.</summary>
    public long Until(long ticks) => At(ticks) is >= 0 and var span ? Before[span] + Math.Min(ticks, Closes[span]) - Opens[span] : 0;

    /// <summary>The earliest instant at which so many ticks have been open, more than none and at most <see cref="Total"/>.</summary>
    public long Reaching(long ticks)
    {
        var span = Last(Before, ticks - 1);
        return Opens[span] + ticks - Before[span];
    }

    /// <summary>The latest instant before which so many ticks have been open, fewer than <see cref="Total"/>.</summary>
    public long Leaving(long ticks)
    {
        var span = Last(Before, ticks);
        return Opens[span] + ticks - Before[span];
    }

    private static int Last(long[] ordered, long atMost)
    {
        var found = Array.BinarySearch(ordered, atMost);
        return found >= 0 ? found : ~found - 1;
    }
}
