using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Dmn.Analysis;

/// <summary>A cell as read; a broken one has an error of its own and says nothing about what matches. No node is "-".</summary>
internal sealed record TableCell(UnaryTestsNode? Node, bool Broken)
{
    public bool IsAny => !Broken && Node is not { Tests.Count: > 0 };
}

/// <summary>
/// The input columns that ask the same expression, cut into the classes of values that their cells can tell apart, each with one value
/// to stand for it. A cell is then a set of classes.
/// </summary>
internal sealed class TableColumn
{
    /// <summary>Stands for every text that no cell mentions.</summary>
    public const string AnyOther = "(any other value)";

    // Null, and in a column without a type a value of another kind: no table must answer them, but a rule may win by them.
    private readonly int _asked;
    private readonly bool[] _takesAsked;
    private readonly bool[] _takesAll;

    private TableColumn(string label, IReadOnlyList<object?> samples, int asked, bool examined, bool[]?[] cells)
    {
        (Label, Samples, _asked, IsExamined, Cells) = (label, samples, asked, examined, cells);
        Bits = [.. cells.Select(cell => cell is null ? null : Packed(cell))];
        _takesAsked = [.. cells.Select(cell => cell is not null && !cell.AsSpan(0, asked).Contains(false))];
        _takesAll = [.. cells.Select(cell => cell is not null && !cell.Contains(false))];
    }

    public string Label { get; }

    public IReadOnlyList<object?> Samples { get; }

    /// <summary>False when the values cannot be cut into classes.</summary>
    public bool IsExamined { get; }

    /// <summary>For every rule which samples it accepts; null for a cell of which that is not known.</summary>
    public bool[]?[] Cells { get; }

    /// <summary>The same, 64 samples in a word.</summary>
    public ulong[]?[] Bits { get; }

    public bool IsKnown(int rule) => Cells[rule] is not null;

    /// <summary>Whether a gap may be claimed at the sample.</summary>
    public bool IsAsked(int sample) => sample < _asked;

    public bool Takes(int rule, bool askedOnly) => askedOnly ? _takesAsked[rule] : _takesAll[rule];

    /// <summary>Values that the cells of a column name, in the order of the rules.</summary>
    public static IEnumerable<(int Rule, object? Value)> Constants(TableCell[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Node is not { } cell || !IsClosed(cell)) continue;
            foreach (var value in cell.Tests.SelectMany(Bounds)) yield return (i, value);
        }
    }

    /// <param name="label">What people read.</param>
    /// <param name="columns">The cells of every column with the same expression.</param>
    /// <param name="allowed">What limits the values, as tests.</param>
    /// <param name="typed">Whether only values of one type can come.</param>
    public static TableColumn Build(string label, TableCell[][] columns, IReadOnlyList<UnaryTestsNode> allowed, bool typed)
    {
        var bounds = columns.SelectMany(Constants).Select(c => c.Value).Concat(allowed.Where(IsClosed).SelectMany(a => a.Tests).SelectMany(Bounds)).ToList();
        var ordered = columns.SelectMany(cells => cells).Select(cell => cell.Node).Concat(allowed).Any(IsOrdered);
        var samples = allowed.All(IsClosed) ? Samplings.Of(bounds, ordered) : null;
        var examined = samples is not null;
        samples ??= [AnyOther];
        if (examined) samples = samples.FindAll(s => s is null || allowed.All(a => Test(a)(s)));
        var asked = samples.Count;
        if (!samples.Contains(null)) samples.Add(null);
        if (!typed) samples.Add(FeelContext.Empty);
        return new TableColumn(label, samples, asked, examined, [.. Enumerable.Range(0, columns[0].Length).Select(r => Accepted([.. columns.Select(c => c[r])], samples, examined))]);
    }

    /// <summary>How many samples <see cref="Build"/> will look at, at most, for every rule.</summary>
    public static int Classes(TableCell[] cells) => (Constants(cells).Select(c => c.Value).Distinct().Count() * 2) + 4;

    private static bool[]? Accepted(TableCell[] cells, List<object?> samples, bool examined)
    {
        var accepted = new bool[samples.Count];
        Array.Fill(accepted, true);
        foreach (var cell in cells)
        {
            if (cell.IsAny) continue;
            if (!examined || cell.Broken || !IsClosed(cell.Node!)) return null;
            var test = Test(cell.Node!);
            for (var i = 0; i < accepted.Length; i++) accepted[i] = accepted[i] && test(samples[i]);
        }

        return accepted;
    }

    private static ulong[] Packed(bool[] cell)
    {
        var bits = new ulong[(cell.Length + 63) / 64];
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i]) bits[i >> 6] |= 1UL << (i & 63);
        }

        return bits;
    }

    private static Predicate<object?> Test(UnaryTestsNode cell)
    {
        var eval = FeelCompiler.CompileTests(cell, new ExpressionSource("", ""));
        return value => eval(new Frame(null, [value], FeelContext.Empty), new EvaluationState(FeelOptions.Default)) is true;
    }

    // Texts stand in an order: those between the named ones count then.
    private static bool IsOrdered(UnaryTestsNode? cell) =>
        cell is not null && cell.Tests.Any(t => t is RangeNode or ComparisonNode { Kind: not (FeelRangeKind.Equal or FeelRangeKind.NotEqual) });

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
