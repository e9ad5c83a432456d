using Graballo.Desk.Persistence;

namespace Graballo.Desk.Runtime;

/// <summary>
/// On the embedded database writers queue here, in order, instead of polling for its lock. Elsewhere a rush queues here, instead of taking
/// every connection, so that one is left for what a step reads on the side.
/// </summary>
public sealed class WriteGate : IDisposable
{
    // A third of what a pool holds unless the connection string says otherwise.
    private const int MostAtOnce = 32;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly SemaphoreSlim _many = new(MostAtOnce, MostAtOnce);

    public async ValueTask<IDisposable> Enter(DeskDbContext db, CancellationToken ct)
    {
        var gate = db.HasSingleWriter ? _one : _many;
        await gate.WaitAsync(ct);
        return new Turn(gate);
    }

    public void Dispose()
    {
        _one.Dispose();
        _many.Dispose();
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
    }
}
