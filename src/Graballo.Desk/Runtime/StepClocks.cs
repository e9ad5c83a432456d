using Graballo.Desk.Persistence;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.Runtime;

/// <summary>The service-level clocks of a ticket inside a step, and the timers that watch them.</summary>
internal sealed class StepClocks(TicketStep step)
{
    public List<SlaClock> Known { get; } = [];

    /// <summary>Code of the calendar that counts for the ticket: that of its agreement once there is one.</summary>
    public string Calendar => Known.Count > 0 ? Known[0].Calendar : step.Calendars.For(step.Ticket, null).Code;

    /// <summary>Starts a clock, or gives a running one the new agreement without losing the time used.</summary>
    public void Start(SlaTarget target, string policy, string calendarCode, TimeSpan allowed)
    {
        var calendar = step.Calendars[calendarCode];
        if (Known.Find(row => row.Target == target) is { } known)
        {
            if (!known.IsStopped)
                SlaClocks.Agree(known, policy, calendarCode, step.Calendars[known.Calendar], calendar, allowed, step.Now);
            return;
        }
        var clock = SlaClocks.Start(step.NewId(), step.Ticket.Id, target, policy, calendarCode, calendar, allowed, step.Ticket.OpenedAt);
        Known.Add(clock);
        step.Db.SlaClocks.Add(clock);
    }

    public void Stop(SlaTarget target) => Each(target, SlaClocks.Stop);

    public void Restart(SlaTarget target) => Each(target, SlaClocks.Restart);

    public void PauseAll() => Each(null, SlaClocks.Pause);

    public void ResumeAll() => Each(null, SlaClocks.Resume);

    /// <summary>Counts the deadlines in this calendar anew, after the calendar itself was changed.</summary>
    public void Recount(string calendarCode)
    {
        foreach (var clock in Known.Where(clock => clock.Calendar == calendarCode))
            SlaClocks.Recount(clock, step.Calendars[calendarCode]);
    }

    /// <summary>Brings timers and the ticket's own due date in line with the clocks.</summary>
    public void Finish()
    {
        foreach (var clock in Known)
            Watch(clock);
        var running = Known.FindAll(clock => clock is { IsStopped: false, DueAt: not null });
        step.Ticket.DueAt = running.Count == 0 ? null : running.Min(clock => clock.DueAt);
        step.Ticket.IsBreached = step.Ticket.Status != TicketStatus.Closed && Known.Exists(clock => !clock.IsStopped && clock.BreachedAt is not null);
    }

    // Before the breach the timer stands at the deadline, after it at the next rung of the ladder.
    private void Watch(SlaClock clock)
    {
        var key = clock.Id.ToString("N");
        var timer = step.Timers.Find(row => row.Kind == TimerKind.Deadline && row.TimerKey == key);
        var due = clock.IsStopped || clock.IsPaused ? null : clock.BreachedAt is null ? clock.DueAt : clock.NextRungAt;
        if (due is null && timer is not null)
        {
            step.Timers.Remove(timer);
            step.Db.Timers.Remove(timer);
        }
        else if (due is { } at && timer is not null)
        {
            timer.DueAt = at;
        }
        else if (due is { } first)
        {
            timer = new DeskTimer { Id = step.NewId(), Kind = TimerKind.Deadline, TicketId = step.Ticket.Id, TimerKey = key, DueAt = first };
            step.Timers.Add(timer);
            step.Db.Timers.Add(timer);
        }
    }

    private void Each(SlaTarget? target, Action<SlaClock, Domain.Calendars.BusinessCalendar, DateTimeOffset> change)
    {
        foreach (var clock in Known)
        {
            if (target is null || clock.Target == target)
                change(clock, step.Calendars[clock.Calendar], step.Now);
        }
    }
}
