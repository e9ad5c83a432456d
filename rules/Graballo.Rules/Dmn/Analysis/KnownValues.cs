using Graballo.Rules.Dmn.Xml;
using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Dmn.Analysis;

/// <summary>Which values of an output somebody knows: those that it lists itself, and those that the tables which build on it can match.</summary>
/// <param name="Reader">The decision that reads the output; null for the output's own list.</param>
internal sealed record KnownValues(string? Reader, IReadOnlyList<object?> Values)
{
    public string Text => string.Join(", ", Values.Select(value => FeelValue.Write(value)));

    public bool Has(object value) => Values.Any(known => FeelValue.AreEqual(known, value));

    public static IEnumerable<KnownValues> Of(DmnModel model, DmnPlace decision, BoxedTable table, int output)
    {
        if (Listed(table.Outputs[output].Values) is { Count: > 0 } own) yield return new KnownValues(null, own);
        var asked = table.Outputs.Count == 1 ? decision.Name : $"{decision.Name}.{table.Outputs[output].Name}";
        foreach (var reader in model.File.Decisions)
        {
            foreach (var read in BoxedParts.All(reader.Logic).OfType<BoxedTable>())
            {
                for (var c = 0; c < read.Inputs.Count; c++)
                {
                    if (read.Inputs[c].Expression?.Text.Trim() == asked && Matched(read, c) is { Count: > 0 } values) yield return new KnownValues(reader.Place.Name, values);
                }
            }
        }
    }

    // What the column lists; else what its cells name, unless some rule takes any value.
    private static List<object?>? Matched(BoxedTable table, int column)
    {
        if (Listed(table.Inputs[column].Values) is { Count: > 0 } listed) return listed;
        var cells = table.Rules.Select(rule => Listed(rule.Inputs.ElementAtOrDefault(column))).ToList();
        return cells.Exists(cell => cell is null) ? null : [.. cells.SelectMany(cell => cell!)];
    }

    /// <summary>The values of a text that is a list of plain ones; null for any other.</summary>
    private static List<object?>? Listed(BoxedText? text)
    {
        if (text is null || string.IsNullOrWhiteSpace(text.Text)) return null;
        try
        {
            var node = FeelParser.ParseUnaryTests(text.Text, new FeelNames([], []));
            return !node.Negated && node.Tests.Count > 0 && node.Tests.All(test => test is LiteralNode) ? [.. node.Tests.Select(test => ((LiteralNode)test).Value)] : null;
        }
        catch (FeelSyntaxException)
        {
            return null;
        }
    }
}
