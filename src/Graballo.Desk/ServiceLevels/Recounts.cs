using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.ServiceLevels;

/// <summary>What makes open tickets be measured anew.</summary>
public static class Recounts
{
    // Another node may know a calendar as it was for a second more.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>Adds a run to the caller's transaction; whoever changes a calendar, or refers to another one, calls this with it.</summary>
    /// <param name="db">The caller's; it saves.</param>
    /// <param name="cause">A calendar only measures anew; any other asks anew for the agreement of each ticket.</param>
    /// <param name="what">See <see cref="RecountRun.What"/>.</param>
    /// <param name="whose">See <see cref="RecountRun.WhoseId"/>.</param>
    /// <param name="actor">In whose name the histories tell of it.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<RecountRun> Begin(
        DeskDbContext db, RecountCause cause, string what, Guid? whose, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var run = new RecountRun
        {
            Id = Guid.CreateVersion7(now),
            Cause = cause,
            What = what,
            WhoseId = whose,
            StartedBy = actor.Name,
            StartedById = actor.IsSystem ? null : actor.UserId,
            StartedAt = now,
            ClaimedUntil = cause == RecountCause.Policy ? now : now + Settling,
        };
        run.Total = await Concerned(db, run).CountAsync(ct);
        db.RecountRuns.Add(run);
        return run;
    }

    /// <summary>The open tickets that a run concerns.</summary>
    internal static IQueryable<Ticket> Concerned(DeskDbContext db, RecountRun run)
    {
        var open = db.Tickets.Where(row => row.Status != TicketStatus.Closed);
        var (what, whose) = (run.What, run.WhoseId ?? Guid.Empty);
        switch (run.Cause)
        {
            case RecountCause.Calendar:
                return open.Where(row => db.SlaClocks.Any(clock => clock.TicketId == row.Id && clock.Calendar == what && clock.StoppedAt == null)
                    || db.Timers.Any(timer => timer.TicketId == row.Id && timer.Calendar == what)
                    || db.HumanTasks.Any(task => task.TicketId == row.Id && task.Calendar == what && task.Status == HumanTaskStatus.Open));
            case RecountCause.Client:
                return open.Where(row => row.CompanyId == whose);
            case RecountCause.Group:
                return open.Where(row => row.GroupId == whose);
            case RecountCause.Unit:
                var below = Below(db, whose);
                return open.Where(row => db.Groups.Any(group => group.Id == row.GroupId && below.Any(unit => unit.Id == group.UnitId))
                    || db.Handoffs.Any(handoff => handoff.TicketId == row.Id && handoff.Status == HandoffStatus.Open && below.Any(unit => unit.Id == handoff.UnitId)));
            case RecountCause.Channel:
                var channel = Codes.ChannelOf(what);
                return open.Where(row => row.Channel == channel);
            default:
                return open;
        }
    }

    // The unit and what hangs from it; four levels are the most.
    private static IQueryable<Unit> Below(DeskDbContext db, Guid id) => db.Units.Where(unit => unit.Id == id || unit.ParentId == id
        || db.Units.Any(above => above.Id == unit.ParentId && (above.ParentId == id
            || db.Units.Any(higher => higher.Id == above.ParentId && higher.ParentId == id))));
}
