namespace Graballo.Rules.Feel.Evaluation;

/// <summary>Properties of values after a dot (DMN 1.5 §10.3.2.5 and Table 65).</summary>
internal static class FeelProperties
{
    public static object? Get(object? value, string member, EvaluationState state)
    {
        switch (value)
        {
            case null: return null;
            case FeelContext context:
                return context.TryGetValue(member, out var found) ? found : Missing(value, member, state);
            case FeelList list: return Each(list, member, state);
            default:
                return TryGet(value, member, out var property) ? property : Missing(value, member, state);
        }
    }

    private static FeelList Each(FeelList list, string member, EvaluationState state)
    {
        state.Size(list.Count);
        var values = new object?[list.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Get(list[i], member, state);
        return FeelList.Wrap(values);
    }

    private static object? Missing(object value, string member, EvaluationState state) =>
        state.Fail("member", $"A {Describe(value)} has no '{member}'");

    /// <summary>The kind of a value in words.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "null",
        FeelNumber => "number",
        string => "string",
        bool => "boolean",
        FeelDate => "date",
        FeelTime => "time",
        FeelDateTime => "date and time",
        DaysTimeDuration => "days and time duration",
        YearsMonthsDuration => "years and months duration",
        FeelList => "list",
        FeelContext => "context",
        FeelRange => "range",
        _ => "function",
    };

    private static bool TryGet(object value, string member, out object? property)
    {
        property = null;
        switch (value)
        {
            case FeelDate date: return OfDate(date, member, out property);
            case FeelDateTime stamp:
                return OfDate(stamp.Date, member, out property) || OfTime(stamp.Time, stamp.Offset, member, out property);
            case FeelTime time: return OfTime(time, time.Zone?.FixedOffset, member, out property);
            case YearsMonthsDuration d: return Number(member, out property, ("years", d.Years), ("months", d.Months));
            case DaysTimeDuration d:
                property = Fraction((long)(d.Nanoseconds % (60 * (Int128)FeelTime.NanosPerSecond)));
                return member == "seconds" || Number(member, out property, ("days", d.Days), ("hours", d.Hours), ("minutes", d.Minutes));
            case FeelRange range: return OfRange(range, member, out property);
            default: return false;
        }
    }

    private static bool OfDate(FeelDate date, string member, out object? property) => Number(
        member, out property, ("year", date.Year), ("month", date.Month), ("day", date.Day), ("weekday", date.Weekday));

    private static bool OfTime(FeelTime time, int? offset, string member, out object? property)
    {
        if (Number(member, out property, ("hour", time.Hour), ("minute", time.Minute))) return true;
        switch (member)
        {
            case "second":
                property = Fraction(time.NanoOfDay % (60 * FeelTime.NanosPerSecond));
                return true;
            case "time offset":
                property = offset is { } seconds ? DaysTimeDuration.FromSeconds(seconds) : null;
                return true;
            case "timezone":
                property = time.Zone?.Id;
                return true;
            default: return false;
        }
    }

    private static bool OfRange(FeelRange range, string member, out object? property)
    {
        (property, var known) = member switch
        {
            "start" => (range.Start, true),
            "end" => (range.End, true),
            "start included" => (range.StartIncluded, true),
            "end included" => (range.EndIncluded, true),
            _ => ((object?)null, false),
        };
        return known;
    }

    // Seconds have a fraction (Table 65 and 66).
    private static object? Fraction(long nanos) => FeelNumber.Divide(nanos, FeelTime.NanosPerSecond);

    private static bool Number(string member, out object? property, params ReadOnlySpan<(string Name, long Value)> properties)
    {
        property = null;
        foreach (var (name, value) in properties)
        {
            if (name != member) continue;
            property = (FeelNumber)value;
            return true;
        }

        return false;
    }
}
