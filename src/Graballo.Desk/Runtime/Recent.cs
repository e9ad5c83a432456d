namespace Graballo.Desk.Runtime;

/// <summary>
/// What was read a moment ago, for all threads of this node. It is known for a second, so that what one node changes counts on the others
/// at once.
/// </summary>
internal sealed class Recent<T>(TimeProvider clock)
    where T : class
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // One reference, because two threads must never see the value of one reading with the moment of another.
    private volatile Reading? _last;

    /// <summary>Null when it must be read again.</summary>
    public T? Value => _last is { } last && clock.GetElapsedTime(last.At) < Fresh ? last.Value : null;

    public T Keep(T value)
    {
        _last = new Reading(clock.GetTimestamp(), value);
        return value;
    }

    public void Forget() => _last = null;

    private sealed record Reading(long At, T Value);
}
