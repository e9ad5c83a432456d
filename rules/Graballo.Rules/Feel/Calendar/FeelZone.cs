using System.Collections.Concurrent;
using System.Globalization;

namespace Graballo.Rules.Feel;

/// <summary>A zone of a time: a fixed offset, or a name of the IANA database (then the offset depends on the date).</summary>
public sealed record FeelZone
{
    private static readonly ConcurrentDictionary<string, FeelZone?> Known = new(StringComparer.Ordinal);
    private readonly TimeZoneInfo? _rules;

    private FeelZone(string? id, int offset, TimeZoneInfo? rules) => (Id, FixedOffset, _rules) = (id, offset, rules);

    public static FeelZone Utc { get; } = new(null, 0, null);

    /// <summary>IANA name, or null for a fixed offset.</summary>
    public string? Id { get; }

    /// <summary>Seconds east of UTC; for a named zone its standard offset.</summary>
    public int FixedOffset { get; }

    /// <summary>Seconds, at most 18 hours either way; null beyond.</summary>
    public static FeelZone? OfOffset(long seconds) =>
        Math.Abs(seconds) > 18 * 3600 ? null : seconds == 0 ? Utc : new FeelZone(null, (int)seconds, null);

    /// <summary>Null for an unknown name.</summary>
    public static FeelZone? OfId(string id)
    {
        if (id.Length is 0 or > 64) return null;
        if (Known.TryGetValue(id, out var zone)) return zone;
        zone = Find(id);
        // Unknown names come from data: the cache must not grow with them.
        if (zone is not null) Known[id] = zone;
        return zone;
    }

    /// <summary>Seconds east of UTC at a local date and second of day.</summary>
    public int OffsetAt(FeelDate date, long secondOfDay)
    {
        if (_rules is null) return FixedOffset;
        // The rules of the database hold for the years that System.DateTime covers; outside, the nearest same calendar is taken.
        var year = Math.Clamp(date.Year, 2, 9998);
        var day = Math.Min(date.Day, FeelDate.DaysInMonth(year, date.Month));
        var local = new DateTime(year, date.Month, day, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(secondOfDay);
        // An hour that comes twice is the first of the two, which is still summer time.
        if (_rules.IsAmbiguousTime(local)) return (int)_rules.GetAmbiguousTimeOffsets(local).Max().TotalSeconds;
        return (int)_rules.GetUtcOffset(local).TotalSeconds;
    }

    /// <summary>The date and time in this zone at an instant, in nanoseconds since 1970 in UTC; null out of range.</summary>
    internal FeelDateTime? AtInstant(Int128 nanos)
    {
        if (FeelDateTime.FromLocalNanos(nanos, Utc) is not { } utc) return null;
        var offset = FixedOffset;
        if (_rules is not null)
        {
            var year = Math.Clamp(utc.Date.Year, 2, 9998);
            var day = Math.Min(utc.Date.Day, FeelDate.DaysInMonth(year, utc.Date.Month));
            var instant = new DateTime(year, utc.Date.Month, day, 0, 0, 0, DateTimeKind.Utc).AddSeconds(utc.Time.SecondOfDay);
            offset = (int)_rules.GetUtcOffset(instant).TotalSeconds;
        }

        return FeelDateTime.FromLocalNanos(nanos + ((Int128)offset * FeelTime.NanosPerSecond), this);
    }

    /// <summary>Z, +05:00 or @America/Santiago.</summary>
    public override string ToString()
    {
        if (Id is not null) return "@" + Id;
        if (FixedOffset == 0) return "Z";
        var size = Math.Abs(FixedOffset);
        var text = string.Create(CultureInfo.InvariantCulture, $"{(FixedOffset < 0 ? '-' : '+')}{size / 3600:00}:{size / 60 % 60:00}");
        return size % 60 == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $":{size % 60:00}");
    }

    private static FeelZone? Find(string id)
    {
        foreach (var c in id)
        {
            // TimeZoneInfo looks names up in a folder: nothing that could climb out of it.
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '_' or '-' or '+')) return null;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(id, out var rules)) return null;
        return new FeelZone(id, (int)rules.BaseUtcOffset.TotalSeconds, rules);
    }
}
