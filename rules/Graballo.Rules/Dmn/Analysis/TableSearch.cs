using System.Numerics;

namespace Graballo.Rules.Dmn.Analysis;

/// <summary>
/// Questions about the rules of a table as boxes of sample values. Cells that depend on other variables are taken to match nothing
/// when a gap is looked for and everything when a rule is looked for, except that no overlap or mask is claimed on their account.
/// </summary>
internal sealed class TableSearch(TableColumn[] columns, int rules)
{
    /// <summary>Boxes visited before a question is left open.</summary>
    private const int MaxSteps = 300_000;

    /// <summary>Rules looked at, over all questions, before the rest is left open.</summary>
    private const long MaxWork = 30_000_000;

    private int _steps;
    private long _work;

    /// <summary>Whether a question was left open because the table is too large.</summary>
    public bool LeftOpen { get; private set; }

    /// <summary>The label of a column of which the rule accepts nothing; null when it can match.</summary>
    public string? IsEmpty(int rule) => columns.FirstOrDefault(c => c.Cells[rule] is { } cell && !cell.Contains(true))?.Label;

    /// <summary>A point of both rules; null when there is none or a cell is not known.</summary>
    public IReadOnlyList<int>? Common(int a, int b)
    {
        if (IsSpent(columns.Length)) return null;
        var point = new int[columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            if (columns[c].Bits[a] is not { } x || columns[c].Bits[b] is not { } y) return null;
            var at = 0;
            while (at < x.Length && (x[at] & y[at]) == 0) at++;
            _work += at;
            if (at == x.Length) return null;
            point[c] = (at * 64) + BitOperations.TrailingZeroCount(x[at] & y[at]);
        }

        return point;
    }

    /// <summary>Whether the rules before take all cases of this one; null when it is not known.</summary>
    public bool? IsCovered(int rule)
    {
        if (columns.Any(c => !c.IsKnown(rule))) return null;
        var earlier = Enumerable.Range(0, rule).Where(r => columns.All(c => c.IsKnown(r))).ToList();
        _steps = 0;
        var point = Unset();
        var found = Uncovered(0, earlier, point, (c, s) => columns[c].Cells[rule]![s], askedOnly: false);
        return IsOpen() ? null : !found;
    }

    /// <summary>A point that no rule takes; -1 marks a column whose value does not matter. Null when there is none, or it is not known.</summary>
    public IReadOnlyList<int>? FindGap()
    {
        // A rule with an unknown cell may cover anything: a gap is only certain where even its known cells do not match.
        _steps = 0;
        var point = Unset();
        return Uncovered(0, [.. Enumerable.Range(0, rules)], point, (c, s) => columns[c].IsAsked(s), askedOnly: true) && !IsOpen() ? point : null;
    }

    private bool IsOpen()
    {
        var open = _steps > MaxSteps || _work > MaxWork;
        LeftOpen |= open;
        return open;
    }

    private bool IsSpent(int work)
    {
        _work += work;
        LeftOpen |= _work > MaxWork;
        return _work > MaxWork;
    }

    private int[] Unset()
    {
        var point = new int[columns.Length];
        Array.Fill(point, -1);
        return point;
    }

    private bool Uncovered(int column, List<int> active, int[] point, Func<int, int, bool> inside, bool askedOnly)
    {
        if (active.Count == 0) return Complete(column, point, inside);
        if (column == columns.Length || ++_steps > MaxSteps || _work > MaxWork) return false;
        // A rule that takes everything from here on leaves nothing uncovered.
        if (active.Exists(r => TakesAll(r, column, askedOnly))) return false;
        for (var s = 0; s < columns[column].Samples.Count; s++)
        {
            if (!inside(column, s)) continue;
            point[column] = s;
            var sample = s;
            if (IsSpent(active.Count)) return false;
            var rest = active.FindAll(r => columns[column].Cells[r] is not { } cell || cell[sample]);
            if (Uncovered(column + 1, rest, point, inside, askedOnly)) return true;
        }

        point[column] = -1;
        return false;
    }

    // The columns not decided yet must still have a value inside.
    private bool Complete(int column, int[] point, Func<int, int, bool> inside)
    {
        for (var c = column; c < columns.Length; c++)
        {
            if (!Enumerable.Range(0, columns[c].Samples.Count).Any(s => inside(c, s))) return false;
            point[c] = -1;
        }

        return true;
    }

    private bool TakesAll(int rule, int from, bool askedOnly)
    {
        for (var c = from; c < columns.Length; c++)
        {
            if (!columns[c].Takes(rule, askedOnly)) return false;
        }

        return true;
    }
}
