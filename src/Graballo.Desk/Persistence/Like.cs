namespace Graballo.Desk.Persistence;

/// <summary>Makes a person's text harmless inside a LIKE pattern.</summary>
internal static class Like
{
    public const string EscapeSign = "\\";

    public static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal);

    /// <summary>The pattern that finds the text anywhere, lower case.</summary>
    public static string Anywhere(string text) => "%" + Escape(text.Trim().ToLowerInvariant()) + "%";
}
