using Graballo.Desk.Operations;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Graballo.Desk.Jobs;

/// <summary>
/// Goes on with the migrations that are running: in batches, each instance in its own transaction. A node that dies leaves its claim,
/// which runs out; the next one goes on with what is still on the old version.
/// </summary>
[DisallowConcurrentExecution]
public sealed class MigrateFlows(
    DeskRuntime runtime, IDbContextFactory<DeskDbContext> databases, DefinitionCatalog catalog, WriteGate gate, TimeProvider clock, ILogger<MigrateFlows> log) : IJob
{
    private const int Batch = 50;
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(60);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await Work(cancellationToken);

    /// <summary>Works on everything that runs; returns how many instances were looked at.</summary>
    public async Task<int> Work(CancellationToken ct)
    {
        var met = 0;
        while (await Next(ct) is { } run)
        {
            var batch = await Remaining(run, ct);
            foreach (var (instance, ticket) in batch)
                await Move(run, instance, ticket, ct);
            met += batch.Count;
            if (batch.Count == 0)
                await Finish(run, ct);
        }
        return met;
    }

    /// <summary>Claims a run that nobody works on.</summary>
    private async Task<MigrationRun?> Next(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var run = await db.MigrationRuns.AsNoTracking()
            .Where(row => row.Status == MigrationStatus.Running && (row.ClaimedUntil <= now || row.ClaimedUntil == _mine))
            .OrderBy(row => row.StartedAt).FirstOrDefaultAsync(ct);
        if (run is null)
            return null;
        var until = now + Claim;
        using var turn = await gate.Enter(db, ct);
        var claimed = await db.MigrationRuns.Where(row => row.Id == run.Id && row.Status == MigrationStatus.Running && row.ClaimedUntil == run.ClaimedUntil)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.ClaimedUntil, until), ct);
        _mine = claimed == 0 ? _mine : until;
        return claimed == 0 ? null : run;
    }

    // The claim of this node, by which it knows its own work again at the next batch.
    private DateTimeOffset _mine;

    private async Task<List<(Guid Instance, Guid Ticket)>> Remaining(MigrationRun run, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.FlowInstances.AsNoTracking()
            .Where(row => row.IsActive && row.DefinitionId == run.FromId && !db.StuckInstances.Any(stuck => stuck.RunId == run.Id && stuck.InstanceId == row.Id))
            .OrderBy(row => row.StartedAt).Take(Batch).Select(row => new { row.Id, row.TicketId }).ToListAsync(ct);
        return rows.ConvertAll(row => (row.Id, row.TicketId));
    }

    private async Task Move(MigrationRun run, Guid instance, Guid ticket, CancellationToken ct)
    {
        // The person who began it is the one in the history.
        var actor = Actor.System with { UserId = run.StartedById ?? Guid.Empty, Name = run.StartedBy };
        try
        {
            await runtime.OnTicket(ticket, actor, step => MigrateInstance.Act(step, run, instance, catalog), ct);
        }
#pragma warning disable CA1031 // One instance that cannot be moved must not hold up the others.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(error, "Instance {Instance} could not be moved to version {Version}.", instance, run.ToVersion);
            await runtime.OnTicket<Done>(ticket, actor, async step =>
            {
                await MigrateInstance.Stuck(step, run, instance, "", error.Message);
                return Done.It;
            }, ct);
        }
    }

    private async Task Finish(MigrationRun run, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        var now = clock.GetUtcNow();
        await db.MigrationRuns.Where(row => row.Id == run.Id && row.Status == MigrationStatus.Running)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Status, MigrationStatus.Done).SetProperty(r => r.EndedAt, now), ct);
    }
}
