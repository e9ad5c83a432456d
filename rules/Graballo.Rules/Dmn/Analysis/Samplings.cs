using Graballo.Rules.Feel;

namespace Graballo.Rules.Dmn.Analysis;

/// <summary>Values that stand for the classes between and at given bounds.</summary>
internal static class Samplings
{
    /// <summary>Null when the values have an order that is not cut here, such as times in zones.</summary>
    public static List<object?>? Of(List<object?> bounds, bool ordered)
    {
        var samples = new List<object?>();
        if (bounds.Contains(null)) samples.Add(null);
        foreach (var kind in bounds.OfType<object>().Distinct().GroupBy(value => value.GetType()))
        {
            if (OfKind([.. kind], ordered) is not { } more) return null;
            samples.AddRange(more);
        }

        if (samples.TrueForAll(sample => sample is null)) samples.Add(TableColumn.AnyOther);
        return samples;
    }

    private static IEnumerable<object?>? OfKind(List<object> values, bool ordered) => values[0] switch
    {
        string => ordered ? Texts([.. values.Cast<string>().Order(StringComparer.Ordinal)]) : [.. values, TableColumn.AnyOther],
        bool => [true, false],
        FeelNumber => Between([.. values.Cast<FeelNumber>()]).Select(n => (object?)n),
        FeelDate => Whole(values, v => ((FeelDate)v).EpochDay, day => FeelDate.FromEpochDay(day)),
        FeelTime when values.TrueForAll(v => ((FeelTime)v).Zone is null) =>
            Whole(values, v => ((FeelTime)v).SecondOfDay, second => FeelTime.Create(second / 3600, second / 60 % 60, second % 60, 0, null)),
        FeelDateTime when values.TrueForAll(v => ((FeelDateTime)v).Zone is null) =>
            Whole(values, v => ((FeelDateTime)v).Value, second => FeelDateTime.FromLocalNanos((Int128)second * FeelTime.NanosPerSecond, null)),
        YearsMonthsDuration => Whole(values, v => ((YearsMonthsDuration)v).TotalMonths, months => new YearsMonthsDuration(months)),
        DaysTimeDuration => Between([.. values.Select(v => FeelNumber.FromBig(((DaysTimeDuration)v).Nanoseconds, 0)!.Value)])
            .Where(n => n.IsInteger).Select(n => (object?)new DaysTimeDuration((Int128)n.ToBig())),
        _ => null,
    };

    private static IEnumerable<object?> Whole(List<object> values, Func<object, long> number, Func<long, object?> value) =>
        Between([.. values.Select(v => (FeelNumber)number(v)).Distinct()])
            .Where(n => n.IsInteger).Select(n => n.TryToInt64(out var whole) ? value(whole) : null).Where(v => v is not null);

    private static IEnumerable<object?> Texts(List<string> values)
    {
        if (values[0].Length > 0) yield return "";
        for (var i = 0; i < values.Count; i++)
        {
            yield return values[i];
            var after = values[i] + " ";
            if (i + 1 == values.Count || string.CompareOrdinal(after, values[i + 1]) < 0) yield return after;
        }
    }

    // Below, at, between and above the bounds.
    private static List<FeelNumber> Between(List<FeelNumber> bounds)
    {
        bounds.Sort();
        var samples = new List<FeelNumber> { FeelNumber.Subtract(bounds[0], 1) ?? bounds[0] };
        for (var i = 0; i < bounds.Count; i++)
        {
            samples.Add(bounds[i]);
            if (i + 1 < bounds.Count && Middle(bounds[i], bounds[i + 1]) is { } middle) samples.Add(middle);
        }

        samples.Add(FeelNumber.Add(bounds[^1], 1) ?? bounds[^1]);
        return samples;
    }

    // A whole number where there is one, because it reads better.
    private static FeelNumber? Middle(FeelNumber low, FeelNumber high)
    {
        if (FeelNumber.Add(low, high) is not { } sum || FeelNumber.Divide(sum, 2) is not { } middle) return null;
        var whole = middle.Round(0, FeelRounding.Floor);
        return whole > low && whole < high ? whole : middle;
    }
}
