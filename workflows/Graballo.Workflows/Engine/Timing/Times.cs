using System.Buffers;
using System.Globalization;

namespace Graballo.Workflows.Engine;

/// <summary>A length of time: months are not of one length, so they are kept apart.</summary>
internal readonly record struct Span(long Months, TimeSpan Time)
{
    public DateTimeOffset After(DateTimeOffset start) => start.AddMonths(checked((int)Months)) + Time;
}

/// <summary>Reads the dates and durations of timers: ISO 8601 text or FEEL values (BPMN 2.0.2 §10.5.5.8).</summary>
internal static class Times
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <exception cref="FormatException">It is not a date and time.</exception>
    public static DateTimeOffset Date(object? value, TimeZoneInfo zone)
    {
        var text = Texts.Of(value)?.Trim() ?? throw new FormatException("The date of the timer has no value.");
        return TryDate(text, zone) ?? throw new FormatException($"'{text}' is not a date and time.");
    }

    /// <exception cref="FormatException">It is not a duration.</exception>
    public static Span Duration(object? value)
    {
        var text = Texts.Of(value)?.Trim() ?? throw new FormatException("The duration of the timer has no value.");
        return TryDuration(text) ?? throw new FormatException($"'{text}' is not a duration.");
    }

    /// <summary>An instant; a text with a named zone (FEEL's @) is in that zone.</summary>
    /// <param name="zone">Of a text without one.</param>
    public static DateTimeOffset? TryDate(string text, TimeZoneInfo zone)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(text[(at + 1)..], out zone!))
            return null;
        if (at >= 0)
            text = text[..at];
        if (text.Length < 10 || !char.IsAsciiDigit(text[0]) || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
            return null;
        return time.Kind switch
        {
            DateTimeKind.Unspecified => new DateTimeOffset(time, First(time, zone)),
            _ => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null,
        };
    }

    // Of the two hours with one name in autumn the first, as calendars count.
    private static TimeSpan First(DateTime local, TimeZoneInfo zone) =>
        zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);

    /// <summary>P1Y2M3W4DT5H6M7.8S, each part optional, at least one present.</summary>
    public static Span? TryDuration(string text)
    {
        var rest = text.AsSpan();
        var negative = rest.StartsWith("-");
        if (negative)
            rest = rest[1..];
        if (rest.Length < 3 || rest[0] != 'P' || rest[^1] == 'T')
            return null;
        rest = rest[1..];
        long months = 0;
        var time = TimeSpan.Zero;
        try
        {
            for (var afterT = false; rest.Length > 0;)
            {
                if (!afterT && rest[0] == 'T')
                {
                    afterT = true;
                    rest = rest[1..];
                }

                if (!Part(ref rest, afterT, ref months, ref time))
                    return null;
            }
        }
        catch (OverflowException)
        {
            return null;
        }

        return negative ? new Span(-months, -time) : new Span(months, time);
    }

    private static bool Part(ref ReadOnlySpan<char> rest, bool afterT, ref long months, ref TimeSpan time)
    {
        var length = rest.IndexOfAnyExcept(Digits);
        if (length <= 0 || !decimal.TryParse(rest[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            return false;
        var unit = rest[length];
        rest = rest[(length + 1)..];
        if (!afterT && (unit is 'Y' or 'M'))
        {
            months = checked(months + (long)(unit == 'Y' ? amount * 12 : amount));
            return true;
        }

        if (TicksOf(afterT, unit) is not { } ticks)
            return false;
        time += new TimeSpan(checked((long)(amount * ticks)));
        return true;
    }

    private static long? TicksOf(bool afterT, char unit) => (afterT, unit) switch
    {
        (false, 'W') => 7 * TimeSpan.TicksPerDay,
        (false, 'D') => TimeSpan.TicksPerDay,
        (true, 'H') => TimeSpan.TicksPerHour,
        (true, 'M') => TimeSpan.TicksPerMinute,
        (true, 'S') => TimeSpan.TicksPerSecond,
        _ => null,
    };
}
