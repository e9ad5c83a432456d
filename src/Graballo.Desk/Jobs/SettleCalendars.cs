using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Graballo.Desk.Jobs;

/// <summary>
/// Counts the running deadlines of a changed calendar anew, ticket by ticket, each in its own transaction. Counting twice gives the same,
/// so a node that dies, or two that meet, do no harm: the change stays open until one has been through all tickets.
/// </summary>
[DisallowConcurrentExecution]
public sealed class SettleCalendars(
    DeskRuntime runtime, IDbContextFactory<DeskDbContext> databases, CalendarBook book, WriteGate gate, TimeProvider clock, ILogger<SettleCalendars> log) : IJob
{
    private const int Batch = 200;

    // Another node may know the calendar as it was for a second more.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await Work(cancellationToken);

    /// <summary>Settles every change that is old enough; returns how many tickets were counted anew.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var met = 0;
        foreach (var edit in await Open(ct))
        {
            book.Forget();
            var after = Guid.Empty;
            var counted = 0;
            while (await Tickets(edit.Code, after, ct) is { Count: > 0 } tickets)
            {
                foreach (var ticket in tickets)
                    await Recount(ticket, edit.Code, ct);
                (after, counted) = (tickets[^1], counted + tickets.Count);
                await Note(edit.Id, counted, null, ct);
            }
            await Note(edit.Id, counted, clock.GetUtcNow(), ct);
            met += counted;
        }
        return met;
    }

    private async Task<List<CalendarEdit>> Open(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var until = clock.GetUtcNow() - Settling;
        return await db.CalendarEdits.AsNoTracking().Where(row => row.SettledAt == null && row.At <= until).OrderBy(row => row.At).ToListAsync(ct);
    }

    private async Task<List<Guid>> Tickets(string code, Guid after, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.SlaClocks.Where(row => row.Calendar == code && row.StoppedAt == null && row.TicketId > after)
            .Select(row => row.TicketId).Distinct().OrderBy(id => id).Take(Batch).ToListAsync(ct);
    }

    private async Task Recount(Guid ticket, string code, CancellationToken ct)
    {
        try
        {
            await runtime.OnTicket(ticket, Actor.System, step => RecountTicket.Act(step, RecountCause.Calendar), ct);
        }
#pragma warning disable CA1031 // One ticket that cannot be counted must not hold up the others.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(error, "The deadlines of ticket {Ticket} could not be counted anew in the calendar {Calendar}.", ticket, code);
        }
    }

    private async Task Note(Guid edit, int counted, DateTimeOffset? settledAt, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        await db.CalendarEdits.Where(row => row.Id == edit)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Settled, counted).SetProperty(r => r.SettledAt, settledAt), ct);
    }
}
