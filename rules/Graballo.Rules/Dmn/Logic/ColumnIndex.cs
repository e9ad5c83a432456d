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
    /// <summary>Words of bits for the numbers of one column: a larger column is asked cell by cell.</summary>
    private const int MaxWords = 1_000_000;

    /// <summary>Literals of one cell: a longer one is asked.</summary>
    private const int MaxLiterals = 100;

    private readonly ICell?[] _cells;
    private readonly Dictionary<string, AcceptedRules> _texts = new(StringComparer.Ordinal);
    private readonly AcceptedRules _otherText;
    private readonly AcceptedRules[] _truths;
    private readonly FeelNumber[] _bounds;

    // Below the first bound, at it, between it and the next, and so on; null when there are too many.
    private readonly AcceptedRules[]? _numbers;

    private ColumnIndex(UnaryTestsNode?[] nodes, ICell?[] cells, bool[] open)
    {
        (Open, _cells) = (open, cells);
        var literals = nodes.Select((n, i) => n is null || open[i] ? [] : Literals(n).ToArray()).ToArray();
        var texts = literals.Select(l => l.OfType<string>().ToHashSet(StringComparer.Ordinal)).ToArray();
        var other = Bits("|" + string.Concat(texts.SelectMany(t => t).Distinct()));
        _otherText = new AcceptedRules(other, []);
        _truths = [new AcceptedRules(Bits(false), []), new AcceptedRules(Bits(true), [])];
        Texts(texts, other);
        _bounds = [.. literals.SelectMany(l => l.OfType<FeelNumber>()).Distinct().Order()];
        if ((long)((_bounds.Length * 2) + 1) * other.Length <= MaxWords) _numbers = Numbers(literals);
    }

    /// <summary>Rules whose cell must still be asked.</summary>
    public bool[] Open { get; }

    public bool HasOpen => Open.Contains(true);

    public static ColumnIndex Build(UnaryTestsNode?[] nodes, ICell?[] cells) =>
        new(nodes, cells, [.. nodes.Select((n, i) => cells[i] is not null && (n is null || !IsDecided(n)))]);

    /// <summary>False for a value that is not indexed: every cell of the column must be asked.</summary>
    public bool TryGet(object? value, out AcceptedRules rules)
    {
        rules = default;
        switch (value)
        {
            case string text:
                rules = _texts.TryGetValue(text, out var known) ? known : _otherText;
                return true;
            case FeelNumber number when _numbers is not null:
                var place = Array.BinarySearch(_bounds, number);
                rules = _numbers[place >= 0 ? (place * 2) + 1 : ~place * 2];
                return true;
            case bool truth:
                rules = _truths[truth ? 1 : 0];
                return true;
            default:
                return false;
        }
    }

    private bool Accepts(int rule, object? value) =>
        Open[rule] || _cells[rule] is not { } cell || cell.Accepts(new Frame(null, [value], FeelContext.Empty), new EvaluationState(FeelOptions.Default));

    private ulong[] Bits(object? value)
    {
        var bits = new ulong[(_cells.Length + 63) / 64];
        for (var i = 0; i < _cells.Length; i++) Set(bits, i, Accepts(i, value));
        return bits;
    }

    private static void Set(ulong[] bits, int rule, bool on)
    {
        var bit = 1UL << (rule & 63);
        bits[rule >> 6] = on ? bits[rule >> 6] | bit : bits[rule >> 6] & ~bit;
    }

    // A text makes a difference only to the rules that mention it.
    private void Texts(HashSet<string>[] texts, ulong[] other)
    {
        var mentioned = new Dictionary<string, List<(int Rule, bool On)>>(StringComparer.Ordinal);
        for (var rule = 0; rule < texts.Length; rule++)
        {
            foreach (var text in texts[rule])
            {
                if (!mentioned.TryGetValue(text, out var rules)) mentioned[text] = rules = [];
                rules.Add((rule, Accepts(rule, text)));
            }
        }

        foreach (var (text, rules) in mentioned) _texts[text] = new AcceptedRules(other, RuleChange.Of(rules));
    }

    // From one class to the next only the rules change that mention the bound between them.
    private AcceptedRules[] Numbers(object?[][] literals)
    {
        var changes = new List<(int Rule, bool On)>?[(_bounds.Length * 2) + 1];
        for (var rule = 0; rule < literals.Length; rule++)
        {
            foreach (var number in literals[rule].OfType<FeelNumber>().Distinct())
            {
                var at = (Array.BinarySearch(_bounds, number) * 2) + 1;
                for (var c = at; c <= at + 1; c++) (changes[c] ??= []).Add((rule, Accepts(rule, Sample(c))));
            }
        }

        var bits = Bits(Sample(0));
        var classes = new AcceptedRules[changes.Length];
        for (var c = 0; c < classes.Length; c++)
        {
            if (changes[c] is { } changed)
            {
                bits = (ulong[])bits.Clone();
                foreach (var (rule, on) in changed) Set(bits, rule, on);
            }

            classes[c] = new AcceptedRules(bits, []);
        }

        return classes;
    }

    private FeelNumber Sample(int place)
    {
        if (_bounds.Length == 0) return FeelNumber.Zero;
        if (place == 0) return FeelNumber.Subtract(_bounds[0], 1) ?? _bounds[0];
        var bound = _bounds[(place - 1) / 2];
        if (place % 2 == 1) return bound;
        var next = (place / 2) < _bounds.Length ? _bounds[place / 2] : FeelNumber.Add(bound, 2) ?? bound;
        return FeelNumber.Add(bound, next) is { } sum ? FeelNumber.Divide(sum, 2) ?? next : next;
    }

    // Equal to a literal, or a number compared with one. Texts in order, dates and durations are left to their cells.
    private static bool IsDecided(UnaryTestsNode node) => node.Tests.Count <= MaxLiterals && node.Tests.All(t => t switch
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

/// <summary>Bits of rules that differ from a base in one word.</summary>
internal readonly record struct RuleChange(int Word, ulong Set, ulong Clear)
{
    /// <param name="rules">In the order of the rules.</param>
    public static RuleChange[] Of(IEnumerable<(int Rule, bool On)> rules) =>
    [
        .. rules.GroupBy(r => r.Rule >> 6).Select(word => new RuleChange(
            word.Key,
            word.Where(r => r.On).Aggregate(0UL, (bits, r) => bits | (1UL << (r.Rule & 63))),
            word.Where(r => !r.On).Aggregate(0UL, (bits, r) => bits | (1UL << (r.Rule & 63))))),
    ];
}

/// <summary>The rules that a value passes: those of a base that many values share, and what differs, in the order of the words.</summary>
internal readonly record struct AcceptedRules(ulong[] Base, RuleChange[] Changes)
{
    public void Restrict(Span<ulong> bits)
    {
        var next = 0;
        for (var w = 0; w < bits.Length; w++)
        {
            var allowed = Base[w];
            if (next < Changes.Length && Changes[next].Word == w)
            {
                allowed = (allowed & ~Changes[next].Clear) | Changes[next].Set;
                next++;
            }

            bits[w] &= allowed;
        }
    }
}
