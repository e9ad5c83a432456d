namespace Graballo.Domain.Calendars;

/// <summary>What is wrong with hours.</summary>
public enum HoursFault
{
    /// <summary>No span at all.</summary>
    None,

    /// <summary>A span that ends when it begins, or is not in whole minutes.</summary>
    Empty,

    /// <summary>Two spans that share time.</summary>
    Overlap,

    /// <summary>More spans than a day may have.</summary>
    TooMany,
}

/// <summary>Weekly hours: checked, cut at midnight, changed by the hour.</summary>
public static class WeekHours
{
    public const int MostSpans = 8;
    private const int Week = 7 * DaySpan.WholeDay;

    /// <summary>The first thing wrong and its day; null when nothing is.</summary>
    public static (HoursFault Fault, DayOfWeek Day)? Check(IReadOnlyList<WeeklySpan> week)
    {
        if (week.Count == 0)
            return (HoursFault.None, DayOfWeek.Monday);
        foreach (var day in week.GroupBy(span => span.Day))
        {
            if (day.Any(span => (span.From == span.To && span.To != TimeOnly.MinValue) || span.From.Ticks % TimeSpan.TicksPerMinute != 0 || span.To.Ticks % TimeSpan.TicksPerMinute != 0))
                return (HoursFault.Empty, day.Key);
            if (day.Count() > MostSpans)
                return (HoursFault.TooMany, day.Key);
        }
        var ordered = week.OrderBy(Start).ToList();
        for (var at = 0; at < ordered.Count; at++)
        {
            // The week is a ring: Sunday night meets Monday morning.
            var next = Start(ordered[(at + 1) % ordered.Count]) + (at + 1 == ordered.Count ? Week : 0);
            if (Start(ordered[at]) + Minutes(ordered[at]) > next)
                return (HoursFault.Overlap, ordered[at].Day);
        }
        return null;
    }

    /// <summary>The first thing wrong with the hours of one date; null when nothing is.</summary>
    public static HoursFault? Check(DayException exception)
    {
        if (exception.Open.Count > MostSpans)
            return HoursFault.TooMany;
        for (var at = 0; at < exception.Open.Count; at++)
        {
            if (!exception.Open[at].IsSound)
                return HoursFault.Empty;
            if (at > 0 && exception.Open[at - 1].To > exception.Open[at].From)
                return HoursFault.Overlap;
        }
        return null;
    }

    /// <summary>What is open on each day of the week (Sunday first), with the tail of the night before.</summary>
    public static IReadOnlyList<IReadOnlyList<DaySpan>> ByDay(IEnumerable<WeeklySpan> week)
    {
        var days = Enumerable.Range(0, 7).Select(_ => new List<DaySpan>()).ToArray();
        foreach (var span in week)
        {
            var (from, to) = (MinuteOf(span.From), MinuteOf(span.To));
            days[(int)span.Day].Add(new DaySpan(from, to > from ? to : DaySpan.WholeDay));
            if (to <= from && to > 0)
                days[((int)span.Day + 1) % 7].Add(new DaySpan(0, to));
        }
        return Array.ConvertAll(days, Joined);
    }

    /// <summary>The hour opened where any of it was closed, else closed.</summary>
    public static IReadOnlyList<WeeklySpan> Toggle(IReadOnlyList<WeeklySpan> week, DayOfWeek day, int hour)
    {
        var (from, to) = (hour * 60, (hour + 1) * 60);
        var days = ByDay(week).ToArray();
        var now = days[(int)day];
        days[(int)day] = now.Any(span => span.From <= from && span.To >= to)
            ? [.. now.SelectMany(span => new[] { span with { To = Math.Min(span.To, from) }, span with { From = Math.Max(span.From, to) } }).Where(span => span.IsSound)]
            : Joined(now.Append(new DaySpan(from, to)));
        return OfDays(days);
    }

    /// <summary>The hours that begin on one day on others as well; a night is copied to its end on the morning after.</summary>
    public static IReadOnlyList<WeeklySpan> Copy(IReadOnlyList<WeeklySpan> week, DayOfWeek from, params IReadOnlyCollection<DayOfWeek> to)
    {
        var whole = Whole(week);
        var copied = to.Where(day => day != from).Distinct().SelectMany(day => whole.Where(span => span.Day == from).Select(span => span with { Day = day }));
        return Whole(whole.Where(span => span.Day == from || !to.Contains(span.Day)).Concat(copied));
    }

    /// <summary>The same hours, a night as one span of the evening on which it begins.</summary>
    public static IReadOnlyList<WeeklySpan> Whole(IEnumerable<WeeklySpan> week) => OfDays(ByDay(week));

    /// <summary>Time of day of a minute since midnight; the end of the day is midnight.</summary>
    public static TimeOnly TimeOf(int minute) => minute == DaySpan.WholeDay ? TimeOnly.MinValue : TimeOnly.MinValue.AddMinutes(minute);

    private static int MinuteOf(TimeOnly time) => (int)(time.Ticks / TimeSpan.TicksPerMinute);

    private static int Start(WeeklySpan span) => ((int)span.Day * DaySpan.WholeDay) + MinuteOf(span.From);

    private static int Minutes(WeeklySpan span)
    {
        var length = MinuteOf(span.To) - MinuteOf(span.From);
        return length > 0 ? length : length + DaySpan.WholeDay;
    }

    // What ends at midnight and goes on in the morning is one night of the day on which it begins.
    private static List<WeeklySpan> OfDays(IReadOnlyList<IReadOnlyList<DaySpan>> days)
    {
        var week = new List<WeeklySpan>();
        for (var day = 0; day < 7; day++)
        {
            var (before, after) = (days[(day + 6) % 7], days[(day + 1) % 7]);
            foreach (var span in days[day])
            {
                if (before.Count > 0 && IsNight(before[^1], span))
                    continue;
                var to = after.Count > 0 && IsNight(span, after[0]) ? after[0].To : span.To;
                week.Add(new WeeklySpan((DayOfWeek)day, TimeOf(span.From), TimeOf(to)));
            }
        }
        return week;
    }

    private static bool IsNight(DaySpan evening, DaySpan morning) => evening.To == DaySpan.WholeDay && morning.From == 0 && morning.To < evening.From;

    private static IReadOnlyList<DaySpan> Joined(IEnumerable<DaySpan> spans)
    {
        var joined = new List<DaySpan>();
        foreach (var span in spans.OrderBy(span => span.From))
        {
            if (joined.Count > 0 && joined[^1].To >= span.From)
                joined[^1] = joined[^1] with { To = Math.Max(joined[^1].To, span.To) };
            else
                joined.Add(span);
        }
        return joined;
    }
}
