using System.Collections.Frozen;

namespace Graballo.Domain.Calendars;

/// <summary>
/// When an organisation is at work: weekly hours in a time zone, less the holidays, save for the dates that say otherwise. Pure
/// arithmetic on instants; both changes of daylight saving are right because every day's spans become instants before they are
/// measured. Each year is laid out once, with running sums; after that a question costs a search, whatever the span.
/// </summary>
public sealed class BusinessCalendar
{
    /// <summary>Calendars know nothing of earlier years.</summary>
    public const int FirstYear = 1970;

    /// <summary>Nor of later ones: a calendar that never opens must not search for ever.</summary>
    public const int LastYear = 2149;

    private readonly IReadOnlyList<IReadOnlyList<DaySpan>> _week;
    private readonly FrozenDictionary<DateOnly, IReadOnlyList<DaySpan>> _exceptions;
    private readonly Func<DateOnly, bool> _isHoliday;
    private readonly CalendarYear?[] _years = new CalendarYear?[LastYear - FirstYear + 1];

    /// <param name="zone">The zone of the hours.</param>
    /// <param name="week">At least one span; spans do not overlap.</param>
    /// <param name="isHoliday">True for a day on which nobody works, the same whenever it is asked.</param>
    /// <param name="exceptions">Dates that count before weekday and holiday; each once.</param>
    /// <exception cref="ArgumentException">No span, two that overlap, or a date that is there twice.</exception>
    public BusinessCalendar(TimeZoneInfo zone, IEnumerable<WeeklySpan> week, Func<DateOnly, bool> isHoliday, IEnumerable<DayException>? exceptions = null)
    {
        var spans = week.ToList();
        if (WeekHours.Check(spans) is { } wrong)
            throw new ArgumentException(wrong.Fault == HoursFault.None ? "A calendar needs at least one span of opening hours." : $"The spans of {wrong.Day} are wrong: {wrong.Fault}.", nameof(week));
        foreach (var exception in exceptions ?? [])
        {
            if (WeekHours.Check(exception) is { } fault)
                throw new ArgumentException($"The hours of {exception.Day:O} are wrong: {fault}.", nameof(exceptions));
        }
        Zone = zone;
        _week = WeekHours.ByDay(spans);
        _isHoliday = isHoliday;
        _exceptions = (exceptions ?? []).ToFrozenDictionary(exception => exception.Day, exception => exception.Open);
    }

    public TimeZoneInfo Zone { get; }

    /// <summary>The instant at which <paramref name="work"/> of business time has passed since <paramref name="start"/>.</summary>
    /// <param name="start">Counting begins here, or at the next opening.</param>
    /// <param name="work">Zero or more; zero gives the next open instant.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="work"/> is negative, or the start is in a year that calendars do not know.</exception>
    /// <exception cref="InvalidOperationException">The calendar does not open often enough until <see cref="LastYear"/>.</exception>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(work, TimeSpan.Zero);
        var number = YearOf(start);
        if (work == TimeSpan.Zero && IsOpen(start))
            return start.ToUniversalTime();
        var open = Year(number).Until(start.UtcTicks);
        // Nothing left to work is the next opening, which is one tick of work less that tick.
        var wanted = open + Math.Clamp(work.Ticks, 1, long.MaxValue / 2);
        for (; number <= LastYear; number++)
        {
            var year = Year(number);
            if (wanted <= year.Total)
                return At(year.Reaching(wanted) - (work == TimeSpan.Zero ? 1 : 0));
            wanted -= year.Total;
        }
        throw new InvalidOperationException($"The calendar is not open for so long until the year {LastYear}.");
    }

    /// <summary>The latest instant from which <paramref name="work"/> of business time passes until <paramref name="end"/>.</summary>
    /// <param name="end">Counting back begins here, or at the last closing.</param>
    /// <param name="work">Zero or more; zero gives the end itself or the last closing before it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="work"/> is negative, or the end is in a year that calendars do not know.</exception>
    /// <exception cref="InvalidOperationException">The calendar was not open for so long since <see cref="FirstYear"/>.</exception>
    public DateTimeOffset Subtract(DateTimeOffset end, TimeSpan work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(work, TimeSpan.Zero);
        var number = YearOf(end);
        if (work == TimeSpan.Zero && IsOpen(end))
            return end.ToUniversalTime();
        var wanted = Year(number).Until(end.UtcTicks) - Math.Max(1, work.Ticks);
        while (wanted < 0 && number > FirstYear)
            wanted += Year(--number).Total;
        return wanted >= 0
            ? At(Year(number).Leaving(wanted) + (work == TimeSpan.Zero ? 1 : 0))
            : throw new InvalidOperationException($"The calendar was not open for so long since the year {FirstYear}.");
    }

    /// <summary>Business time from <paramref name="start"/> to <paramref name="end"/>; negative when end comes first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is in a year that calendars do not know.</exception>
    public TimeSpan Between(DateTimeOffset start, DateTimeOffset end)
    {
        if (end < start)
            return -Between(end, start);
        var (first, last) = (YearOf(start), YearOf(end));
        var total = Year(last).Until(end.UtcTicks) - Year(first).Until(start.UtcTicks);
        for (var number = first; number < last; number++)
            total += Year(number).Total;
        return TimeSpan.FromTicks(total);
    }

    /// <summary>The given instant when open then, else the next opening.</summary>
    public DateTimeOffset NextOpen(DateTimeOffset at) => Add(at, TimeSpan.Zero);

    public bool IsOpen(DateTimeOffset at) => OpenUntil(at) is not null;

    /// <summary>When what is open at this moment closes, at the end of the year at the latest; null when it is closed.</summary>
    public DateTimeOffset? OpenUntil(DateTimeOffset at)
    {
        var year = Year(YearOf(at));
        return year.At(at.UtcTicks) is >= 0 and var span && at.UtcTicks < year.Closes[span] ? At(year.Closes[span]) : null;
    }

    /// <summary>What is open on a date, local time, from midnight to midnight.</summary>
    public IReadOnlyList<DaySpan> OpenOn(DateOnly day) =>
        _exceptions.TryGetValue(day, out var hours) ? hours : _isHoliday(day) ? [] : _week[(int)day.DayOfWeek];

    /// <summary>When the first opening of a day begins; null on a day on which nobody works.</summary>
    public DateTimeOffset? OpeningOf(DateOnly day) =>
        OpenOn(day) is [var first, ..] ? At(LocalTimes.UtcTicks(Zone, day.ToDateTime(TimeOnly.MinValue).AddMinutes(first.From))) : null;

    /// <summary>When the last opening of a day ends, at midnight at the latest; null on a day on which nobody works.</summary>
    public DateTimeOffset? ClosingOf(DateOnly day) =>
        OpenOn(day) is [.., var last] ? At(LocalTimes.UtcTicks(Zone, day.ToDateTime(TimeOnly.MinValue).AddMinutes(last.To))) : null;

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private int YearOf(DateTimeOffset at)
    {
        var year = TimeZoneInfo.ConvertTime(at, Zone).Year;
        return year is >= FirstYear and <= LastYear
            ? year
            : throw new ArgumentOutOfRangeException(nameof(at), at, $"Calendars count from the year {FirstYear} to {LastYear}.");
    }

    // Two threads may lay out the same year; the result is the same.
    private CalendarYear Year(int number) => _years[number - FirstYear] ??= CalendarYear.Of(number, Zone, OpenOn);
}
