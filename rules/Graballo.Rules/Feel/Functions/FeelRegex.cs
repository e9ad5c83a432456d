using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Graballo.Rules.Feel.Functions;

/// <summary>
/// Regular expressions of XPath (fn:matches, fn:replace, fn:tokenize) on the .NET engine. Linear-time matching where the
/// pattern allows it; otherwise a time limit.
/// </summary>
internal static class FeelRegex
{
    private const int MaxPattern = 2_000;
    private const int MaxCached = 500;

    // Our own flag: the text has characters of two UTF-16 units, of which "." must match both.
    private const char Wide = 'W';
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);
    private static readonly ConcurrentDictionary<(string, string), Regex?> Cache = new();

    public static object? Matches(Arguments a, string input, string pattern, string flags) =>
        Compile(a, pattern, flags, input) is { } regex ? Run(a, input, () => (object)regex.IsMatch(input)) : a.Fail("matches(): wrong pattern or flags");

    public static object? Replace(Arguments a, string input, string pattern, string replacement, string flags)
    {
        if (Compile(a, pattern, flags, input) is not { } regex) return a.Fail("replace(): wrong pattern or flags");
        if (Run(a, "", () => (object)regex.IsMatch("")) is true) return a.Fail("replace(): the pattern matches the empty string");
        var literal = flags.Contains('q');
        var groups = regex.GetGroupNumbers().Length - 1;
        if ((literal ? [new(replacement, 0)] : Replacement(replacement, groups)) is not { } parts) return a.Fail("replace(): wrong replacement");
        return Run(a, input, () =>
        {
            long made = 0;
            return (object)regex.Replace(input, match => Fill(match, parts, ref made, a));
        });
    }

    private readonly record struct Part(string? Text, int Group)
    {
        public ReadOnlySpan<char> Of(Match match) => Text is null ? match.Groups[Group].ValueSpan : Text;
    }

    // Every character is charged when it comes, however often a short replacement repeats a long match.
    private static string Fill(Match match, List<Part> parts, ref long made, Arguments a)
    {
        var text = new StringBuilder();
        a.State.Step(1 + (parts.Count >> 2));
        foreach (var part in parts)
        {
            var piece = part.Of(match);
            made += piece.Length;
            a.State.Fits(made);
            text.Append(piece);
        }

        a.State.Text(text.Length);
        return text.ToString();
    }

    public static object? Split(Arguments a, string input, string pattern)
    {
        if (Compile(a, pattern, "", input) is not { } regex) return a.Fail("split(): wrong pattern");
        return Run(a, input, () =>
        {
            var parts = new List<object?>();
            var start = 0;
            for (var match = regex.Match(input); match.Success; match = match.NextMatch())
            {
                if (match.Length == 0) continue;
                a.State.Text(match.Index - start);
                parts.Add(input[start..match.Index]);
                start = match.Index + match.Length;
            }

            a.State.Text(input.Length - start);
            parts.Add(input[start..]);
            a.State.Size(parts.Count);
            return (object)FeelList.Collect(parts);
        });
    }

    private static object? Run(Arguments a, string input, Func<object> match)
    {
        a.State.Step(50 + (input.Length / 4));
        var began = Stopwatch.GetTimestamp();
        try
        {
            var result = match();
            a.State.Matched(Stopwatch.GetElapsedTime(began));
            return result;
        }
        catch (RegexMatchTimeoutException)
        {
            throw new FeelBudgetException("A regular expression took too long.");
        }
    }

    private static Regex? Compile(Arguments a, string pattern, string flags, string input)
    {
        if (pattern.Length > MaxPattern || flags.Contains(Wide)) return null;
        if (input.Any(char.IsSurrogate) || pattern.Any(char.IsSurrogate)) flags += Wide;
        if (Cache.TryGetValue((pattern, flags), out var known)) return known;
        // The cache is emptied and not trimmed: patterns come from definitions and are few.
        if (Cache.Count >= MaxCached) Cache.Clear();
        var began = Stopwatch.GetTimestamp();
        var built = Cache[(pattern, flags)] = Build(pattern, flags);
        a.State.Matched(Stopwatch.GetElapsedTime(began));
        return built;
    }

    private static Regex? Build(string pattern, string flags)
    {
        var options = RegexOptions.CultureInvariant;
        foreach (var flag in flags)
        {
            switch (flag)
            {
                case 's': options |= RegexOptions.Singleline; break;
                case 'm': options |= RegexOptions.Multiline; break;
                case 'i': options |= RegexOptions.IgnoreCase; break;
                case 'x' or 'q' or Wide: break;
                default: return null;
            }
        }

        if (flags.Contains('q')) pattern = Regex.Escape(pattern);
        else if (XPathPattern.Translate(pattern, flags.Contains('x'), options, flags.Contains(Wide)) is { } translated) pattern = translated;
        else return null;
        try
        {
            return new Regex(pattern, options | RegexOptions.NonBacktracking, Limit);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options, Limit);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // $1 is a group, \$ and \\ are themselves; anything else after them is an error (fn:replace).
    private static List<Part>? Replacement(string text, int groups)
    {
        var parts = new List<Part>();
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (text[i] == '\\')
            {
                if (next is not ('\\' or '$')) return null;
                result.Append(next);
                i++;
            }
            else if (text[i] == '$')
            {
                if (!char.IsAsciiDigit(next)) return null;
                var group = next - '0';
                i++;
                // Further digits belong to the number only while there are so many groups.
                while (i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]) && (group * 10) + (text[i + 1] - '0') <= groups) group = (group * 10) + (text[++i] - '0');
                if (group > groups) continue;
                if (result.Length > 0) parts.Add(new Part(result.ToString(), 0));
                result.Clear();
                parts.Add(new Part(null, group));
            }
            else
            {
                result.Append(text[i]);
            }
        }

        if (result.Length > 0) parts.Add(new Part(result.ToString(), 0));
        return parts;
    }
}
