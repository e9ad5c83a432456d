namespace Graballo.Rules.Feel.Evaluation;

/// <summary>What <c>for</c>, <c>some</c> and <c>every</c> iterate over (DMN 1.5 §10.3.2.14).</summary>
internal static class FeelSequence
{
    /// <summary>A list's items or a range's numbers or dates; null when it cannot be iterated over.</summary>
    public static IEnumerable<object?>? Of(object? source) => source switch
    {
        FeelList list => list,
        FeelRange range => InRange(range),
        _ => null,
    };

    /// <summary><c>a..b</c>: up or down by one, both ends included; numbers and dates only.</summary>
    public static IEnumerable<object?>? Between(object? start, object? end) => (start, end) switch
    {
        (FeelNumber a, FeelNumber b) => Numbers(a, b),
        (FeelDate a, FeelDate b) => Dates(a.EpochDay, b.EpochDay),
        _ => null,
    };

    private static IEnumerable<object?>? InRange(FeelRange range)
    {
        if (range.Kind is not FeelRangeKind.Interval) return null;
        if (FeelComparison.Compare(range.Start, range.End) is not <= 0) return null;
        return Between(range.Start, range.End)?.Where(v => range.Includes(v) == true);
    }

    private static IEnumerable<object?> Numbers(FeelNumber start, FeelNumber end)
    {
        FeelNumber step = start <= end ? 1 : -1;
        for (FeelNumber? i = start; i is { } n && (step.Sign > 0 ? n <= end : n >= end); i = Next(n, step)) yield return n;
    }

    // Beyond 34 digits adding one changes nothing: such a loop would never end.
    private static FeelNumber? Next(FeelNumber value, FeelNumber step) =>
        FeelNumber.Add(value, step) is { } next && next != value ? next : null;

    private static IEnumerable<object?> Dates(long start, long end)
    {
        var step = start <= end ? 1 : -1;
        for (var day = start; step > 0 ? day <= end : day >= end; day += step) yield return FeelDate.FromEpochDay(day);
    }
}
