using Graballo.Desk.Persistence;
using Graballo.Desk.Presence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Graballo.Desk.Jobs;

/// <summary>
/// Takes the open tickets of whoever is absent or gone by now into other hands, each in its own transaction. It looks at how things are
/// and not at what began, so that nothing is missed by a node that stops half-way.
/// </summary>
[DisallowConcurrentExecution]
public sealed class CoverAbsent(
    DeskRuntime runtime, IDbContextFactory<DeskDbContext> databases, WriteGate gate, TimeProvider clock, ILogger<CoverAbsent> log) : IJob
{
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    // Of one person in one sweep: the next one goes on.
    private const int Most = 2_000;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await Sweep(cancellationToken);

    /// <summary>Returns how many tickets changed hands.</summary>
    public async Task<int> Sweep(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var absent = await db.Absences.AsNoTracking().Where(row => row.CancelledAt == null && row.From <= now && now < row.Until).ToListAsync(ct);
        var gone = await db.Agents.Where(row => !row.IsActive && (
            db.Tickets.Any(ticket => ticket.AssigneeId == row.Id && ticket.Status != TicketStatus.Closed)
            || db.HumanTasks.Any(task => task.AssigneeId == row.Id && task.Status == HumanTaskStatus.Open))).Select(row => row.Id).ToListAsync(ct);
        var moved = 0;
        foreach (var agent in absent.Select(row => row.AgentId).Union(gone))
            moved += await Cover(agent, withTasks: gone.Contains(agent) || absent.Exists(row => row.AgentId == agent && row.BegunAt is null), ct);
        foreach (var begun in absent.Where(row => row.BegunAt is null))
            await Begin(begun.Id, now, ct);
        return moved;
    }

    private async Task<int> Cover(Guid agent, bool withTasks, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var moved = 0;
        var held = await db.Tickets.Where(row => row.AssigneeId == agent && row.Status != TicketStatus.Closed)
            .OrderBy(row => row.DueAt).Take(Most).Select(row => new { row.Id, row.GroupId, row.Channel, Waits = row.WaitsSince != null }).ToListAsync(ct);
        // Where nobody else can take one, nobody can take another of the same kind: only one of them is tried until the next sweep.
        var stuck = new HashSet<(Guid Group, Channel Channel, bool Waits)>();
        foreach (var ticket in held)
        {
            var kind = (ticket.GroupId, ticket.Channel, ticket.Waits);
            if (stuck.Contains(kind))
                continue;
            if (await Move(ticket.Id, agent, ct))
                moved++;
            else
                stuck.Add(kind);
        }
        if (!withTasks)
            return moved;
        foreach (var ticket in await db.HumanTasks.Where(row => row.AssigneeId == agent && row.Status == HumanTaskStatus.Open).Select(row => row.TicketId).Distinct().ToListAsync(ct))
            moved += await Move(ticket, agent, ct) ? 1 : 0;
        return moved;
    }

    private async Task<bool> Move(Guid ticket, Guid agent, CancellationToken ct)
    {
        try
        {
            return (await runtime.OnTicket(ticket, Actor.System, step => CoverTicket.Act(step, agent), ct)).Ok;
        }
#pragma warning disable CA1031 // One ticket that cannot be moved must not hold up the others.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(error, "Ticket {Ticket} could not be taken from {Agent}, who is absent; it is tried again.", ticket, agent);
            return false;
        }
    }

    private async Task Begin(Guid absence, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        await db.Absences.Where(row => row.Id == absence && row.BegunAt == null).ExecuteUpdateAsync(row => row.SetProperty(r => r.BegunAt, now), ct);
    }
}
