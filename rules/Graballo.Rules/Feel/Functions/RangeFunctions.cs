using Graballo.Rules.Feel.Evaluation;

namespace Graballo.Rules.Feel.Functions;

/// <summary>DMN 1.5 §10.3.4.8 range functions (Allen's interval algebra), on points and ranges, with Table 78's conditions.</summary>
internal static class RangeFunctions
{
    public static IEnumerable<BuiltinFunction> All =>
    [
        Any("before", (a, b) => Before(a, b)),
        Any("after", (a, b) => Before(b, a)),
        Ranges("meets", (a, b) => Meets(a, b)),
        Ranges("met by", (a, b) => Meets(b, a)),
        Ranges("overlaps", (a, b) => !(Before(a, b) | Before(b, a))),
        Ranges("overlaps before", (a, b) => OverlapsBefore(a, b)),
        Ranges("overlaps after", (a, b) => OverlapsAfter(a, b)),
        Mixed("finishes", "point", "range", (a, b) => Finishes(a, b)),
        Mixed("finished by", "range", "point", (a, b) => Finishes(b, a)),
        Mixed("includes", "range", "point", (a, b) => Includes(a, b)),
        Mixed("during", "point", "range", (a, b) => Includes(b, a)),
        Mixed("starts", "point", "range", (a, b) => Starts(a, b)),
        Mixed("started by", "range", "point", (a, b) => Starts(b, a)),
        Any("coincides", (a, b) => Starts(a, b) & Finishes(a, b)),
    ];

    /// <summary>A point is a range from itself to itself.</summary>
    private readonly record struct Span(object Low, bool LowIn, object High, bool HighIn, bool IsRange);

    private static BuiltinFunction Any(string name, Func<Span, Span, bool?> body) => new(
        name,
        ("point1: any, point2: any", a => Apply(a, body, (_, _) => true)),
        ("range1: any, range2: any", a => Apply(a, body, (_, _) => true)),
        ("point: any, range: any", a => Apply(a, body, (_, _) => true)),
        ("range: any, point: any", a => Apply(a, body, (_, _) => true)));

    private static BuiltinFunction Ranges(string name, Func<Span, Span, bool?> body) => new(
        name, ("range1: any, range2: any", a => Apply(a, body, (x, y) => x.IsRange && y.IsRange)));

    private static BuiltinFunction Mixed(string name, string first, string second, Func<Span, Span, bool?> body) => new(
        name,
        ($"{first}: any, {second}: any", a => Apply(a, body, (x, y) => first == "range" ? x.IsRange : y.IsRange)),
        ("range1: any, range2: any", a => Apply(a, body, (x, y) => x.IsRange && y.IsRange)));

    private static object? Apply(Arguments a, Func<Span, Span, bool?> body, Func<Span, Span, bool> fits)
    {
        if (ToSpan(a[0]) is not { } x || ToSpan(a[1]) is not { } y || !fits(x, y)) return a.Fail("The arguments are no ranges or points");
        return FeelCompiler.Boxed(body(x, y)) ?? a.Fail("The values have no common order");
    }

    private static Span? ToSpan(object? value)
    {
        if (value is FeelList { Count: 1 } single) value = single[0];
        if (value is FeelRange range)
        {
            var closed = range.Start is not null && range.End is not null;
            return closed ? new Span(range.Start!, range.StartIncluded, range.End!, range.EndIncluded, true) : OpenSpan(range);
        }

        return value is not null && FeelComparison.Compare(value, value) is not null ? new Span(value, true, value, true, false) : null;
    }

    // A missing bound lies beyond every value.
    private static Span? OpenSpan(FeelRange range) => range.Start is null && range.End is null
        ? null
        : new Span(range.Start ?? Infinity.Low, range.StartIncluded, range.End ?? Infinity.High, range.EndIncluded, true);

    private sealed class Infinity
    {
        public static readonly Infinity Low = new();
        public static readonly Infinity High = new();
    }

    private static int? Compare(object a, object b)
    {
        if (ReferenceEquals(a, b) && a is Infinity) return 0;
        if (ReferenceEquals(a, Infinity.Low) || ReferenceEquals(b, Infinity.High)) return -1;
        if (ReferenceEquals(a, Infinity.High) || ReferenceEquals(b, Infinity.Low)) return 1;
        return FeelComparison.Compare(a, b);
    }

    private static bool? Before(Span a, Span b) =>
        Compare(a.High, b.Low) is not { } order ? null : order < 0 || (order == 0 && !(a.HighIn && b.LowIn));

    private static bool? Meets(Span a, Span b) => Compare(a.High, b.Low) is not { } order ? null : order == 0 && a.HighIn && b.LowIn;

    // a begins first and ends within b.
    private static bool? OverlapsBefore(Span a, Span b)
    {
        if (Compare(a.Low, b.Low) is not { } low || Compare(a.High, b.Low) is not { } inside || Compare(a.High, b.High) is not { } high) return null;
        var begins = low < 0 || (low == 0 && a.LowIn && !b.LowIn);
        var reaches = inside > 0 || (inside == 0 && a.HighIn && b.LowIn);
        var ends = high < 0 || (high == 0 && (!a.HighIn || b.HighIn));
        return begins && reaches && ends;
    }

    // a begins within b and ends last.
    private static bool? OverlapsAfter(Span a, Span b)
    {
        if (Compare(b.Low, a.Low) is not { } low || Compare(b.High, a.Low) is not { } inside || Compare(b.High, a.High) is not { } high) return null;
        var begins = low < 0 || (low == 0 && b.LowIn && !a.LowIn);
        var reaches = inside > 0 || (inside == 0 && b.HighIn && a.LowIn);
        var ends = high < 0 || (high == 0 && (!b.HighIn || a.HighIn));
        return begins && reaches && ends;
    }

    private static bool? Finishes(Span a, Span b)
    {
        if (Compare(a.High, b.High) is not { } high || Compare(a.Low, b.Low) is not { } low) return null;
        return high == 0 && a.HighIn == b.HighIn && (low > 0 || (low == 0 && (!a.LowIn || b.LowIn)));
    }

    private static bool? Starts(Span a, Span b)
    {
        if (Compare(a.Low, b.Low) is not { } low || Compare(a.High, b.High) is not { } high) return null;
        return low == 0 && a.LowIn == b.LowIn && (high < 0 || (high == 0 && (!a.HighIn || b.HighIn)));
    }

    private static bool? Includes(Span outer, Span inner)
    {
        if (Compare(outer.Low, inner.Low) is not { } low || Compare(outer.High, inner.High) is not { } high) return null;
        return (low < 0 || (low == 0 && (outer.LowIn || !inner.LowIn))) && (high > 0 || (high == 0 && (outer.HighIn || !inner.HighIn)));
    }
}
