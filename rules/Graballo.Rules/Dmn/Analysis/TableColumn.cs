using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Dmn.Analysis;

/// <summary>
/// One input column cut into the classes of values that its cells can tell apart, each with one value to stand for it.
/// A cell is then a set of classes.
/// </summary>
internal sealed class TableColumn
{
    /// <summary>Stands for every text that no cell mentions.</summary>
    public const string AnyOther = "(any other value)";

    private TableColumn(string label, List<object?> samples, bool[]?[] cells) => (Label, Samples, Cells) = (label, samples, cells);

    public string Label { get; }

    public IReadOnlyList<object?> Samples { get; }

    /// <summary>For every rule which samples it accepts; null for a cell that depends on other variables.</summary>
    public bool[]?[] Cells { get; }

    public bool IsKnown(int rule) => Cells[rule] is not null;

    /// <summary>Values that the cells of a column name, in the order of the rules.</summary>
    public static IEnumerable<(int Rule, object? Value)> Constants(UnaryTestsNode?[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i] is not { } cell || !IsClosed(cell)) continue;
            foreach (var value in cell.Tests.SelectMany(Bounds)) yield return (i, value);
        }
    }

    public static TableColumn Build(string label, UnaryTestsNode?[] cells, IReadOnlyList<object?> allowed)
    {
        var samples = allowed.Count > 0 ? [.. allowed] : Samplings.Of([.. Constants(cells).Select(c => c.Value)]);
        var accepted = cells.Select(cell => cell is null || cell.Tests.Count == 0 ? [.. samples.Select(_ => true)] : IsClosed(cell) ? Accepted(cell, samples) : null);
        return new TableColumn(label, samples, [.. accepted]);
    }

    private static bool[] Accepted(UnaryTestsNode cell, List<object?> samples)
    {
        var eval = FeelCompiler.CompileTests(cell, new ExpressionSource("", ""));
        return [.. samples.Select(s => eval(new Frame(null, [s], FeelContext.Empty), new EvaluationState(FeelOptions.Default)) is true)];
    }

    // Literals, comparisons and ranges of literals, and dates made of literals.
    private static bool IsClosed(FeelNode node) => node switch
    {
        LiteralNode n => n.Invalid is null,
        CallNode { Target: NameNode { Name: "date" or "time" or "date and time" or "duration" } } call => call.Arguments.All(IsClosed),
        NegateNode or RangeNode or ComparisonNode or UnaryTestsNode or ListNode => FeelChildren.Of(node).All(IsClosed),
        _ => false,
    };

    private static IEnumerable<object?> Bounds(FeelNode node) => node switch
    {
        RangeNode n => [Value(n.Start), Value(n.End)],
        ComparisonNode n => [Value(n.Bound)],
        ListNode n => n.Items.SelectMany(Bounds),
        _ => [Value(node)],
    };

    private static object? Value(FeelNode node) =>
        FeelCompiler.Compile(node, new ExpressionSource("", ""))(new Frame(null, [], FeelContext.Empty), new EvaluationState(FeelOptions.Default));
}

/// <summary>Values that stand for the classes between and at given bounds.</summary>
internal static class Samplings
{
    private const int Most = 400;

    public static List<object?> Of(List<object?> bounds)
    {
        var samples = new List<object?>();
        var values = bounds.Where(b => b is not null).Distinct().Take(Most).ToList();
        if (bounds.Contains(null)) samples.Add(null);
        if (values.TrueForAll(v => v is string)) samples.AddRange([.. values, TableColumn.AnyOther]);
        else if (values.TrueForAll(v => v is bool)) samples.AddRange([true, false]);
        else if (values.TrueForAll(v => v is FeelNumber)) samples.AddRange(Between([.. values.Cast<FeelNumber>()]).Select(n => (object?)n));
        else if (values.TrueForAll(v => v is FeelDate)) samples.AddRange(Dates(values));
        else if (values.TrueForAll(v => v is DaysTimeDuration)) samples.AddRange(Durations(values));
        else samples.AddRange(values);
        return samples;
    }

    private static IEnumerable<object?> Dates(List<object?> values) =>
        Between([.. values.Select(v => (FeelNumber)((FeelDate)v!).EpochDay)])
            .Where(n => n.IsInteger).Select(n => n.TryToInt64(out var day) ? FeelDate.FromEpochDay(day) : (object?)null).Where(d => d is not null);

    private static IEnumerable<object?> Durations(List<object?> values) =>
        Between([.. values.Select(v => FeelNumber.FromBig(((DaysTimeDuration)v!).Nanoseconds, 0)!.Value)])
            .Where(n => n.IsInteger).Select(n => (object?)new DaysTimeDuration((Int128)n.ToBig()));

    // Below, at, between and above the bounds.
    private static List<FeelNumber> Between(List<FeelNumber> bounds)
    {
        bounds.Sort();
        var samples = new List<FeelNumber>();
        if (bounds.Count == 0) return [FeelNumber.Zero];
        samples.Add(FeelNumber.Subtract(bounds[0], 1) ?? bounds[0]);
        for (var i = 0; i < bounds.Count; i++)
        {
            samples.Add(bounds[i]);
            if (i + 1 < bounds.Count && Middle(bounds[i], bounds[i + 1]) is { } middle) samples.Add(middle);
        }

        samples.Add(FeelNumber.Add(bounds[^1], 1) ?? bounds[^1]);
        return samples;
    }

    // A whole number where there is one, because it reads better.
    private static FeelNumber? Middle(FeelNumber low, FeelNumber high)
    {
        if (FeelNumber.Add(low, high) is not { } sum || FeelNumber.Divide(sum, 2) is not { } middle) return null;
        var whole = middle.Round(0, FeelRounding.Floor);
        return whole > low && whole < high ? whole : middle;
    }
}
