using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Dmn.Logic;

/// <summary>
/// Finds in one step which rules a column lets through, as bits. A cell made of literals is decided here for texts, booleans and
/// numbers; every other cell stays open: its bit is set and the cell is asked afterwards.
/// </summary>
internal sealed class ColumnIndex
{
    private readonly Dictionary<string, ulong[]> _texts = new(StringComparer.Ordinal);
    private readonly ulong[] _otherText;
    private readonly ulong[]?[] _truths;
    private readonly FeelNumber[] _bounds;

    // Below the first bound, at it, between it and the next, and so on.
    private readonly ulong[][] _numbers;

    private ColumnIndex(UnaryTestsNode?[] nodes, ICell?[] cells, bool[] open)
    {
        Open = open;
        var values = nodes.Where((n, i) => n is not null && !open[i]).SelectMany(n => Literals(n!)).ToList();
        ulong[] Accepted(object? value) => Bits(nodes.Length, i => open[i] || cells[i] is null || cells[i]!.Accepts(new Frame(null, [value], FeelContext.Empty), new EvaluationState(FeelOptions.Default)));
        foreach (var text in values.OfType<string>()) _texts[text] = Accepted(text);
        _otherText = Accepted(string.Join('|', values.OfType<string>()) + "|");
        _truths = [Accepted(false), Accepted(true)];
        _bounds = [.. values.OfType<FeelNumber>().Distinct().Order()];
        _numbers = [.. Classes(_bounds).Select(n => Accepted(n))];
    }

    /// <summary>Rules whose cell must still be asked.</summary>
    public bool[] Open { get; }

    public bool HasOpen => Open.Contains(true);

    public static ColumnIndex Build(UnaryTestsNode?[] nodes, ICell?[] cells) =>
        new(nodes, cells, [.. nodes.Select((n, i) => cells[i] is not null && (n is null || !IsDecided(n)))]);

    /// <summary>False for a value that is not indexed: every cell of the column must be asked.</summary>
    public bool TryGet(object? value, out ulong[] rules)
    {
        switch (value)
        {
            case string text:
                rules = _texts.TryGetValue(text, out var known) ? known : _otherText;
                return true;
            case FeelNumber number:
                var place = Array.BinarySearch(_bounds, number);
                rules = _numbers[place >= 0 ? (place * 2) + 1 : ~place * 2];
                return true;
            case bool truth:
                rules = _truths[truth ? 1 : 0]!;
                return true;
            default:
                rules = [];
                return false;
        }
    }

    private static ulong[] Bits(int count, Func<int, bool> accepted)
    {
        var bits = new ulong[(count + 63) / 64];
        for (var i = 0; i < count; i++)
        {
            if (accepted(i)) bits[i >> 6] |= 1UL << (i & 63);
        }

        return bits;
    }

    private static IEnumerable<FeelNumber> Classes(FeelNumber[] bounds)
    {
        if (bounds.Length == 0) return [FeelNumber.Zero];
        var classes = new List<FeelNumber> { FeelNumber.Subtract(bounds[0], 1) ?? bounds[0] };
        for (var i = 0; i < bounds.Length; i++)
        {
            classes.Add(bounds[i]);
            var next = i + 1 < bounds.Length ? bounds[i + 1] : FeelNumber.Add(bounds[i], 2) ?? bounds[i];
            classes.Add(FeelNumber.Add(bounds[i], next) is { } sum ? FeelNumber.Divide(sum, 2) ?? next : next);
        }

        return classes;
    }

    // Equal to a literal, or a number compared with one. Texts in order, dates and durations are left to their cells.
    private static bool IsDecided(UnaryTestsNode node) => node.Tests.All(t => t switch
    {
        ComparisonNode c => Literal(c.Bound) is FeelNumber || (c.Kind is FeelRangeKind.Equal or FeelRangeKind.NotEqual && Literal(c.Bound) is string or bool),
        RangeNode r => Literal(r.Start) is FeelNumber && Literal(r.End) is FeelNumber,
        _ => Literal(t) is FeelNumber or string or bool || t is LiteralNode { Value: null, Invalid: null },
    });

    private static IEnumerable<object?> Literals(UnaryTestsNode node) => node.Tests.SelectMany<FeelNode, object?>(t => t switch
    {
        ComparisonNode c => [Literal(c.Bound)],
        RangeNode r => [Literal(r.Start), Literal(r.End)],
        _ => [Literal(t)],
    });

    private static object? Literal(FeelNode node) => node switch
    {
        LiteralNode { Invalid: null } n => n.Value,
        NegateNode { Operand: LiteralNode { Value: FeelNumber n } } => -n,
        _ => null,
    };
}
