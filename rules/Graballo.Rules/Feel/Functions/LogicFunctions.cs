using Graballo.Rules.Feel.Evaluation;

namespace Graballo.Rules.Feel.Functions;

/// <summary>DMN 1.5 §10.3.4.2 boolean functions, and is().</summary>
internal static class LogicFunctions
{
    public static IEnumerable<BuiltinFunction> All =>
    [
        new("not", ("negand: any?", a => a[0] is bool b ? FeelCompiler.Boxed(!b) : a[0] is null ? null : a.Fail("not() takes a boolean"))),
        new("all", ("list: list", a => Every(a, a.List(0))), ("...list: any", a => Every(a, a.List(0)))),
        new("any", ("list: list", a => Some(a, a.List(0))), ("...list: any", a => Some(a, a.List(0)))),
        new("is", ("value1: any?, value2: any?", a => FeelCompiler.Boxed(Same(a[0], a[1])))),
    ];

    private static object? Every(Arguments a, FeelList list)
    {
        a.State.Step(list.Count >> 2);
        if (Wrong(list)) return a.Fail("all() takes booleans");
        return list.Contains(false) ? false : list.Contains(null) ? null : true;
    }

    private static object? Some(Arguments a, FeelList list)
    {
        a.State.Step(list.Count >> 2);
        if (Wrong(list)) return a.Fail("any() takes booleans");
        return list.Contains(true) ? true : list.Contains(null) ? null : false;
    }

    private static bool Wrong(FeelList list) => list.Any(v => v is not (null or bool));

    // The same value of the same kind; unlike "=", a zone counts (§10.3.4.10).
    private static bool Same(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (FeelTime x, FeelTime y) => x.NanoOfDay == y.NanoOfDay && Equals(x.Zone, y.Zone),
        (FeelDateTime x, FeelDateTime y) => x.Date == y.Date && x.Time.NanoOfDay == y.Time.NanoOfDay && Equals(x.Zone, y.Zone),
        (null, _) or (_, null) => false,
        _ => a.GetType() == b.GetType() && FeelComparison.Equal(a, b) == true,
    };
}
