using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Graballo.Desk.Jobs;

/// <summary>
/// Measures the open tickets anew that a change of a policy or a calendar concerns: a few at a time in one short transaction, which also moves the
/// run's own mark. A node that dies leaves its claim, which runs out; the next one goes on behind the mark.
/// </summary>
[DisallowConcurrentExecution]
public sealed class RecountClocks(
    DeskRuntime runtime, IDbContextFactory<DeskDbContext> databases, CalendarBook calendars, DefinitionCatalog catalog, WriteGate gate, TimeProvider clock,
    ILogger<RecountClocks> log) : IJob
{
    // Short enough that nobody who writes feels it.
    private const int Batch = 100;
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(60);

    // The claim of this node, by which it knows its own work again at the next batch.
    private DateTimeOffset _mine;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await Work(cancellationToken);

    /// <summary>Works on everything that runs; returns how many tickets were looked at.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var met = 0;
        while (await Next(ct) is { } run)
        {
            // What was compiled before the change must not measure after it.
            calendars.Forget();
            catalog.Forget();
            var mine = true;
            for (var seen = await Some(run, ct); seen > 0 && mine; seen = mine ? await Some(run, ct) : 0)
            {
                met += seen;
                mine = run.ClaimedUntil - clock.GetUtcNow() >= Claim / 2 || await Keep(run, ct);
            }
            if (mine)
                await Finish(run, ct);
        }
        return met;
    }

    private async Task<RecountRun?> Next(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var run = await db.RecountRuns.AsNoTracking().Where(row => row.Status == RecountStatus.Running && (row.ClaimedUntil <= now || row.ClaimedUntil == _mine))
            .OrderBy(row => row.StartedAt).FirstOrDefaultAsync(ct);
        return run is not null && await Keep(run, ct) ? run : null;
    }

    private async Task<bool> Keep(RecountRun run, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        var (until, held) = (clock.GetUtcNow() + Claim, run.ClaimedUntil);
        if (await db.RecountRuns.Where(row => row.Id == run.Id && row.Status == RecountStatus.Running && row.ClaimedUntil == held)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.ClaimedUntil, until), ct) == 0)
        {
            return false;
        }
        run.ClaimedUntil = _mine = until;
        return true;
    }

    private async Task<int> Some(RecountRun run, CancellationToken ct)
    {
        var actor = Actor.System with { UserId = run.StartedById ?? Guid.Empty, Name = run.StartedBy };
        try
        {
            return await Together(run, actor, ct);
        }
#pragma warning disable CA1031 // Whatever stops a batch must not stop the tickets in it that are sound.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.Log(Conflicts.IsConflict(error) ? LogLevel.Debug : LogLevel.Warning, error, "A batch is measured ticket by ticket.");
            return await Alone(run, actor, ct);
        }
    }

    private async Task<int> Together(RecountRun run, Actor actor, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var held = await runtime.Hold(db, actor, clock.GetUtcNow(), ct);
        using var turn = await gate.Enter(db, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var steps = await held.Many(await Following(db, run).ToListAsync(ct), run.Cause != RecountCause.Policy);
        var (changed, failed, wrong) = (0, 0, run.Error);
        foreach (var step in steps)
        {
            var outcome = await RecountTicket.Act(step, run.Cause);
            (failed, wrong) = outcome.Ok ? (failed, wrong) : (failed + 1, outcome.Refusal.Text());
            if (!outcome.Ok || !outcome.Value)
                continue;
            step.Ticket.Version++;
            changed++;
        }
        if (steps.Count > 0)
            await Mark(db, run, steps[^1].Ticket.Id, steps.Count, changed, failed, wrong, ct);
        await ChangedRows.Save(db, ct);
        await NewRows.Save(db, ct);
        await transaction.CommitAsync(ct);
        if (steps.Count > 0)
            (run.After, run.Error) = (steps[^1].Ticket.Id, wrong);
        return steps.Count;
    }

    // Somebody works on one of them just now, or one cannot be read.
    private async Task<int> Alone(RecountRun run, Actor actor, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var tickets = await Following(db, run).AsNoTracking().Select(row => row.Id).ToListAsync(ct);
        var (changed, failed, wrong) = (0, 0, run.Error);
        foreach (var ticket in tickets)
        {
            var outcome = await One(ticket, run.Cause, actor, ct);
            changed += outcome is { Ok: true, Value: true } ? 1 : 0;
            (failed, wrong) = outcome.Ok ? (failed, wrong) : (failed + 1, outcome.Refusal.Text());
        }
        if (tickets.Count == 0)
            return 0;
        using var turn = await gate.Enter(db, ct);
        await Mark(db, run, tickets[^1], tickets.Count, changed, failed, wrong, ct);
        (run.After, run.Error) = (tickets[^1], wrong);
        return tickets.Count;
    }

    private async Task<Outcome<bool>> One(Guid ticket, RecountCause cause, Actor actor, CancellationToken ct)
    {
        try
        {
            return await runtime.OnTicket(ticket, actor, step => RecountTicket.Act(step, cause), ct);
        }
#pragma warning disable CA1031 // One ticket that cannot be measured must not hold up the others.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(error, "The clocks of ticket {Ticket} could not be measured anew.", ticket);
            return new Refusal("service-level-incomplete");
        }
    }

    private static IQueryable<Ticket> Following(DeskDbContext db, RecountRun run)
    {
        var after = run.After;
        return Recounts.Concerned(db, run).Where(row => row.Id > after).OrderBy(row => row.Id).Take(Batch);
    }

    private static Task Mark(DeskDbContext db, RecountRun run, Guid after, int seen, int changed, int failed, string? error, CancellationToken ct) =>
        db.RecountRuns.Where(row => row.Id == run.Id).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.After, after).SetProperty(r => r.Seen, r => r.Seen + seen).SetProperty(r => r.Changed, r => r.Changed + changed)
                .SetProperty(r => r.Failed, r => r.Failed + failed).SetProperty(r => r.Error, error),
            ct);

    private async Task Finish(RecountRun run, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        var now = clock.GetUtcNow();
        await db.RecountRuns.Where(row => row.Id == run.Id && row.Status == RecountStatus.Running)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Status, RecountStatus.Done).SetProperty(r => r.EndedAt, now), ct);
    }
}
