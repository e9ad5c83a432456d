using System.Globalization;
using System.Text;

namespace Graballo.Rules.Feel;

/// <summary>A days and time duration (DMN 1.5 §10.3.2.3.7), to the nanosecond.</summary>
public readonly record struct DaysTimeDuration(Int128 Nanoseconds) : IComparable<DaysTimeDuration>
{
    /// <summary>Whole days, with the duration's sign.</summary>
    public long Days => (long)(Nanoseconds / FeelTime.NanosPerDay);

    /// <summary>Hours beyond the days.</summary>
    public int Hours => (int)(Nanoseconds / (3600 * (Int128)FeelTime.NanosPerSecond) % 24);

    public int Minutes => (int)(Nanoseconds / (60 * (Int128)FeelTime.NanosPerSecond) % 60);

    public int Seconds => (int)(Nanoseconds / FeelTime.NanosPerSecond % 60);

    public static DaysTimeDuration FromTimeSpan(TimeSpan span) => new((Int128)span.Ticks * 100);

    public static DaysTimeDuration FromSeconds(long seconds) => new((Int128)seconds * FeelTime.NanosPerSecond);

    /// <summary>Cut to 100 ns; OverflowException beyond about 29,000 years.</summary>
    public TimeSpan ToTimeSpan() => new(checked((long)(Nanoseconds / 100)));

    public int CompareTo(DaysTimeDuration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    public static bool operator <(DaysTimeDuration left, DaysTimeDuration right) => left.CompareTo(right) < 0;

    public static bool operator >(DaysTimeDuration left, DaysTimeDuration right) => left.CompareTo(right) > 0;

    public static bool operator <=(DaysTimeDuration left, DaysTimeDuration right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DaysTimeDuration left, DaysTimeDuration right) => left.CompareTo(right) >= 0;

    /// <summary>ISO text: P1DT2H30M, -PT0.5S, PT0S.</summary>
    public override string ToString()
    {
        if (Nanoseconds == 0) return "PT0S";
        var text = new StringBuilder(Nanoseconds < 0 ? "-P" : "P");
        if (Days != 0) text.Append(CultureInfo.InvariantCulture, $"{Math.Abs(Days)}D");
        var nanos = (long)(Int128.Abs(Nanoseconds) % FeelTime.NanosPerSecond);
        if (Hours == 0 && Minutes == 0 && Seconds == 0 && nanos == 0) return text.ToString();
        text.Append('T');
        if (Hours != 0) text.Append(CultureInfo.InvariantCulture, $"{Math.Abs(Hours)}H");
        if (Minutes != 0) text.Append(CultureInfo.InvariantCulture, $"{Math.Abs(Minutes)}M");
        if (Seconds == 0 && nanos == 0) return text.ToString();
        text.Append(CultureInfo.InvariantCulture, $"{Math.Abs(Seconds)}");
        if (nanos != 0) text.Append('.').Append(nanos.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0'));
        return text.Append('S').ToString();
    }
}

/// <summary>A years and months duration (DMN 1.5 §10.3.2.3.8), in whole months.</summary>
public readonly record struct YearsMonthsDuration(long TotalMonths) : IComparable<YearsMonthsDuration>
{
    public long Years => TotalMonths / 12;

    /// <summary>Months beyond the years.</summary>
    public int Months => (int)(TotalMonths % 12);

    public int CompareTo(YearsMonthsDuration other) => TotalMonths.CompareTo(other.TotalMonths);

    public static bool operator <(YearsMonthsDuration left, YearsMonthsDuration right) => left.CompareTo(right) < 0;

    public static bool operator >(YearsMonthsDuration left, YearsMonthsDuration right) => left.CompareTo(right) > 0;

    public static bool operator <=(YearsMonthsDuration left, YearsMonthsDuration right) => left.CompareTo(right) <= 0;

    public static bool operator >=(YearsMonthsDuration left, YearsMonthsDuration right) => left.CompareTo(right) >= 0;

    /// <summary>ISO text: P1Y2M, -P3M, P0M.</summary>
    public override string ToString()
    {
        if (TotalMonths == 0) return "P0M";
        var text = TotalMonths < 0 ? "-P" : "P";
        if (Years != 0) text += string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(Years)}Y");
        if (Months != 0) text += string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(Months)}M");
        return text;
    }
}
