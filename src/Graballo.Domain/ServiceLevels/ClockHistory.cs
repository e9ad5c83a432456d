using Graballo.Domain.Calendars;

namespace Graballo.Domain.ServiceLevels;

/// <summary>
/// What follows from the entries of a clock. Pure: entries, carried time, calendar and the moment go in. The terms of the last
/// entry are those of the whole history, so that it does not matter in which order agreements and pauses came.
/// </summary>
public static class ClockHistory
{
    /// <summary>Business time used until a moment.</summary>
    public static TimeSpan Used(SlaClock clock, BusinessCalendar calendar, DateTimeOffset until)
    {
        var used = TimeSpan.FromSeconds(clock.CarriedSeconds);
        foreach (var (from, to) in Counting(clock))
        {
            if (from >= until)
                break;
            used += calendar.Between(from, to is { } end && end < until ? end : until);
        }
        return used;
    }

    /// <summary>When so much business time will have been used, or was; null when it never will be as things stand.</summary>
    public static DateTimeOffset? ReachedAt(SlaClock clock, BusinessCalendar calendar, TimeSpan used)
    {
        var left = used - TimeSpan.FromSeconds(clock.CarriedSeconds);
        if (left <= TimeSpan.Zero)
            return clock.History[0].At;
        foreach (var (from, to) in Counting(clock))
        {
            if (to is null)
                return After(calendar, from, left);
            var counted = calendar.Between(from, to.Value);
            if (counted >= left)
                return After(calendar, from, left);
            left -= counted;
        }
        return null;
    }

    /// <summary>When its time runs out, or ran out; null when it rests or ended before.</summary>
    public static DateTimeOffset? DueAt(SlaClock clock, BusinessCalendar calendar)
    {
        var last = Last(clock);
        return last.FixedDueAt ?? ReachedAt(clock, calendar, TimeSpan.FromSeconds(last.AllowedSeconds));
    }

    /// <summary>When it ended; null while it measures.</summary>
    public static DateTimeOffset? StoppedAt(SlaClock clock) => Last(clock) is { IsEnd: true } end ? end.At : null;

    /// <summary>For whom it rests as things stand.</summary>
    public static WaitingFor RestsFor(SlaClock clock) => Last(clock) is { IsEnd: false } last ? last.Waiting & last.PausesFor : WaitingFor.Nobody;

    // A calendar that hardly opens never comes that far; a ticket must not fail for it.
    private static DateTimeOffset? After(BusinessCalendar calendar, DateTimeOffset from, TimeSpan left)
    {
        try
        {
            return calendar.Add(from, left);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Neighbours that both count are one span: the calendar is asked once for them.
    private static IEnumerable<(DateTimeOffset From, DateTimeOffset? To)> Counting(SlaClock clock)
    {
        var rests = Last(clock).PausesFor;
        DateTimeOffset? since = null;
        foreach (var entry in clock.History)
        {
            var counts = !entry.IsEnd && (entry.Waiting & rests) == WaitingFor.Nobody;
            if (counts)
            {
                since ??= entry.At;
            }
            else if (since is { } from)
            {
                yield return (from, entry.At);
                since = null;
            }
        }
        if (since is { } open)
            yield return (open, null);
    }

    private static SlaSegment Last(SlaClock clock) => clock.History[^1];
}
