using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.ServiceLevels;

/// <summary>The service-level clocks of a ticket inside a step, and the timers that watch them.</summary>
internal sealed class StepClocks(TicketStep step)
{
    private readonly HashSet<SlaClock> _changed = [];

    public List<SlaClock> Known { get; } = [];

    public void Load(IEnumerable<SlaClock> clocks, IEnumerable<SlaSegment> history)
    {
        Known.AddRange(clocks);
        // One that another step added meanwhile is of a clock that is not known here yet; this step is then refused and begins again.
        foreach (var entry in history)
            Known.Find(clock => clock.Id == entry.ClockId)?.History.Add(entry);
    }

    /// <summary>Whom the ticket waits for.</summary>
    public WaitingFor Waiting =>
        (step.Ticket.Status == TicketStatus.WaitingForClient ? WaitingFor.Client : WaitingFor.Nobody)
        | (Live(SlaTarget.Underpinning) is not null ? WaitingFor.ThirdParty : WaitingFor.Nobody);

    /// <summary>Code of the calendar that counts for the ticket: that of its agreement once there is one.</summary>
    public string Calendar => Agreements.Read(step.Ticket.Agreement)?.Policy.Calendar ?? step.Calendars.For(step.Ticket, null).Code;

    /// <summary>The clock of a target that measures; null when none does.</summary>
    public SlaClock? Live(SlaTarget target, string? reference = null) =>
        Known.Find(clock => clock.Target == target && (reference is null || clock.Ref == reference) && !clock.History[^1].IsEnd);

    /// <summary>Puts the ticket under an agreement: its clocks go by it, start or are given up; what was measured is measured anew.</summary>
    public void Agree(Agreement agreement)
    {
        step.Ticket.Agreement = Agreements.Write(agreement);
        var policy = agreement.Policy;
        foreach (var clock in Known.Where(clock => clock.Target <= SlaTarget.Stage && !clock.History[^1].IsEnd))
        {
            if (policy.TermsFor(clock.Target, clock.About) is { } terms)
                Wrote(clock, SlaClocks.Agree(clock, terms, step.Now));
            else
                Wrote(clock, SlaClocks.Cancel(clock, step.Now));
        }
        if (step.Ticket.FirstRespondedAt is null)
            Once(SlaTarget.FirstResponse, policy, step.Ticket.OpenedAt);
        if (step.Ticket.Status is not (TicketStatus.Resolved or TicketStatus.Closed))
            Once(SlaTarget.Resolution, policy, step.Ticket.OpenedAt);
        foreach (var visit in step.OpenVisits)
            Enter(visit, policy);
    }

    /// <summary>Puts one clock under other terms.</summary>
    public void Agree(SlaClock clock, SlaTerms terms) => Wrote(clock, SlaClocks.Agree(clock, terms, step.Now));

    /// <summary>A stage is entered: its clock starts where the agreement has a time for it.</summary>
    public void Enter(StageVisit visit)
    {
        if (Agreements.Read(step.Ticket.Agreement) is { } agreement)
            Enter(visit, agreement.Policy);
    }

    public void Leave(StageVisit visit) => Stop(SlaTarget.Stage, Reference(visit.Id));

    /// <summary>The client wrote: the clock of the next answer starts, unless an older message waits for one already.</summary>
    /// <param name="message">Names the clock.</param>
    /// <param name="since">When it was written; null: now.</param>
    public void ClientWrote(Guid message, DateTimeOffset? since = null)
    {
        if (step.Ticket.FirstRespondedAt is not null && Live(SlaTarget.NextResponse) is null && Agreements.Read(step.Ticket.Agreement)?.Policy.TermsFor(SlaTarget.NextResponse) is { } terms)
            Start(SlaTarget.NextResponse, terms, since ?? step.Now, Reference(message));
    }

    /// <summary>A person of ours answered the client.</summary>
    public void Answered()
    {
        Stop(SlaTarget.FirstResponse);
        Stop(SlaTarget.NextResponse);
    }

    /// <summary>A date was given to the client; a new one takes the place of the old.</summary>
    public void Promise(DateTimeOffset at)
    {
        var policy = Agreements.Read(step.Ticket.Agreement)?.Policy;
        var calendar = Calendar;
        var known = Live(SlaTarget.Promise);
        var allowed = (long)step.Calendars[calendar].Between(known?.StartedAt ?? step.Now, at).TotalSeconds;
        var terms = new SlaTerms("promise", calendar, Math.Max(0, allowed), (policy?.Warning ?? Warning.Standard).SecondsLeft(Math.Max(0, allowed)), WaitingFor.Nobody, at);
        if (known is not null)
            Wrote(known, SlaClocks.Agree(known, terms, step.Now));
        else
            Start(SlaTarget.Promise, terms, step.Now, Reference(step.NewId()));
    }

    /// <param name="reference">See <see cref="SlaClock.Ref"/>.</param>
    /// <param name="about">See <see cref="SlaClock.About"/>.</param>
    public SlaClock Start(SlaTarget target, SlaTerms terms, DateTimeOffset at, string reference = "", string? about = null)
    {
        var clock = SlaClocks.Start(step.NewId(), step.Ticket.Id, target, terms, at, reference, about, target <= SlaTarget.Stage ? Waiting : WaitingFor.Nobody);
        Adopt(clock);
        return clock;
    }

    /// <summary>Makes a clock one of the ticket's, with the history that it has.</summary>
    public void Adopt(SlaClock clock)
    {
        Known.Add(clock);
        step.Db.SlaClocks.Add(clock);
        step.Db.SlaSegments.AddRange(clock.History);
        _changed.Add(clock);
    }

    /// <summary>The history of a clock of another ticket goes on here, in place of this ticket's own.</summary>
    /// <param name="theirs">Ended there.</param>
    /// <param name="ours">Given up; null when there is none.</param>
    /// <param name="climbed">Its rungs that must not be climbed again.</param>
    public async Task GoOn(SlaClock theirs, SlaClock? ours, IEnumerable<ClimbedRung> climbed)
    {
        var terms = theirs.Target is SlaTarget.Promise or SlaTarget.Underpinning || ours is null ? theirs.History[^1].Terms : ours.History[^1].Terms;
        if (ours is not null)
            Cancel(ours);
        var waiting = theirs.Target <= SlaTarget.Stage ? Waiting : WaitingFor.Nobody;
        var clock = SlaClocks.Continue(theirs, step.NewId(), step.Ticket.Id, Reference(step.NewId()), terms, waiting, step.Now);
        Adopt(clock);
        await step.Ladder.TakeOver(climbed, clock);
    }

    public void Stop(SlaTarget target, string? reference = null)
    {
        foreach (var clock in Known.FindAll(clock => clock.Target == target && (reference is null || clock.Ref == reference)))
        {
            foreach (var entry in SlaClocks.Stop(clock, step.Calendars[clock.History[^1].Calendar], step.Now))
                Wrote(clock, entry);
        }
    }

    /// <summary>The ticket is solved: everything that was promised to its client ends, and no third party is waited for.</summary>
    public void StopAll()
    {
        foreach (var target in new[] { SlaTarget.FirstResponse, SlaTarget.NextResponse, SlaTarget.Resolution, SlaTarget.Promise })
            Stop(target);
        foreach (var clock in Known.FindAll(clock => clock.Target == SlaTarget.Underpinning))
            Cancel(clock);
    }

    /// <summary>Takes up again what the solution ended, for a client who says that it is none.</summary>
    public void Reopen()
    {
        foreach (var clock in Known.FindAll(clock => clock.Target is SlaTarget.Resolution))
            Wrote(clock, SlaClocks.Restart(clock, Waiting, step.Now));
    }

    public void Cancel(SlaClock clock) => Wrote(clock, SlaClocks.Cancel(clock, step.Now));

    /// <summary>Writes down that a clock's time ran out; false when it did not, or was written down before.</summary>
    public bool Breach(SlaClock clock)
    {
        var entry = SlaClocks.Breach(clock, step.Calendars[clock.History[^1].Calendar], step.Now);
        Wrote(clock, entry);
        return entry is not null;
    }

    /// <summary>Writes down whom the ticket waits for now; whether a clock rests for it, its agreement says.</summary>
    public void Wait()
    {
        var waiting = Waiting;
        foreach (var clock in Known.Where(clock => clock.Target <= SlaTarget.Stage))
            Wrote(clock, SlaClocks.Wait(clock, waiting, step.Now));
    }

    /// <summary>Makes what is kept of a clock follow from its history when the step ends, though nothing was added to it.</summary>
    public void Recount(SlaClock clock) => _changed.Add(clock);

    /// <summary>The same for every clock that measures: ladders go by the ticket's priority.</summary>
    public void RecountAll() => _changed.UnionWith(Known.Where(clock => !clock.History[^1].IsEnd));

    /// <summary>Brings timers and the ticket's own due date in line with the clocks.</summary>
    public async Task Finish()
    {
        foreach (var clock in _changed)
        {
            SlaClocks.Project(clock, step.Calendars[clock.History[^1].Calendar]);
            clock.NextRungAt = clock.IsStopped || clock.IsPaused ? null : (await step.Ladder.Next(clock))?.At;
        }
        _changed.Clear();
        foreach (var clock in Known)
            Watch(clock);
        var ours = Known.FindAll(clock => !clock.IsStopped && clock.Target <= SlaTarget.Promise);
        step.Ticket.DueAt = ours.Min(clock => clock.DueAt);
        step.Ticket.IsBreached = step.Ticket.Status != TicketStatus.Closed && ours.Exists(clock => clock.BreachedAt is not null);
    }

    private void Once(SlaTarget target, SlaPolicy policy, DateTimeOffset at)
    {
        if (!Known.Exists(clock => clock.Target == target && !clock.IsCancelled) && policy.TermsFor(target) is { } terms)
            Start(target, terms, at, Known.Exists(clock => clock.Target == target) ? Reference(step.NewId()) : "");
    }

    private void Enter(StageVisit visit, SlaPolicy policy)
    {
        var stage = visit.Stage.Code();
        if (policy.TermsFor(SlaTarget.Stage, stage) is { } terms && !Known.Exists(clock => clock.Target == SlaTarget.Stage && clock.Ref == Reference(visit.Id)))
            Start(SlaTarget.Stage, terms, visit.EnteredAt, Reference(visit.Id), stage);
    }

    private static string Reference(Guid id) => id.ToString("N");

    private void Wrote(SlaClock clock, SlaSegment? entry)
    {
        if (entry is null)
            return;
        step.Db.SlaSegments.Add(entry);
        _changed.Add(clock);
    }

    // The timer of a clock stands where somebody must look at it next.
    private void Watch(SlaClock clock)
    {
        var key = clock.Id.ToString("N");
        var timer = step.Timers.Find(row => row.Kind == TimerKind.Deadline && row.TimerKey == key);
        if (clock.WatchAt is not { } at)
        {
            if (timer is null)
                return;
            step.Timers.Remove(timer);
            step.Db.Timers.Remove(timer);
        }
        else if (timer is not null)
        {
            timer.DueAt = at;
        }
        else
        {
            timer = new DeskTimer { Id = step.NewId(), Kind = TimerKind.Deadline, TicketId = step.Ticket.Id, TimerKey = key, DueAt = at };
            step.Timers.Add(timer);
            step.Db.Timers.Add(timer);
        }
    }
}
