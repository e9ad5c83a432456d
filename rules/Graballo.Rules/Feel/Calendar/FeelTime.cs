using System.Globalization;

namespace Graballo.Rules.Feel;

/// <summary>A time of day (DMN 1.5 §10.3.2.3.4), to the nanosecond, with an optional zone.</summary>
public readonly record struct FeelTime
{
    internal const long NanosPerSecond = 1_000_000_000;
    internal const long NanosPerDay = 86_400 * NanosPerSecond;

    internal FeelTime(long nanoOfDay, FeelZone? zone) => (NanoOfDay, Zone) = (nanoOfDay, zone);

    /// <summary>Nanoseconds since midnight.</summary>
    public long NanoOfDay { get; }

    /// <summary>Null for a local time.</summary>
    public FeelZone? Zone { get; }

    public int Hour => (int)(SecondOfDay / 3600);

    public int Minute => (int)(SecondOfDay / 60 % 60);

    public int Second => (int)(SecondOfDay % 60);

    public long SecondOfDay => NanoOfDay / NanosPerSecond;

    /// <summary>Hours 0–23, minutes and seconds 0–59, nanoseconds below one second; null outside.</summary>
    public static FeelTime? Create(long hour, long minute, long second, long nanos, FeelZone? zone)
    {
        if (hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || nanos is < 0 or >= NanosPerSecond) return null;
        return new FeelTime((((hour * 60) + minute) * 60 + second) * NanosPerSecond + nanos, zone);
    }

    /// <summary>Fractions do not count (§10.3.2.3.4); a local time takes the offset of the other one (Table 54).</summary>
    internal static int Compare(FeelTime a, FeelTime b)
    {
        if (a.Zone is null || b.Zone is null) return a.SecondOfDay.CompareTo(b.SecondOfDay);
        return (a.SecondOfDay - a.Zone.FixedOffset).CompareTo(b.SecondOfDay - b.Zone.FixedOffset);
    }

    /// <summary>10:30:00, 10:30:00.5Z, 10:30:00@America/Santiago.</summary>
    public override string ToString()
    {
        var nanos = NanoOfDay % NanosPerSecond;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Hour:00}:{Minute:00}:{Second:00}");
        if (nanos != 0) text += "." + nanos.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return text + Zone;
    }
}

/// <summary>A date with a time of day (DMN 1.5 §10.3.2.3.6).</summary>
public readonly record struct FeelDateTime(FeelDate Date, FeelTime Time)
{
    public FeelZone? Zone => Time.Zone;

    /// <summary>Seconds east of UTC at this date; null for a local date and time.</summary>
    public int? Offset => Time.Zone?.OffsetAt(Date, Time.SecondOfDay);

    /// <summary>Seconds since 1970 in UTC (local ones read as UTC). Fractions do not count in comparisons.</summary>
    internal long Value => (Date.EpochDay * 86_400) + Time.SecondOfDay - (Offset ?? 0);

    /// <summary>A local value takes the offset of the other one (Table 54).</summary>
    internal static int Compare(FeelDateTime a, FeelDateTime b)
    {
        if (a.Zone is not null && b.Zone is not null) return a.Value.CompareTo(b.Value);
        return (a.Date.EpochDay, a.Time.SecondOfDay).CompareTo((b.Date.EpochDay, b.Time.SecondOfDay));
    }

    /// <summary>Nanoseconds since 1970.</summary>
    internal Int128 Nanos => ((Int128)Value * FeelTime.NanosPerSecond) + (Time.NanoOfDay % FeelTime.NanosPerSecond);

    public static FeelDateTime FromDateTimeOffset(DateTimeOffset value)
    {
        var nanos = value.TimeOfDay.Ticks * 100;
        return new FeelDateTime(
            FeelDate.FromDateOnly(DateOnly.FromDateTime(value.DateTime)),
            new FeelTime(nanos, FeelZone.OfOffset((long)value.Offset.TotalSeconds)));
    }

    /// <summary>False for a local value or outside years 1 to 9999.</summary>
    public bool TryToDateTimeOffset(out DateTimeOffset value)
    {
        value = default;
        if (Offset is not { } offset || !Date.TryToDateOnly(out var date) || offset % 60 != 0 || Math.Abs(offset) > 14 * 3600) return false;
        if (Date.Year is 1 or 9999) return false;
        value = new DateTimeOffset(date.ToDateTime(default).AddTicks(Time.NanoOfDay / 100), TimeSpan.FromSeconds(offset));
        return true;
    }

    /// <summary>Moves by nanoseconds on the time line and keeps the zone; null out of range.</summary>
    internal FeelDateTime? Add(Int128 nanos)
    {
        var local = ((Int128)Date.EpochDay * FeelTime.NanosPerDay) + Time.NanoOfDay + nanos;
        if (Math.Abs((double)local) > 3.2e25) return null;
        if (Zone is not { Id: not null } zone) return FromLocalNanos(local, Zone);
        // On the time line a change of summer time in between shifts the wall clock.
        return zone.AtInstant(local - ((Int128)(Offset ?? 0) * FeelTime.NanosPerSecond));
    }

    internal static FeelDateTime? FromLocalNanos(Int128 local, FeelZone? zone)
    {
        var day = local / FeelTime.NanosPerDay;
        var nano = local % FeelTime.NanosPerDay;
        if (nano < 0)
        {
            nano += FeelTime.NanosPerDay;
            day--;
        }

        return FeelDate.FromEpochDay((long)day) is { } date ? new FeelDateTime(date, new FeelTime((long)nano, zone)) : null;
    }

    public override string ToString() => $"{Date}T{Time}";
}
