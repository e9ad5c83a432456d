using Graballo.Rules.Feel.Evaluation;

namespace Graballo.Rules.Feel;

/// <summary>Equality and order of FEEL values (DMN 1.5 §10.3.2.12, Table 51 and 52).</summary>
internal static class FeelComparison
{
    /// <summary>Levels of nesting that a comparison follows before it gives up (unequal).</summary>
    private const int MaxDepth = 200;

    /// <summary>Items that one evaluation may compare: values that share parts can be far larger than their memory.</summary>
    private const int MaxWork = 2_000_000;

    [ThreadStatic]
    private static int _work;

    /// <summary>Begins an evaluation on this thread.</summary>
    public static void Begin() => _work = 0;

    /// <summary>Equality in three values: null when the kinds differ (and neither value is null).</summary>
    public static bool? Equal(object? a, object? b) => Equal(a, b, MaxDepth);

    /// <summary>-1, 0, 1, or null when the values have no order.</summary>
    public static int? Compare(object? a, object? b) => (a, b) switch
    {
        (FeelNumber x, FeelNumber y) => x.CompareTo(y),
        (string x, string y) => CompareText(x, y),
        (FeelDate x, FeelDate y) => x.CompareTo(y),
        (FeelDateTime x, FeelDateTime y) => CompareMoments(x, y),
        (FeelDate x, FeelDateTime y) => FeelDateTime.Compare(AtMidnight(x), y),
        (FeelDateTime x, FeelDate y) => FeelDateTime.Compare(x, AtMidnight(y)),
        (FeelTime x, FeelTime y) => FeelTime.Compare(x, y),
        (DaysTimeDuration x, DaysTimeDuration y) => x.CompareTo(y),
        (YearsMonthsDuration x, YearsMonthsDuration y) => x.CompareTo(y),
        _ => null,
    };

    /// <summary>A date where a date and time is needed is its midnight in UTC (§10.3.2.9.4).</summary>
    public static FeelDateTime AtMidnight(FeelDate date) => new(date, new FeelTime(0, FeelZone.Utc));

    private static bool? Equal(object? a, object? b, int depth)
    {
        if (a is null || b is null) return a is null && b is null;
        if (ReferenceEquals(a, b)) return true;
        if (a is FeelList || b is FeelList) return EqualLists(a, b, depth);
        return (a, b) switch
        {
            (string x, string y) => EqualTexts(x, y),
            (bool x, bool y) => x == y,
            (FeelContext x, FeelContext y) => EqualContexts(x, y, depth),
            (FeelRange x, FeelRange y) => EqualRanges(x, y, depth),
            (FeelFunction, FeelFunction) => false,
            _ => Compare(a, b) is { } order ? order == 0 : null,
        };
    }

    private static bool EqualTexts(string x, string y)
    {
        if (x.Length != y.Length) return false;
        Charge(x.Length >> 8);
        return string.Equals(x, y, StringComparison.Ordinal);
    }

    // Short texts cost nothing.
    private static void Charge(int steps)
    {
        if (steps > 0) EvaluationState.Current?.Step(steps);
    }

    private static bool? EqualLists(object? a, object? b, int depth)
    {
        if (depth == 0) return false;
        if (a is not FeelList x || b is not FeelList y)
        {
            // [100] = 100: a list of one stands for its item (§10.3.2.9.4).
            if (a is FeelList { Count: 1 } left && b is not FeelList) return Equal(left[0], b, depth - 1);
            return b is FeelList { Count: 1 } right && a is not FeelList ? Equal(a, right[0], depth - 1) : null;
        }

        if (x.Count != y.Count) return false;
        for (var i = 0; i < x.Count; i++)
        {
            Work();
            if (Equal(x[i], y[i], depth - 1) != true) return false;
        }

        return true;
    }

    private static void Work()
    {
        if (++_work > MaxWork) throw new FeelBudgetException($"The evaluation compared more than {MaxWork} items.");
    }

    private static bool EqualContexts(FeelContext x, FeelContext y, int depth)
    {
        if (depth == 0 || x.Count != y.Count) return false;
        foreach (var (key, value) in x)
        {
            Work();
            if (!y.TryGetValue(key, out var other) || Equal(value, other, depth - 1) != true) return false;
        }

        return true;
    }

    private static bool EqualRanges(FeelRange x, FeelRange y, int depth) =>
        depth > 0 && x.Kind == y.Kind && x.StartIncluded == y.StartIncluded && x.EndIncluded == y.EndIncluded
        && Equal(x.Start, y.Start, depth - 1) == true && Equal(x.End, y.End, depth - 1) == true;

    // The offset of a named zone is looked up, which costs more than a step.
    private static int CompareMoments(FeelDateTime x, FeelDateTime y)
    {
        if (x.Zone?.Id is not null || y.Zone?.Id is not null) Charge(4);
        return FeelDateTime.Compare(x, y);
    }

    // By code points: surrogate pairs come after every character of the basic plane, unlike in UTF-16 order.
    private static int CompareText(string x, string y)
    {
        var same = x.AsSpan().CommonPrefixLength(y);
        Charge(same >> 8);
        if (same == x.Length || same == y.Length) return x.Length.CompareTo(y.Length);
        var (high, other) = (char.IsSurrogate(x[same]), char.IsSurrogate(y[same]));
        return high == other ? x[same].CompareTo(y[same]) < 0 ? -1 : 1 : high ? 1 : -1;
    }
}
