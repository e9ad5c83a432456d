using System.Globalization;
using System.Text.RegularExpressions;
using Graballo.Designer.Resources;
using Graballo.Desk.Flows;
using Graballo.Rules;

namespace Graballo.Designer.Pages.Studio;

/// <summary>What is wrong with a flow or with decisions, in the reader's language. The finding's own words are English and exact.</summary>
public static partial class ProblemWords
{
    public static string Said(Texts texts, Problem problem)
    {
        if (CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en")
            return problem.Message;
        // A rule with several sentences tells them apart by how much they say.
        var (rule, same) = (problem.Rule, problem.Rule.ToUpperInvariant());
        string[] keys = [$"{rule}.{problem.Args.Count}", $"{same}.{problem.Args.Count}", rule, same];
        if (keys.Select(key => texts.Find("Problem." + key)).FirstOrDefault(found => found is not null) is not { } sentence)
            return problem.Message;
        var args = problem.Args.Count > 0 ? problem.Args : [problem.Example ?? ""];
        return string.Format(CultureInfo.CurrentCulture, sentence, [.. args.Select(arg => Of(texts, arg)), "", "", "", "", ""]);
    }

    private static object Of(Texts texts, object arg) => arg switch
    {
        Wording wording => string.Format(
            CultureInfo.CurrentCulture, texts.Find("Said." + wording.Template) ?? wording.Template, [.. wording.Args.Select(inner => Of(texts, inner))]),
        string place when place.StartsWith("Decision '", StringComparison.Ordinal) || place.StartsWith("Type '", StringComparison.Ordinal) => Place(texts, place),
        _ => arg,
    };

    // "Decision 'Impact', rule 1, output 'impact'": the words between the names.
    private static string Place(Texts texts, string place) =>
        Step().Replace(place, step => step.Groups[1].Value + (texts.Find("Place." + step.Groups[2].Value) ?? step.Groups[2].Value)).Replace(" '", " «", StringComparison.Ordinal)
            .Replace("',", "»,", StringComparison.Ordinal).TrimEnd('\'') + (place.EndsWith('\'') ? "»" : "");

    [GeneratedRegex("(^|, )(Decision|Type|rule|output|column|entry|parameter|item|row|result|if|then|else|in|match|body|default|allowed values)(?= '| \\d|,|$)")]
    private static partial Regex Step();
}
