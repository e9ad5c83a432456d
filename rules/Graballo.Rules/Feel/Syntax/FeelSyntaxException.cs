namespace Graballo.Rules.Feel;

/// <summary>A text that is not FEEL.</summary>
public sealed class FeelSyntaxException(Wording reason, int line, int column) : Exception(reason.ToString())
{
    /// <summary>What the message says, to be said in other languages.</summary>
    public Wording Reason { get; } = reason;

    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    /// <summary>From 1, in UTF-16 characters.</summary>
    public int Column { get; } = column;

    internal static FeelSyntaxException At(Wording reason, string text, int position)
    {
        var before = text.AsSpan(0, Math.Min(position, text.Length));
        var line = before.Count('\n') + 1;
        return new FeelSyntaxException(reason, line, before.Length - (before.LastIndexOf('\n') + 1) + 1);
    }
}
