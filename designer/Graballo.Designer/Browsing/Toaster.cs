namespace Graballo.Designer.Browsing;

/// <summary>A short word about what was just done, with an undo where there is one.</summary>
public sealed record Notice(int Id, string Text, string? ActionText, Func<Task>? Action);

/// <summary>The notices of one person's screen.</summary>
public sealed class Toaster(TimeProvider time)
{
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(6);

    // Time to see that it was a mistake.
    private static readonly TimeSpan StayToUndo = TimeSpan.FromSeconds(10);
    private readonly List<Notice> shown = [];
    private int last;

    public event Action? Changed;

    public IReadOnlyList<Notice> Shown => shown;

    public Notice Say(string text, string? actionText = null, Func<Task>? action = null)
    {
        var notice = new Notice(++last, text, actionText, action);
        shown.Add(notice);
        Changed?.Invoke();
        _ = Fade(notice);
        return notice;
    }

    /// <summary>Takes away what only told of something done; what can be undone stays its time.</summary>
    public void Hush()
    {
        if (shown.RemoveAll(notice => notice.Action is null) > 0)
            Changed?.Invoke();
    }

    public void Drop(Notice notice)
    {
        if (shown.Remove(notice))
            Changed?.Invoke();
    }

    private async Task Fade(Notice notice)
    {
        await Task.Delay(notice.Action is null ? Stay : StayToUndo, time);
        Drop(notice);
    }
}
