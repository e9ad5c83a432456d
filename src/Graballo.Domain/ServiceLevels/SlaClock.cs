using Graballo.Domain.Calendars;

namespace Graballo.Domain.ServiceLevels;

/// <summary>What a clock measures.</summary>
public enum SlaTarget
{
    /// <summary>From the request to our first answer.</summary>
    FirstResponse,

    /// <summary>From the request to its resolution.</summary>
    Resolution,
}

/// <summary>How a clock stands.</summary>
public enum SlaState
{
    Running,

    /// <summary>Running with less than a fifth of its time left.</summary>
    AtRisk,

    /// <summary>Resting while the client is waited for.</summary>
    Paused,

    /// <summary>Past its time and still running.</summary>
    Breached,

    /// <summary>Stopped in time.</summary>
    Met,

    /// <summary>Stopped too late.</summary>
    Missed,
}

/// <summary>
/// One promise of the service-level agreement on one ticket. Business time used is kept, not a due date: so a pause, a change
/// of policy or of calendar never loses what was earned.
/// </summary>
public sealed class SlaClock
{
    public Guid Id { get; set; }

    public Guid TicketId { get; set; }

    public SlaTarget Target { get; set; }

    /// <summary>The agreement that gave the time, for example <c>corporativo-high</c>.</summary>
    public required string Policy { get; set; }

    /// <summary>Code of the business calendar that the time runs in.</summary>
    public required string Calendar { get; set; }

    /// <summary>Business seconds allowed.</summary>
    public long AllowedSeconds { get; set; }

    /// <summary>Business seconds used until <see cref="RunningSince"/>.</summary>
    public long UsedSeconds { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Null while paused or stopped.</summary>
    public DateTimeOffset? RunningSince { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>When time runs out if nothing changes; null while paused or stopped.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public DateTimeOffset? BreachedAt { get; set; }

    /// <summary>Rungs of the escalation ladder already climbed.</summary>
    public int Rungs { get; set; }

    /// <summary>When the next rung is due; null before the breach and above the last rung.</summary>
    public DateTimeOffset? NextRungAt { get; set; }

    public bool IsStopped => StoppedAt is not null;

    public bool IsPaused => StoppedAt is null && RunningSince is null;
}

/// <summary>What can be done to a clock. Pure: the clock, its calendar and the time passed in.</summary>
public static class SlaClocks
{
    private const double RiskShare = 0.2;

    public static SlaClock Start(
        Guid id, Guid ticketId, SlaTarget target, string policy, string calendarCode, BusinessCalendar calendar, TimeSpan allowed, DateTimeOffset now)
    {
        var clock = new SlaClock
        {
            Id = id,
            TicketId = ticketId,
            Target = target,
            Policy = policy,
            Calendar = calendarCode,
            AllowedSeconds = (long)allowed.TotalSeconds,
            StartedAt = now,
            RunningSince = now,
        };
        clock.DueAt = calendar.Add(now, allowed);
        return clock;
    }

    /// <summary>
    /// Puts a clock that still measures under another agreement. Time used stays used and a pause stays a pause; time used so
    /// far was measured in the old calendar, the rest runs in the new one.
    /// </summary>
    public static void Agree(
        SlaClock clock, string policy, string calendarCode, BusinessCalendar before, BusinessCalendar after, TimeSpan allowed, DateTimeOffset now)
    {
        clock.UsedSeconds = (long)Used(clock, before, now).TotalSeconds;
        clock.Policy = policy;
        clock.Calendar = calendarCode;
        clock.AllowedSeconds = (long)allowed.TotalSeconds;
        if (clock.IsPaused)
            return;
        clock.RunningSince = now;
        clock.DueAt = after.Add(now, TimeSpan.FromSeconds(Math.Max(0, clock.AllowedSeconds - clock.UsedSeconds)));
    }

    /// <summary>Business time used until now.</summary>
    public static TimeSpan Used(SlaClock clock, BusinessCalendar calendar, DateTimeOffset now) =>
        TimeSpan.FromSeconds(clock.UsedSeconds)
        + (clock.RunningSince is { } since && now > since ? calendar.Between(since, now) : TimeSpan.Zero);

    /// <summary>Business time left; negative when past.</summary>
    public static TimeSpan Left(SlaClock clock, BusinessCalendar calendar, DateTimeOffset now) =>
        TimeSpan.FromSeconds(clock.AllowedSeconds) - Used(clock, calendar, now);

    /// <summary>Rests the clock; nothing when it rests or has stopped.</summary>
    public static void Pause(SlaClock clock, BusinessCalendar calendar, DateTimeOffset now)
    {
        if (clock.IsStopped || clock.IsPaused)
            return;
        clock.UsedSeconds = (long)Used(clock, calendar, now).TotalSeconds;
        clock.RunningSince = null;
        clock.DueAt = null;
    }

    /// <summary>Runs again from now; nothing when it runs or has stopped.</summary>
    public static void Resume(SlaClock clock, BusinessCalendar calendar, DateTimeOffset now)
    {
        if (!clock.IsPaused)
            return;
        clock.RunningSince = now;
        var left = TimeSpan.FromSeconds(Math.Max(0, clock.AllowedSeconds - clock.UsedSeconds));
        clock.DueAt = calendar.Add(now, left);
    }

    /// <summary>Finds the deadline of a running clock anew, after the calendar itself changed; one that was missed stays missed.</summary>
    public static void Recount(SlaClock clock, BusinessCalendar calendar)
    {
        if (clock.RunningSince is { } since && clock.BreachedAt is null)
            clock.DueAt = calendar.Add(since, TimeSpan.FromSeconds(Math.Max(0, clock.AllowedSeconds - clock.UsedSeconds)));
    }

    /// <summary>Ends the measurement; nothing when it has ended.</summary>
    public static void Stop(SlaClock clock, BusinessCalendar calendar, DateTimeOffset now)
    {
        if (clock.IsStopped)
            return;
        clock.UsedSeconds = (long)Used(clock, calendar, now).TotalSeconds;
        clock.RunningSince = null;
        clock.DueAt = null;
        clock.StoppedAt = now;
    }

    /// <summary>Takes the measurement up again where it ended, for a reopened ticket.</summary>
    public static void Restart(SlaClock clock, BusinessCalendar calendar, DateTimeOffset now)
    {
        if (!clock.IsStopped)
            return;
        clock.StoppedAt = null;
        Resume(clock, calendar, now);
    }

    public static SlaState StateOf(SlaClock clock, BusinessCalendar calendar, DateTimeOffset now)
    {
        if (clock.IsStopped)
            return clock.BreachedAt is null && clock.UsedSeconds <= clock.AllowedSeconds ? SlaState.Met : SlaState.Missed;
        if (clock.IsPaused)
            return SlaState.Paused;
        var left = Left(clock, calendar, now);
        if (left <= TimeSpan.Zero || clock.BreachedAt is not null)
            return SlaState.Breached;
        return left.TotalSeconds < clock.AllowedSeconds * RiskShare ? SlaState.AtRisk : SlaState.Running;
    }
}
