using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Graballo.Desk.Operations;

public sealed record Reconcile;

/// <param name="Instances">Flows that were compared.</param>
/// <param name="Open">Findings that could not be mended.</param>
/// <param name="Report">The first findings.</param>
public sealed record ReconciliationView(DateTimeOffset StartedAt, DateTimeOffset EndedAt, int Instances, int Findings, int Open, IReadOnlyList<string> Report);

/// <summary>
/// Compares every flow with its tasks, timers, subscriptions, calls and incidents, both ways, and mends what disagrees, a step for each
/// ticket. It should never find anything: what it finds is logged as an error.
/// </summary>
public sealed class ReconcileHandler(DeskRuntime runtime, IDbContextFactory<DeskDbContext> databases, WriteGate gate, TimeProvider clock, ILogger<ReconcileHandler> log)
{
    private const int Batch = 200;
    private const int MostLines = 200;

    public async Task<Outcome<ReconciliationView>> Handle(Reconcile command, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanDeploy(actor))
            return Refusal.Forbidden;
        var run = new Reconciliation { Id = Guid.CreateVersion7(clock.GetUtcNow()), StartedAt = clock.GetUtcNow() };
        var lines = new List<string>();
        foreach (var batch in (await Alive(ct)).Chunk(Batch))
        {
            foreach (var suspect in await Suspects(batch, run, ct))
                await Mend(suspect, run, lines, ct);
        }
        run.EndedAt = clock.GetUtcNow();
        run.Report = string.Join('\n', lines.Take(MostLines));
        await using var db = await databases.CreateDbContextAsync(ct);
        db.Reconciliations.Add(run);
        using (await gate.Enter(db, ct))
            await db.SaveChangesAsync(ct);
        return View(run);
    }

    internal static ReconciliationView View(Reconciliation run) => new(
        run.StartedAt, run.EndedAt, run.Instances, run.Findings, run.Open, run.Report.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private async Task Mend(Guid ticketId, Reconciliation run, List<string> lines, CancellationToken ct)
    {
        var outcome = await runtime.OnTicket(ticketId, Actor.System, MendTicket.Act, ct);
        if (outcome.Refusal?.Code == MendTicket.Nothing.Code)
            return;
        var mended = outcome.Ok ? outcome.Value : new MendTicket.Mended([$"{ticketId:N}: {outcome.Refusal.Code} – not mended"], 1);
        run.Findings += mended.Lines.Count;
        run.Open += mended.Open;
        lines.AddRange(mended.Lines);
        foreach (var line in mended.Lines)
            log.LogError("A flow and its rows disagreed: {Finding}", line);
    }

    // A closed ticket waits for nothing; those with a row that says otherwise are looked at too.
    private async Task<List<Guid>> Alive(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Tickets.AsNoTracking()
            .Where(ticket => ticket.Status != TicketStatus.Closed
                || db.FlowInstances.Any(row => row.TicketId == ticket.Id && row.IsActive)
                || db.HumanTasks.Any(row => row.TicketId == ticket.Id && row.Status == HumanTaskStatus.Open)
                || db.Timers.Any(row => row.TicketId == ticket.Id) || db.Subscriptions.Any(row => row.TicketId == ticket.Id)
                || db.ServiceCalls.Any(row => row.TicketId == ticket.Id && row.NextAttemptAt != null)
                || db.Incidents.Any(row => row.TicketId == ticket.Id && row.ResolvedAt == null))
            .OrderBy(ticket => ticket.Number).Select(ticket => ticket.Id).ToListAsync(ct);
    }

    /// <summary>The tickets of a batch that look wrong without a lock; each is looked at again in the step that mends it.</summary>
    private async Task<List<Guid>> Suspects(Guid[] batch, Reconciliation run, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await TicketRows.Read(db, [.. batch], ct);
        run.Instances += rows.Instances;
        return [.. batch.Where(rows.LooksWrong)];
    }
}
