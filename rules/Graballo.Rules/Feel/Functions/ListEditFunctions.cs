namespace Graballo.Rules.Feel.Functions;

/// <summary>DMN 1.5 §10.3.4.4: functions that make a changed list.</summary>
internal static class ListEditFunctions
{
    public static IEnumerable<BuiltinFunction> All =>
    [
        new("append", ("list: list, ...item: any", Append)),
        new("concatenate", ("...list: any", a => a.List(0).Contains(null) ? a.Fail("concatenate() takes lists") : Joined(a))),
        new("insert before", ("list: list, position: number, newItem: any?", Insert)),
        new("remove", ("list: list, position: number", Remove)),
        new("list replace", ("list: list, position: number, newItem: any?", ReplaceAt), ("list: list, match: function, newItem: any?", ReplaceWhere)),
    ];

    /// <summary>The items of all arguments in a row; an argument that is no list counts as an item.</summary>
    public static FeelList Joined(Arguments a)
    {
        var items = new List<object?>();
        foreach (var argument in a.List(0))
        {
            var list = argument as FeelList ?? FeelList.Of(argument);
            a.State.Size(items.Count + list.Count);
            items.AddRange(list);
        }

        return FeelList.Collect(items);
    }

    private static FeelList Append(Arguments a)
    {
        a.State.Size(a.List(0).Count + a.List(1).Count);
        return new FeelList(a.List(0).Concat(a.List(1)));
    }

    private static object? Insert(Arguments a)
    {
        var list = a.List(0);
        if (Place(a.Index(1), list.Count) is not { } place) return a.Fail("insert before(): the position is outside the list");
        a.State.Size(list.Count + 1);
        var items = list.ToList();
        items.Insert(place, a[2]);
        return FeelList.Collect(items);
    }

    private static object? Remove(Arguments a)
    {
        var list = a.List(0);
        if (Place(a.Index(1), list.Count) is not { } place) return a.Fail("remove(): the position is outside the list");
        a.State.Size(list.Count);
        var items = list.ToList();
        items.RemoveAt(place);
        return FeelList.Collect(items);
    }

    private static object? ReplaceAt(Arguments a)
    {
        var list = a.List(0);
        if (Place(a.Index(1), list.Count) is not { } place) return a.Fail("list replace(): the position is outside the list");
        a.State.Size(list.Count);
        var items = list.ToArray();
        items[place] = a[2];
        return FeelList.Wrap(items);
    }

    private static object? ReplaceWhere(Arguments a)
    {
        var match = (FeelFunction)a[1]!;
        if (match.Parameters.Count != 2) return a.Fail("list replace(): the function takes two arguments");
        var items = a.List(0).ToArray();
        a.State.Size(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            if (match.Invoke([items[i], a[2]], a.State) is not bool replace) return a.Fail("list replace(): the function gives no boolean");
            if (replace) items[i] = a[2];
        }

        return FeelList.Wrap(items);
    }

    private static int? Place(int position, int count)
    {
        if (position == 0 || Math.Abs((long)position) > count) return null;
        return position > 0 ? position - 1 : count + position;
    }
}
