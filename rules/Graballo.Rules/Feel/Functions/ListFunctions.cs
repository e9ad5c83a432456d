using Graballo.Rules.Feel.Evaluation;

namespace Graballo.Rules.Feel.Functions;

/// <summary>DMN 1.5 §10.3.4.4: functions that ask a list something, and sort().</summary>
internal static class ListFunctions
{
    public static IEnumerable<BuiltinFunction> All =>
    [
        new("list contains", ("list: list, element: any?", a => Contains(a, a.List(0), a[1]))),
        new("count", ("list: list", a => (FeelNumber)a.List(0).Count)),
        new("index of", ("list: list, match: any?", IndexOf)),
        new("sublist", ("list: list, start position: number, [length]: number", Sublist)),
        new("distinct values", ("list: list", a => Distinct(a, a.List(0)))),
        new("union", ("...list: any", a => Distinct(a, ListEditFunctions.Joined(a)))),
        new("flatten", ("list: list", Flatten)),
        new("reverse", ("list: list", Reverse)),
        new("sort", ("list: list, precedes: function", Sort), ("list: list", a => Ordered(a))),
    ];

    public static bool Same(object? a, object? b) => FeelComparison.Equal(a, b) == true && a is FeelList == b is FeelList;

    private static object Contains(Arguments a, FeelList list, object? element)
    {
        a.State.Step(list.Count);
        return list.Any(item => Same(item, element));
    }

    private static FeelList IndexOf(Arguments a)
    {
        var list = a.List(0);
        a.State.Size(list.Count);
        var match = a[1];
        return new FeelList(Enumerable.Range(0, list.Count).Where(i => Same(list[i], match)).Select(i => (object?)(FeelNumber)(i + 1)));
    }

    private static object? Sublist(Arguments a)
    {
        var list = a.List(0);
        var start = a.Index(1);
        if (start == 0 || Math.Abs((long)start) > list.Count) return a.Fail("sublist(): the start position is outside the list");
        var from = start > 0 ? start - 1 : list.Count + start;
        var length = a.Has(2) ? a.Index(2) : list.Count - from;
        if (length < 1 || length > list.Count - from) return a.Fail("sublist(): the length is outside the list");
        a.State.Size(length);
        return FeelList.Wrap(list.Items.Slice(from, length).ToArray());
    }

    private static FeelList Distinct(Arguments a, FeelList list)
    {
        var kept = new List<object?>();
        foreach (var item in list)
        {
            a.State.Step(1 + (kept.Count / 8));
            if (!kept.Exists(k => Same(k, item))) kept.Add(item);
        }

        return FeelList.Collect(kept);
    }

    private static FeelList Flatten(Arguments a)
    {
        var items = new List<object?>();
        Flatten(a.List(0), items, a.State, 0);
        return FeelList.Collect(items);
    }

    private static void Flatten(FeelList list, List<object?> items, EvaluationState state, int depth)
    {
        if (depth > 200) throw new FeelBudgetException("A list is nested too deeply.");
        foreach (var item in list)
        {
            state.Step();
            if (item is FeelList inner) Flatten(inner, items, state, depth + 1);
            else items.Add(item);
        }
    }

    private static FeelList Reverse(Arguments a)
    {
        a.State.Size(a.List(0).Count);
        var items = a.List(0).ToArray();
        Array.Reverse(items);
        return FeelList.Wrap(items);
    }

    // A stable merge sort: whatever the function answers, it ends, and equal items keep their order.
    private static object? Sort(Arguments a)
    {
        var precedes = (FeelFunction)a[1]!;
        if (precedes.Parameters.Count != 2) return a.Fail("sort(): the function takes two arguments");
        var state = a.State;
        return FeelList.Wrap(MergeSort(a.List(0).ToArray(), (x, y) =>
        {
            state.Step();
            return precedes.Invoke([x, y], state) is true;
        }));
    }

    private static object? Ordered(Arguments a)
    {
        var list = a.List(0);
        a.State.Step(list.Count);
        if (list.Any(i => FeelComparison.Compare(list[0], i) is null)) return a.Fail("sort(): the values have no common order");
        var state = a.State;
        return FeelList.Wrap(MergeSort(list.ToArray(), (x, y) =>
        {
            state.Step();
            return FeelComparison.Compare(x, y) < 0;
        }));
    }

    private static object?[] MergeSort(object?[] items, Func<object?, object?, bool> precedes)
    {
        if (items.Length < 2) return items;
        var left = MergeSort(items[..(items.Length / 2)], precedes);
        var right = MergeSort(items[(items.Length / 2)..], precedes);
        var (merged, l, r) = (new object?[items.Length], 0, 0);
        for (var i = 0; i < merged.Length; i++)
        {
            var takeRight = l == left.Length || (r < right.Length && precedes(right[r], left[l]));
            merged[i] = takeRight ? right[r++] : left[l++];
        }

        return merged;
    }
}
