using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Graballo.Desk.Jobs;

/// <summary>Finds the timers that are due and has each acted on. Quartz calls it every second, and it goes on while there are any.</summary>
[DisallowConcurrentExecution]
public sealed class TimerSweep(IDbContextFactory<DeskDbContext> databases, FireTimer fire, TimeProvider clock) : IJob
{
    private const int Batch = 100;
    private const int MostAtOnce = 4;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await Sweep(cancellationToken);

    /// <summary>Acts on everything due now; returns how many timers it met.</summary>
    public async Task<int> Sweep(CancellationToken ct)
    {
        var met = 0;
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var now = clock.GetUtcNow();
            var due = await db.Timers.AsNoTracking().Where(row => row.DueAt <= now).OrderBy(row => row.DueAt).Take(Batch)
                .Select(row => new { row.Id, row.TicketId }).ToListAsync(ct);
            await Parallel.ForEachAsync(
                due, new ParallelOptions { MaxDegreeOfParallelism = db.HasSingleWriter ? 1 : MostAtOnce, CancellationToken = ct },
                async (timer, stop) => await fire.Handle(timer.Id, timer.TicketId, stop));
            met += due.Count;
            if (due.Count < Batch)
                return met;
        }
    }
}
