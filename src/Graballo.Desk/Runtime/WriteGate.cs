using Graballo.Desk.Persistence;

namespace Graballo.Desk.Runtime;

/// <summary>On the embedded database writers queue here, in order, instead of polling for its lock. Elsewhere it is always open.</summary>
public sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public async ValueTask<IDisposable> Enter(DeskDbContext db, CancellationToken ct)
    {
        if (!db.HasSingleWriter)
            return Turn.Free;
        await _one.WaitAsync(ct);
        return new Turn(_one);
    }

    public void Dispose() => _one.Dispose();

    private sealed class Turn(SemaphoreSlim? one) : IDisposable
    {
        public static readonly Turn Free = new(null);
        private SemaphoreSlim? _one = one;

        public void Dispose() => Interlocked.Exchange(ref _one, null)?.Release();
    }
}
