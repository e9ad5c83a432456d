namespace Graballo.Domain.Calendars;

/// <summary>Opening hours that begin on one day of the week, local time, in whole minutes.</summary>
/// <param name="Day">The day on which it opens.</param>
/// <param name="From">Opens.</param>
/// <param name="To">Closes; at or before <paramref name="From"/> means on the next day, so midnight is the end of the day.</param>
public sealed record WeeklySpan(DayOfWeek Day, TimeOnly From, TimeOnly To);

/// <summary>Open minutes of one date, local time.</summary>
/// <param name="From">Minutes since midnight, 0 to 1439.</param>
/// <param name="To">Minutes since midnight, more than <paramref name="From"/>, at most <see cref="WholeDay"/>.</param>
public readonly record struct DaySpan(int From, int To)
{
    /// <summary>Minutes of a day; as an end: midnight.</summary>
    public const int WholeDay = 24 * 60;

    /// <summary>True when it lies in one day and is not empty.</summary>
    public bool IsSound => From >= 0 && From < To && To <= WholeDay;
}

/// <summary>A date that is not like its weekday: closed, or open at other hours, from midnight to midnight.</summary>
/// <param name="Day">The date.</param>
/// <param name="Open">In order, apart from each other; none: closed.</param>
/// <param name="Name">What people call it; may be empty.</param>
public sealed record DayException(DateOnly Day, IReadOnlyList<DaySpan> Open, string Name)
{
    public bool IsClosed => Open.Count == 0;
}
