using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Graballo.Designer.Resources;

namespace Graballo.Designer.Browsing;

/// <summary>
/// What the engine and the callers say, in the reader's language. They speak English; the English texts <c>Engine.…</c> are their sentences,
/// word by word, with a hole for each value. What nobody has translated is told as it is.
/// </summary>
public sealed partial class EngineWords(Texts texts)
{
    private const string Prefix = "Engine.";
    private static readonly IReadOnlyList<(string Key, Regex Sentence)> Known = Read();

    public string Of(string said)
    {
        if (Call().Match(said) is { Success: true } call)
            return call.Groups[1].Value + Translated(call.Groups[2].Value) + call.Groups[3].Value;
        return Translated(said);
    }

    private string Translated(string said)
    {
        foreach (var (key, sentence) in Known)
        {
            if (sentence.Match(said) is { Success: true } match)
                return texts[key, [.. match.Groups.Values.Skip(1).Select(value => value.Value)]];
        }
        return said;
    }

    private static List<(string Key, Regex Sentence)> Read()
    {
        var all = new ResourceManager(typeof(Texts)).GetResourceSet(CultureInfo.GetCultureInfo("en"), createIfNotExists: true, tryParents: false)!;
        return [.. all.Cast<System.Collections.DictionaryEntry>()
            .Select(text => (Key: (string)text.Key, Sentence: (string)text.Value!))
            .Where(text => text.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .OrderByDescending(text => text.Sentence.Length)
            .Select(text => (text.Key, new Regex("^" + Hole().Replace(Regex.Escape(text.Sentence), "(.*?)") + "$", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)))];
    }

    // Regex.Escape leaves the closing brace as it is.
    [GeneratedRegex(@"\\\{[0-9]\}")]
    private static partial Regex Hole();

    // Where a call went, what became of it, and which attempt it was.
    [GeneratedRegex(@"^(\S+: )(.*)( \([0-9]+/[0-9]+\))$", RegexOptions.Singleline)]
    private static partial Regex Call();
}
