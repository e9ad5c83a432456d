namespace Graballo.Domain.Calendars;

/// <summary>Opening hours on one day of the week, local time, <paramref name="From"/> before <paramref name="To"/>.</summary>
/// <param name="Day">The day of the week.</param>
/// <param name="From">Opens.</param>
/// <param name="To">Closes; <see cref="TimeOnly.MinValue"/> means midnight at the end of the day.</param>
public sealed record WeeklySpan(DayOfWeek Day, TimeOnly From, TimeOnly To);

/// <summary>
/// When an organisation is at work: weekly hours in a time zone, less the holidays. Pure arithmetic on instants; both
/// changes of daylight saving are right because every day's spans become instants before they are measured.
/// </summary>
public sealed class BusinessCalendar
{
    // A calendar that never opens must not search for ever.
    private const int LongestSearchDays = 366 * 40;

    private readonly (TimeOnly From, TimeOnly To)[][] _week;
    private readonly Func<DateOnly, bool> _isHoliday;

    /// <param name="zone">The zone of the hours.</param>
    /// <param name="week">At least one span; spans of a day do not overlap.</param>
    /// <param name="isHoliday">True for a day on which nobody works.</param>
    /// <exception cref="ArgumentException">No span, or two that overlap.</exception>
    public BusinessCalendar(TimeZoneInfo zone, IEnumerable<WeeklySpan> week, Func<DateOnly, bool> isHoliday)
    {
        Zone = zone;
        _isHoliday = isHoliday;
        _week = new (TimeOnly, TimeOnly)[7][];
        var spans = week.ToList();
        if (spans.Count == 0)
            throw new ArgumentException("A calendar needs at least one span of opening hours.", nameof(week));
        for (var day = 0; day < 7; day++)
        {
            _week[day] = [.. spans.Where(span => (int)span.Day == day).OrderBy(span => span.From).Select(span => (span.From, span.To))];
            for (var i = 0; i < _week[day].Length; i++)
            {
                var (from, to) = _week[day][i];
                var endsBeforeNext = i + 1 == _week[day].Length || (to != TimeOnly.MinValue && to <= _week[day][i + 1].From);
                if ((to != TimeOnly.MinValue && to <= from) || !endsBeforeNext)
                    throw new ArgumentException($"The spans of {(DayOfWeek)day} are empty or overlap.", nameof(week));
            }
        }
    }

    public TimeZoneInfo Zone { get; }

    /// <summary>The instant at which <paramref name="work"/> of business time has passed since <paramref name="start"/>.</summary>
    /// <param name="start">Counting begins here, or at the next opening.</param>
    /// <param name="work">Zero or more; zero gives the next open instant.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="work"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The calendar does not open often enough within 40 years.</exception>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(work, TimeSpan.Zero);
        var left = work;
        foreach (var (opens, closes) in OpenSpansFrom(start))
        {
            var length = closes - opens;
            if (length > left || (length == left && work > TimeSpan.Zero))
                return opens + left;
            left -= length;
        }
        throw new InvalidOperationException("The calendar has no opening hours in the next 40 years.");
    }

    /// <summary>Business time from <paramref name="start"/> to <paramref name="end"/>; negative when end comes first.</summary>
    public TimeSpan Between(DateTimeOffset start, DateTimeOffset end)
    {
        if (end < start)
            return -Between(end, start);
        var total = TimeSpan.Zero;
        foreach (var (opens, closes) in OpenSpansFrom(start))
        {
            if (opens >= end)
                break;
            total += (closes < end ? closes : end) - opens;
        }
        return total;
    }

    /// <summary>The given instant when open then, else the next opening.</summary>
    public DateTimeOffset NextOpen(DateTimeOffset at) => Add(at, TimeSpan.Zero);

    /// <summary>When the last opening of a day ends; null on a day on which nobody works.</summary>
    public DateTimeOffset? ClosingOf(DateOnly day)
    {
        var spans = _week[(int)day.DayOfWeek];
        if (spans.Length == 0 || _isHoliday(day))
            return null;
        var to = spans[^1].To;
        return to == TimeOnly.MinValue ? Instant(day.AddDays(1), to) : Instant(day, to);
    }

    public bool IsOpen(DateTimeOffset at)
    {
        foreach (var (opens, _) in OpenSpansFrom(at))
            return opens <= at;
        return false;
    }

    private IEnumerable<(DateTimeOffset Opens, DateTimeOffset Closes)> OpenSpansFrom(DateTimeOffset start)
    {
        // One day earlier: a span that ends at midnight belongs to the day before.
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, Zone).DateTime);
        for (var i = 0; i < LongestSearchDays; i++, day = day.AddDays(1))
        {
            var spans = _week[(int)day.DayOfWeek];
            if (spans.Length == 0 || _isHoliday(day))
                continue;
            foreach (var (from, to) in spans)
            {
                var opens = Instant(day, from);
                var closes = to == TimeOnly.MinValue ? Instant(day.AddDays(1), to) : Instant(day, to);
                if (closes <= start || closes <= opens)
                    continue;
                yield return (opens < start ? start.ToUniversalTime() : opens, closes);
            }
        }
    }

    // An hour that daylight saving skips counts from the moment of the jump; one that it repeats, from its first pass.
    private DateTimeOffset Instant(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        if (Zone.IsInvalidTime(local))
        {
            var before = local;
            while (Zone.IsInvalidTime(before))
                before = before.AddMinutes(-15);
            var jump = new DateTimeOffset(before, Zone.GetUtcOffset(before)).ToUniversalTime();
            while (Zone.IsInvalidTime(TimeZoneInfo.ConvertTime(jump, Zone).DateTime) || TimeZoneInfo.ConvertTime(jump, Zone).DateTime < local)
                jump = jump.AddMinutes(15);
            return jump;
        }
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
