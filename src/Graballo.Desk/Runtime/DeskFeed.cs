using System.Collections.Concurrent;
using System.Threading.Channels;
using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Graballo.Desk.Runtime;

/// <summary>Something was committed to a ticket.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="Types">The event types that were committed.</param>
public sealed record DeskChange(Guid TicketId, IReadOnlySet<string> Types);

/// <summary>Tells open screens what was committed, on this node or another. It reads the event log, so it cannot tell what was not committed.</summary>
public sealed class DeskFeed(IDbContextFactory<DeskDbContext> databases, TimeProvider clock, ILogger<DeskFeed> log) : BackgroundService
{
    // Other nodes' commits are seen at this pace; this node's at once.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private const int Batch = 500;

    // Ids are given before commits, so that a slow transaction can appear behind a quick one: look back this many.
    private const int LookBack = 200;

    private readonly ConcurrentDictionary<Guid, Func<DeskChange, Task>> _listeners = new();
    private readonly Channel<bool> _nudges = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<long> _seen = [];
    private long _last;

    /// <summary>Calls back, not on the caller's thread, until disposed.</summary>
    public IDisposable Subscribe(Func<DeskChange, Task> listener)
    {
        var key = Guid.CreateVersion7(clock.GetUtcNow());
        _listeners[key] = listener;
        return new Subscription(() => _listeners.TryRemove(key, out _));
    }

    /// <summary>Look now: something was committed here.</summary>
    public void Nudge() => _nudges.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartAtTheEnd(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                var nudged = _nudges.Reader.ReadAsync(waiting.Token).AsTask();
                await Task.WhenAny(nudged, Task.Delay(Pace, clock, waiting.Token));
                await waiting.CancelAsync();
                await Publish(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A database that is away for a moment must not end the live screens.
            catch (Exception error)
#pragma warning restore CA1031
            {
                log.LogWarning(error, "The event log could not be read; trying again in a moment.");
                await Task.Delay(Pace, clock, stoppingToken);
            }
        }
    }

    private async Task StartAtTheEnd(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        _last = await db.TicketEvents.MaxAsync(row => (long?)row.Id, ct) ?? 0;
        for (var id = Math.Max(1, _last - LookBack); id <= _last; id++)
            _seen.Add(id);
    }

    private async Task Publish(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        while (true)
        {
            var from = _last - LookBack;
            var rows = await db.TicketEvents.AsNoTracking().Where(row => row.Id > from).OrderBy(row => row.Id).Take(Batch + LookBack)
                .Select(row => new { row.Id, row.TicketId, row.Type }).ToListAsync(ct);
            var fresh = rows.Where(row => _seen.Add(row.Id)).ToList();
            if (rows.Count > 0)
                _last = Math.Max(_last, rows[^1].Id);
            _seen.RemoveWhere(id => id < _last - (2 * LookBack));
            foreach (var change in fresh.GroupBy(row => row.TicketId))
                await Tell(new DeskChange(change.Key, change.Select(row => row.Type).ToHashSet()));
            if (fresh.Count < Batch)
                return;
        }
    }

    private async Task Tell(DeskChange change)
    {
        foreach (var (_, listener) in _listeners)
        {
            try
            {
                await listener(change);
            }
#pragma warning disable CA1031 // One closed screen must not silence the others.
            catch (Exception error)
#pragma warning restore CA1031
            {
                log.LogDebug(error, "A screen could not be told of a change.");
            }
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
