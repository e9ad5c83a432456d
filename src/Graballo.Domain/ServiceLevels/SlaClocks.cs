using Graballo.Domain.Calendars;

namespace Graballo.Domain.ServiceLevels;

/// <summary>What can happen to a clock. Each of these adds to its history or does nothing; none takes anything back.</summary>
public static class SlaClocks
{
    /// <param name="about">See <see cref="SlaClock.About"/>.</param>
    /// <param name="waiting">Whom the ticket waits for when the clock starts.</param>
    public static SlaClock Start(
        Guid id, Guid ticketId, SlaTarget target, SlaTerms terms, DateTimeOffset at, string reference = "", string? about = null, WaitingFor waiting = WaitingFor.Nobody)
    {
        var clock = new SlaClock
        {
            Id = id,
            TicketId = ticketId,
            Target = target,
            Ref = reference,
            About = about,
            Policy = terms.Policy,
            Calendar = terms.Calendar,
            StartedAt = at,
        };
        Add(clock, waiting == WaitingFor.Nobody ? SegmentKind.Running : SegmentKind.Paused, waiting, terms, at);
        return clock;
    }

    /// <summary>Puts a clock that measures under other terms; its history is measured anew by them.</summary>
    /// <returns>The new entry; null when the terms are those in force.</returns>
    public static SlaSegment? Agree(SlaClock clock, SlaTerms terms, DateTimeOffset at)
    {
        var last = clock.History[^1];
        return last.IsEnd || last.Terms == terms ? null : Add(clock, Kind(last.Waiting), last.Waiting, terms, at);
    }

    /// <summary>Writes down whom the ticket waits for from now on.</summary>
    public static SlaSegment? Wait(SlaClock clock, WaitingFor waiting, DateTimeOffset at)
    {
        var last = clock.History[^1];
        return last.IsEnd || last.Waiting == waiting ? null : Add(clock, Kind(waiting), waiting, last.Terms, at);
    }

    /// <summary>Writes down that its time ran out, once.</summary>
    /// <param name="now">Nothing is written before the time is out.</param>
    public static SlaSegment? Breach(SlaClock clock, BusinessCalendar calendar, DateTimeOffset now)
    {
        var last = clock.History[^1];
        if (last.IsEnd || IsBreached(clock) || !(ClockHistory.DueAt(clock, calendar) <= now))
            return null;
        return Add(clock, SegmentKind.Breached, last.Waiting, last.Terms, ClockHistory.DueAt(clock, calendar)!.Value);
    }

    /// <summary>Ends the measurement: met, or missed when its time ran out; that is written down first.</summary>
    /// <returns>The new entries, oldest first.</returns>
    public static IReadOnlyList<SlaSegment> Stop(SlaClock clock, BusinessCalendar calendar, DateTimeOffset at)
    {
        var last = clock.History[^1];
        if (last.IsEnd)
            return [];
        var breach = ClockHistory.DueAt(clock, calendar) < at ? Breach(clock, calendar, at) : null;
        var end = Add(clock, IsBreached(clock) ? SegmentKind.Missed : SegmentKind.Met, last.Waiting, last.Terms, at);
        return breach is null ? [end] : [breach, end];
    }

    /// <summary>Ends it without a result.</summary>
    public static SlaSegment? Cancel(SlaClock clock, DateTimeOffset at)
    {
        var last = clock.History[^1];
        return last.IsEnd ? null : Add(clock, SegmentKind.Cancelled, last.Waiting, last.Terms, at);
    }

    /// <summary>Takes the measurement up again where it ended, for a reopened ticket.</summary>
    public static SlaSegment? Restart(SlaClock clock, WaitingFor waiting, DateTimeOffset at)
    {
        var last = clock.History[^1];
        return last.IsEnd && last.Kind != SegmentKind.Cancelled ? Add(clock, Kind(waiting), waiting, last.Terms, at) : null;
    }

    /// <summary>The history of an older request goes on in the ticket that it was merged into; no pause and no breach of it is lost.</summary>
    public static SlaClock Continue(SlaClock older, Guid id, Guid ticketId, string reference, SlaTerms terms, WaitingFor waiting, DateTimeOffset at)
    {
        var clock = new SlaClock
        {
            Id = id,
            TicketId = ticketId,
            Target = older.Target,
            Ref = reference,
            About = older.About,
            Policy = terms.Policy,
            Calendar = terms.Calendar,
            StartedAt = older.StartedAt,
            CarriedSeconds = older.CarriedSeconds,
            Rungs = older.Rungs,
        };
        foreach (var entry in older.History.Where(entry => !entry.IsEnd || entry.Kind != SegmentKind.Cancelled))
            Add(clock, entry.Kind, entry.Waiting, entry.Terms, entry.At);
        Add(clock, Kind(waiting), waiting, terms, at);
        return clock;
    }

    /// <summary>Brings what is kept of a clock in line with its history.</summary>
    public static void Project(SlaClock clock, BusinessCalendar calendar)
    {
        var last = clock.History[^1];
        (clock.Policy, clock.Calendar, clock.WarnSeconds) = (last.Policy, last.Calendar, last.WarnSeconds);
        clock.AllowedSeconds = last.FixedDueAt is { } due ? (long)Math.Max(0, calendar.Between(clock.StartedAt, due).TotalSeconds) : last.AllowedSeconds;
        clock.StoppedAt = ClockHistory.StoppedAt(clock);
        clock.IsCancelled = last.Kind == SegmentKind.Cancelled;
        clock.PausedFor = ClockHistory.RestsFor(clock);
        clock.BreachedAt = clock.History.Find(entry => entry.Kind == SegmentKind.Breached)?.At;
        var measures = clock.StoppedAt is null && clock.PausedFor == WaitingFor.Nobody;
        clock.RunningSince = measures ? last.At : null;
        clock.DueAt = measures ? ClockHistory.DueAt(clock, calendar) : null;
        clock.UsedSeconds = (long)ClockHistory.Used(clock, calendar, last.At).TotalSeconds;
    }

    /// <summary>Business time left of a clock that is read without its history; negative when past.</summary>
    public static TimeSpan Left(SlaClock clock, BusinessCalendar calendar, DateTimeOffset now) =>
        TimeSpan.FromSeconds(clock.AllowedSeconds - clock.UsedSeconds)
        - (clock.RunningSince is { } since && now > since ? calendar.Between(since, now) : TimeSpan.Zero);

    /// <summary>How it stands, by what is kept of its history.</summary>
    public static SlaState StateOf(SlaClock clock, BusinessCalendar calendar, DateTimeOffset now)
    {
        if (clock.IsStopped)
            return clock.IsCancelled ? SlaState.Cancelled : clock.BreachedAt is null ? SlaState.Met : SlaState.Missed;
        if (clock.IsPaused)
            return SlaState.Paused;
        if (clock.BreachedAt is not null || clock.DueAt <= now)
            return SlaState.Breached;
        return Left(clock, calendar, now).TotalSeconds <= clock.WarnSeconds ? SlaState.AtRisk : SlaState.Running;
    }

    private static bool IsBreached(SlaClock clock) => clock.History.Exists(entry => entry.Kind == SegmentKind.Breached);

    private static SegmentKind Kind(WaitingFor waiting) => waiting == WaitingFor.Nobody ? SegmentKind.Running : SegmentKind.Paused;

    // Nodes' clocks differ a little; a history only goes forward.
    private static SlaSegment Add(SlaClock clock, SegmentKind kind, WaitingFor waiting, SlaTerms terms, DateTimeOffset at)
    {
        var entry = new SlaSegment
        {
            ClockId = clock.Id,
            Seq = clock.History.Count == 0 ? 1 : clock.History[^1].Seq + 1,
            TicketId = clock.TicketId,
            Kind = kind,
            Waiting = waiting,
            At = clock.History.Count > 0 && clock.History[^1].At > at ? clock.History[^1].At : at,
            Policy = terms.Policy,
            Calendar = terms.Calendar,
            AllowedSeconds = terms.AllowedSeconds,
            WarnSeconds = terms.WarnSeconds,
            PausesFor = terms.PausesFor,
            FixedDueAt = terms.FixedDueAt,
        };
        clock.History.Add(entry);
        return entry;
    }
}
