using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Graballo.Desk.Jobs;

/// <summary>Finds the timers that are due and has each acted on. Quartz calls it five times a second, and it goes on while there are any.</summary>
[DisallowConcurrentExecution]
public sealed class TimerSweep(IDbContextFactory<DeskDbContext> databases, FireTimer fire, TimeProvider clock) : IJob
{
    /// <summary>How often to look: a timer is acted on within a quarter of a second of its time when the desk has nothing else to do.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private const int Batch = 100;

    // Of so many due, in an order of its own: two nodes with much to do seldom reach for the same.
    private const int Window = 1_000;
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
            var due = await db.Timers.AsNoTracking().Where(row => row.DueAt <= now).OrderBy(row => row.DueAt).Take(Window)
                .Select(row => new { row.Id, row.TicketId }).ToArrayAsync(ct);
            Random.Shared.Shuffle(due);
            await Parallel.ForEachAsync(
                due.Take(Batch), new ParallelOptions { MaxDegreeOfParallelism = db.HasSingleWriter ? 1 : MostAtOnce, CancellationToken = ct },
                async (timer, stop) => await fire.Handle(timer.Id, timer.TicketId, stop));
            met += Math.Min(due.Length, Batch);
            if (due.Length <= Batch)
                return met;
        }
    }
}
