namespace Graballo.Rules.Feel.Functions;

/// <summary>DMN 1.5 §10.3.4.4: functions that make one value of a list, given as a list or as arguments.</summary>
internal static class StatisticsFunctions
{
    public static IEnumerable<BuiltinFunction> All =>
    [
        Both("min", a => Extreme(a, -1)),
        Both("max", a => Extreme(a, 1)),
        Both("sum", a => Sum(a) ?? null),
        Both("mean", a => a.List(0).Count > 0 && Sum(a) is FeelNumber sum ? FeelNumber.Divide(sum, a.List(0).Count) : null),
        Both("product", Product),
        Both("median", Median),
        Both("stddev", Deviation),
        Both("mode", Mode),
    ];

    private static BuiltinFunction Both(string name, Func<Arguments, object?> body) => new(name, ("list: list", body), ("...n: any", a =>
        a.List(0).Count == 0 || (a.List(0).Count == 1 && a.List(0)[0] is null) ? a.Fail($"{name}() lacks an argument") : body(a)));

    private static object? Extreme(Arguments a, int sign)
    {
        var list = a.List(0);
        if (list.Count == 0) return null;
        a.State.Step(list.Count);
        var best = list[0];
        if (FeelComparison.Compare(best, best) is null) return a.Fail("The values have no order");
        foreach (var item in list.Items[1..])
        {
            if (FeelComparison.Compare(item, best) is not { } order) return a.Fail("The values have no common order");
            if (order * sign > 0) best = item;
        }

        return best;
    }

    private static object? Sum(Arguments a)
    {
        if (a.List(0).Count == 0) return null;
        a.State.Step(a.List(0).Count / 2);
        FeelNumber? sum = FeelNumber.Zero;
        foreach (var item in a.List(0).Items)
        {
            if (item is not FeelNumber n) return a.Fail("The values are not all numbers");
            sum = FeelNumber.Add(sum.Value, n);
            if (sum is null) return a.Fail("The sum is out of range");
        }

        return sum;
    }

    private static object? Product(Arguments a)
    {
        if (a.List(0).Count == 0) return null;
        a.State.Step(a.List(0).Count * 2);
        FeelNumber? product = FeelNumber.One;
        foreach (var item in a.List(0).Items)
        {
            if (item is not FeelNumber n) return a.Fail("The values are not all numbers");
            product = FeelNumber.Multiply(product.Value, n);
            if (product is null) return a.Fail("The product is out of range");
        }

        return product;
    }

    private static FeelNumber[]? Numbers(Arguments a)
    {
        var numbers = new FeelNumber[a.List(0).Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (a.List(0)[i] is not FeelNumber n) return null;
            numbers[i] = n;
        }

        // Sorting looks at each of them several times.
        a.State.Step(numbers.Length * 4);
        Array.Sort(numbers);
        return numbers;
    }

    private static object? Median(Arguments a)
    {
        if (Numbers(a) is not { } n) return a.Fail("The values are not all numbers");
        if (n.Length == 0) return null;
        if (n.Length % 2 == 1) return n[n.Length / 2];
        return FeelNumber.Add(n[(n.Length / 2) - 1], n[n.Length / 2]) is { } sum ? FeelNumber.Divide(sum, 2) : null;
    }

    // Of a sample: divided by one less than the count.
    private static object? Deviation(Arguments a)
    {
        if (Numbers(a) is not { } n) return a.Fail("The values are not all numbers");
        if (n.Length < 2 || Sum(a) is not FeelNumber sum || FeelNumber.Divide(sum, n.Length) is not { } mean) return a.Fail("stddev() takes two numbers or more");
        FeelNumber? squares = FeelNumber.Zero;
        foreach (var value in n)
        {
            if (FeelNumber.Subtract(value, mean) is not { } distance || FeelNumber.Multiply(distance, distance) is not { } square) return null;
            squares = FeelNumber.Add(squares.Value, square);
            if (squares is null) return null;
        }

        return FeelNumber.Divide(squares.Value, n.Length - 1) is { } variance ? FeelMath.Sqrt(variance) : null;
    }

    private static object? Mode(Arguments a)
    {
        if (Numbers(a) is not { } n) return a.Fail("The values are not all numbers");
        var groups = n.GroupBy(v => v).Select(g => (g.Key, Count: g.Count())).ToList();
        if (groups.Count == 0) return FeelList.Empty;
        var most = groups.Max(g => g.Count);
        return new FeelList(groups.Where(g => g.Count == most).Select(g => (object?)g.Key));
    }
}
