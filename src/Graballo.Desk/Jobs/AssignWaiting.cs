using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Graballo.Desk.Jobs;

/// <summary>Gives the tickets that wait in a group to whoever can take them by now, the most pressing and then the oldest first.</summary>
[DisallowConcurrentExecution]
public sealed class AssignWaiting(
    DeskRuntime runtime, IDbContextFactory<DeskDbContext> databases, CalendarBook calendarBook, TimeProvider clock, ILogger<AssignWaiting> log) : IJob
{
    /// <summary>How often to look. Verbs that bring somebody back look at once.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    // Of one group in one sweep: the next one goes on.
    private const int Most = 500;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await Sweep(cancellationToken);

    /// <summary>Returns how many tickets were taken, or failed to be and are tried again.</summary>
    public async Task<int> Sweep(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var groups = await db.Tickets.Where(row => row.WaitsSince != null).Select(row => row.GroupId).Distinct().ToListAsync(ct);
        var taken = 0;
        foreach (var group in await db.Groups.AsNoTracking().Where(row => groups.Contains(row.Id)).ToListAsync(ct))
            taken += await Sweep(group, ct);
        return taken;
    }

    private async Task<int> Sweep(Group group, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var waiting = await db.Tickets.AsNoTracking().Where(row => row.WaitsSince != null && row.GroupId == group.Id && row.Status != TicketStatus.Closed)
            .OrderBy(row => row.Priority == Priority.Urgent ? 0 : row.Priority == Priority.High ? 1 : row.Priority == Priority.Normal ? 2 : 3)
            .ThenBy(row => row.WaitsSince).ThenBy(row => row.Id).Take(Most).ToListAsync(ct);
        var calendars = await calendarBook.Current(ct);
        // Where nobody can take one, nobody can take another of the same kind: it is not asked for again.
        var blocked = new HashSet<(Channel Channel, string? Designated, bool Manual)>();
        var taken = 0;
        foreach (var ticket in waiting)
        {
            var wish = TakeWaiting.WishOf(WhyJson.Read(ticket.Why), group);
            var kind = (ticket.Channel, wish.Designated, wish.Strategy == AssignmentStrategy.Manual);
            if (blocked.Contains(kind))
                continue;
            db.ChangeTracker.Clear();
            var candidates = await Candidates.Read(db, calendars, clock.GetUtcNow(), ticket, group.Id, wish, ct);
            if (Assignment.Choose(wish, candidates.All) is null || !await Take(ticket.Id, ct))
                blocked.Add(kind);
            else
                taken++;
        }
        return taken;
    }

    private async Task<bool> Take(Guid ticketId, CancellationToken ct)
    {
        try
        {
            return (await runtime.OnTicket(ticketId, Actor.System, TakeWaiting.Act, ct)).Ok;
        }
#pragma warning disable CA1031 // One ticket that cannot be given must not hold up the others.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(error, "Ticket {Ticket} could not be taken out of its group's wait; it is tried again.", ticketId);
            return true;
        }
    }
}
