using System.Collections.Concurrent;
using Graballo.Desk.Outside;
using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Graballo.Desk.Jobs;

/// <summary>
/// Finds the service calls that are due and has each made beside the others: a far side that hangs holds up its own calls only.
/// </summary>
[DisallowConcurrentExecution]
public sealed class CallPump(IDbContextFactory<DeskDbContext> databases, MakeCall make, TimeProvider clock) : IJob, IDisposable
{
    private const int MostAtOnce = 32;
    private const int MostOfOneElement = 4;
    private readonly ConcurrentDictionary<Guid, (string Element, Task Task)> _running = new();
    private readonly CancellationTokenSource _stopping = new();

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await Start(cancellationToken);

    /// <summary>Makes everything that is due and waits for the ends; returns how many calls that were.</summary>
    public async Task<int> Drain(CancellationToken ct)
    {
        for (var made = 0; ;)
        {
            var started = await Start(ct);
            if (started == 0 && _running.IsEmpty)
                return made;
            made += started;
            await Task.WhenAll(_running.Values.Select(running => running.Task));
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task<int> Start(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var due = await db.ServiceCalls.AsNoTracking().Where(row => row.NextAttemptAt <= now).OrderBy(row => row.NextAttemptAt).Take(8 * MostAtOnce)
            .Select(row => new { row.Id, row.ElementId }).ToListAsync(ct);
        var started = 0;
        foreach (var call in due)
        {
            if (_running.Count >= MostAtOnce)
                break;
            if (!_running.ContainsKey(call.Id) && _running.Values.Count(running => running.Element == call.ElementId) < MostOfOneElement)
            {
                Begin(call.Id, call.ElementId);
                started++;
            }
        }
        return started;
    }

    private void Begin(Guid id, string element)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[id] = (element, begun.Task);
        _ = Task.Run(async () =>
        {
            try
            {
                await make.Handle(id, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                // The node stops; the claim runs out and another one goes on.
            }
            finally
            {
                _running.TryRemove(id, out _);
                begun.TrySetResult();
            }
        });
    }
}
