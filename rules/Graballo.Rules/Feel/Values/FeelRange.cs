namespace Graballo.Rules.Feel;

/// <summary>How a range was written: an interval, or a comparison with one bound such as <c>(&lt; 10)</c>.</summary>
public enum FeelRangeKind
{
    Interval,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

/// <summary>
/// A range of comparable values (DMN 1.5 §10.3.2.7). A null bound is open. <c>(!= x)</c> keeps its value in
/// <see cref="Start"/> and contains everything else.
/// </summary>
public sealed record FeelRange(object? Start, bool StartIncluded, object? End, bool EndIncluded, FeelRangeKind Kind = FeelRangeKind.Interval)
{
    internal static FeelRange OfComparison(FeelRangeKind kind, object? bound) => kind switch
    {
        FeelRangeKind.Less => new(null, false, bound, false, kind),
        FeelRangeKind.LessOrEqual => new(null, false, bound, true, kind),
        FeelRangeKind.Greater => new(bound, false, null, false, kind),
        FeelRangeKind.GreaterOrEqual => new(bound, true, null, false, kind),
        _ => new(bound, true, bound, true, kind),
    };

    /// <summary>True or false, or null when the value does not compare with the bounds.</summary>
    public bool? Includes(object? value)
    {
        if (Kind == FeelRangeKind.Equal) return FeelComparison.Equal(value, Start);
        if (Kind == FeelRangeKind.NotEqual) return !FeelComparison.Equal(value, Start);
        if (value is null) return null;
        if (Start is null && End is null) return null;
        var low = Start is null ? true : Above(FeelComparison.Compare(value, Start), StartIncluded);
        var high = End is null ? true : Above(-FeelComparison.Compare(value, End), EndIncluded);
        if (low is null || high is null) return null;
        return low.Value && high.Value;
    }

    private static bool? Above(int? order, bool included) => order is not { } o ? null : o > 0 || (included && o == 0);

    public bool Equals(FeelRange? other) =>
        other is not null && Kind == other.Kind && StartIncluded == other.StartIncluded && EndIncluded == other.EndIncluded
        && FeelValue.AreEqual(Start, other.Start) && FeelValue.AreEqual(End, other.End);

    public override int GetHashCode() => HashCode.Combine(Kind, StartIncluded, EndIncluded);

    public override string ToString() => FeelValue.Write(this);
}
