using Graballo.Domain.Calendars;

namespace Graballo.Domain.ServiceLevels;

/// <summary>One rung of an escalation ladder: when it is climbed and what is done there.</summary>
/// <param name="Number">1, 2, 3…; what makes it the same rung after the ladder is decided anew.</param>
/// <param name="Percent">Of the time allowed, used; null: <paramref name="Offset"/> counts.</param>
/// <param name="Offset">Business time after the clock is due; before it when negative.</param>
/// <param name="Hours">Code of the calendar in whose hours alone it may act; null: at any time.</param>
/// <param name="Notify">Roles that are told.</param>
/// <param name="Raise">Raises the priority by one, or to the one named; null: leaves it.</param>
/// <param name="Join">Role of a person who follows the ticket from then on; null: nobody.</param>
/// <param name="Responsible">Role of the person who becomes responsible; null: nobody.</param>
/// <param name="Climb">Heads up the organisation, from the group's own unit, who are told and follow; 0: none.</param>
/// <param name="Flow">Key of a flow that starts; null: none.</param>
/// <param name="Reasons">Why it is so, by language: the annotations of the rule.</param>
public sealed record Rung(
    int Number, decimal? Percent, TimeSpan Offset, string? Hours, IReadOnlyList<string> Notify, string? Raise, string? Join, string? Responsible, int Climb,
    string? Flow, IReadOnlyDictionary<string, string> Reasons);

/// <summary>When a rung is due.</summary>
/// <param name="At">Moved to the next open moment of its hours.</param>
public readonly record struct RungTime(Rung Rung, DateTimeOffset At);

/// <summary>When the rungs of a clock are climbed. Pure.</summary>
public static class Ladder
{
    /// <summary>The first rung that waits; null when none does as things stand.</summary>
    /// <param name="taken">Numbers of the rungs climbed already.</param>
    /// <param name="calendars">By code.</param>
    /// <param name="now">A rung that comes late waits for its hours too.</param>
    public static RungTime? Next(SlaClock clock, IEnumerable<Rung> rungs, IReadOnlySet<int> taken, Func<string, BusinessCalendar> calendars, DateTimeOffset now)
    {
        RungTime? next = null;
        foreach (var rung in rungs.Where(rung => !taken.Contains(rung.Number)).OrderBy(rung => rung.Number))
        {
            if (At(clock, rung, calendars, now) is { } at && (next is null || at < next.Value.At))
                next = new RungTime(rung, at);
        }
        return next;
    }

    /// <summary>When a rung may be climbed; null while the clock rests short of it or has ended.</summary>
    /// <param name="now">A rung that comes late waits for its hours too.</param>
    public static DateTimeOffset? At(SlaClock clock, Rung rung, Func<string, BusinessCalendar> calendars, DateTimeOffset now)
    {
        var last = clock.History[^1];
        if (last.IsEnd || ClockHistory.RestsFor(clock) != WaitingFor.Nobody)
            return null;
        var calendar = calendars(last.Calendar);
        var at = last.FixedDueAt is { } due ? OfDate(clock, rung, calendar, due) : OfTime(clock, rung, calendar, TimeSpan.FromSeconds(last.AllowedSeconds));
        return at is { } reached && rung.Hours is { } hours ? calendars(hours).NextOpen(reached < now ? now : reached) : at;
    }

    // What comes after the time is out is counted from the breach that was recorded, so that a shorter time does not climb a whole ladder at once.
    private static DateTimeOffset? OfTime(SlaClock clock, Rung rung, BusinessCalendar calendar, TimeSpan allowed)
    {
        var used = Used(rung, allowed);
        if (used > allowed && clock.History.Find(entry => entry.Kind == SegmentKind.Breached) is { } breach)
            used = ClockHistory.Used(clock, calendar, breach.At) + (used - allowed);
        return ClockHistory.ReachedAt(clock, calendar, used);
    }

    private static TimeSpan Used(Rung rung, TimeSpan allowed)
    {
        var used = rung.Percent is { } percent ? TimeSpan.FromTicks((long)(allowed.Ticks * percent / 100)) : allowed + rung.Offset;
        return used < TimeSpan.Zero ? TimeSpan.Zero : used;
    }

    // A promised date is an instant, in the hours or out of them; what is before and after it counts in business time.
    private static DateTimeOffset OfDate(SlaClock clock, Rung rung, BusinessCalendar calendar, DateTimeOffset due)
    {
        var allowed = calendar.Between(clock.StartedAt, due);
        var used = Used(rung, allowed < TimeSpan.Zero ? TimeSpan.Zero : allowed);
        return used == allowed ? due : used < allowed ? calendar.Add(clock.StartedAt, used) : calendar.Add(due, used - allowed);
    }
}
