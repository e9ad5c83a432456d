using System.Text;

namespace Graballo.Rules.Feel.Functions;

/// <summary>DMN 1.5 §10.3.4.3 string functions. Positions count Unicode characters, not UTF-16 units.</summary>
internal static class TextFunctions
{
    public static IEnumerable<BuiltinFunction> All =>
    [
        new("substring", ("string: string, start position: number, [length]: number", Substring)),
        new("string length", ("string: string", a => (FeelNumber)Length(a.Text(0)))),
        new("upper case", ("string: string", a => Made(a, a.Text(0).Length).ToUpperInvariant())),
        new("lower case", ("string: string", a => Made(a, a.Text(0).Length).ToLowerInvariant())),
        new("substring before", ("string: string, match: string", a => Before(Searched(a), a.Text(1), a))),
        new("substring after", ("string: string, match: string", a => After(Searched(a), a.Text(1), a))),
        new("contains", ("string: string, match: string", a => Searched(a).Contains(a.Text(1), StringComparison.Ordinal))),
        new("starts with", ("string: string, match: string", a => a.Text(0).StartsWith(a.Text(1), StringComparison.Ordinal))),
        new("ends with", ("string: string, match: string", a => a.Text(0).EndsWith(a.Text(1), StringComparison.Ordinal))),
        new("replace", ("input: string, pattern: string, replacement: string, [flags]: string?", a =>
            FeelRegex.Replace(a, a.Text(0), a.Text(1), a.Text(2), a[3] as string ?? ""))),
        new("matches", ("input: string, pattern: string, [flags]: string?", a => FeelRegex.Matches(a, a.Text(0), a.Text(1), a[2] as string ?? ""))),
        new("split", ("string: string, delimiter: string", a => FeelRegex.Split(a, a.Text(0), a.Text(1)))),
        new("string join", ("list: list, [delimiter]: string?", Join)),
    ];

    // Charges a new text before it is made of the first argument.
    private static string Made(Arguments a, int characters)
    {
        a.State.Text(characters);
        return a.Text(0);
    }

    // At worst a search compares the match at every place.
    private static string Searched(Arguments a)
    {
        var (text, match) = (a.Text(0), a.Text(1));
        a.State.Step((int)Math.Min(int.MaxValue, (long)Math.Max(text.Length - match.Length, 0) * match.Length >> 13));
        return text;
    }

    private static int Length(string text)
    {
        var length = text.Length;
        foreach (var c in text)
        {
            if (char.IsLowSurrogate(c)) length--;
        }

        return length;
    }

    private static object? Substring(Arguments a)
    {
        var text = a.Text(0);
        var count = Length(text);
        var start = a.Index(1);
        if (start == 0 || Math.Abs((long)start) > count) return a.Fail("substring(): the start position is outside the string");
        var from = start > 0 ? start - 1 : count + start;
        var length = a.Has(2) ? a.Index(2) : count - from;
        if (length < 1) return a.Fail("substring(): the length is less than 1");
        length = Math.Min(length, count - from);
        a.State.Text(length);
        return count == text.Length ? text.Substring(from, length) : Runes(text, from, length);
    }

    private static string Runes(string text, int from, int length)
    {
        var result = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Skip(from).Take(length)) result.Append(rune.ToString());
        return result.ToString();
    }

    private static string Before(string text, string match, Arguments a) =>
        match.Length > 0 && text.IndexOf(match, StringComparison.Ordinal) is var i and > 0 ? Made(a, i)[..i] : "";

    private static string After(string text, string match, Arguments a)
    {
        if (match.Length == 0) return text;
        var end = text.IndexOf(match, StringComparison.Ordinal) is var i and >= 0 ? i + match.Length : text.Length;
        return Made(a, text.Length - end)[end..];
    }

    private static object? Join(Arguments a)
    {
        var delimiter = a[1] as string ?? "";
        var result = new StringBuilder();
        var first = true;
        foreach (var item in a.List(0))
        {
            if (item is null) continue;
            if (item is not string text) return a.Fail("string join() takes strings");
            if (!first) result.Append(delimiter);
            first = false;
            a.State.Text(result.Length + text.Length);
            result.Append(text);
        }

        return result.ToString();
    }
}
