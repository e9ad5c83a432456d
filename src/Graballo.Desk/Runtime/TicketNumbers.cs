using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>Draws ticket numbers in blocks, so that nodes do not queue for them. A restart leaves a gap, never a repeat.</summary>
public sealed class TicketNumbers(IDbContextFactory<DeskDbContext> databases, WriteGate gate) : IDisposable
{
    private const string CounterName = "ticket";
    private const int BlockSize = 20;
    private const int MostTries = 50;
    private readonly SemaphoreSlim _one = new(1, 1);
    private long _next;
    private long _end;

    public async Task<string> Next(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_next >= _end)
            {
                _next = await Reserve(ct);
                _end = _next + BlockSize;
            }
            return TicketNumber.Of(_next++);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<long> Reserve(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            using var turn = await gate.Enter(db, ct);
            try
            {
                var counter = await db.Counters.SingleOrDefaultAsync(row => row.Name == CounterName, ct);
                if (counter is null)
                    db.Counters.Add(counter = new Counter { Name = CounterName, Next = TicketNumber.First });
                var first = counter.Next;
                counter.Next += BlockSize;
                await db.SaveChangesAsync(ct);
                return first;
            }
            catch (DbUpdateException) when (attempt < MostTries)
            {
                // Another node drew the same block first.
            }
        }
    }

    public void Dispose() => _one.Dispose();
}
