using System.Text;

namespace Graballo.Domain;

/// <summary>Text from people without what nobody sees: the same for a subject, a message, a name of a person or of a file.</summary>
public static class PlainText
{
    /// <summary>
    /// The text without NUL and the other controls (a line break and a tab stay), without halves of characters, without the marks that turn
    /// the direction of reading around; trimmed. Empty when nothing of it can be seen.
    /// </summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var clean = new StringBuilder(text.Length);
        var seen = false;
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) == System.Buffers.OperationStatus.Done && !IsHarmful(rune.Value))
            {
                clean.Append(text, at, length);
                seen |= IsSeen(rune);
            }
            at += length;
        }
        return seen ? clean.ToString().Trim() : "";
    }

    /// <summary>The same in one line: what broke it becomes a space.</summary>
    public static string Line(string? text) =>
        Clean(text?.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ').Replace('\u2028', ' ').Replace('\u2029', ' '));

    /// <summary>Small letters without accents: how text is searched. ñ is n, ç is c.</summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.NonSpacingMark)
                folded.Append(Rune.ToLowerInvariant(rune).ToString());
        }
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Characters as people count them: one, however it is stored.</summary>
    public static int Length(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    // Controls C0 and C1; what embeds, overrides or isolates a direction; what is no character at all.
    private static bool IsHarmful(int value) => value switch
    {
        '\t' or '\n' or '\r' => false,
        < 0x20 or (>= 0x7F and < 0xA0) or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or (>= 0xFFF9 and <= 0xFFFB) => true,
        _ => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF,
    };

    private static bool IsSeen(Rune rune) =>
        !Rune.IsWhiteSpace(rune) && rune.Value is not (0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0)
        && Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Control
            or System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark);
}
