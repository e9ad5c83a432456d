using Graballo.Domain;

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
    // The embedded database knows small and capital letters of ASCII only: for Ñ or Á any one character will do.
    public static string Anywhere(string text) => "%" + string.Concat(Escape(PlainText.Line(text).ToLowerInvariant()).Select(c => char.IsAscii(c) ? c : '_')) + "%";
}
