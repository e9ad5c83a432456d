using System.Globalization;
using System.Text.RegularExpressions;

namespace Graballo.Rules.Feel;

/// <summary>Reads dates, times and durations from their ISO texts (XML Schema part 2 as DMN 1.5 §10.3.4.1 refers to it).</summary>
internal static partial class FeelText
{
    private const int MaxLength = 120;

    /// <summary>The value of an @-literal: date, time, date and time or duration; null when it is none of them.</summary>
    public static object? Temporal(string text) =>
        Date(text) ?? Time(text) ?? DateTime(text) ?? (object?)Duration(text);

    public static FeelDate? Date(string text)
    {
        if (text.Length > MaxLength || DatePattern().Match(text) is not { Success: true } m) return null;
        var year = m.Groups["y"].Value;
        if (year.TrimStart('-') is { Length: > 4 } digits && digits[0] == '0') return null;
        return FeelDate.Create(Number(year), Number(m.Groups["m"].Value), Number(m.Groups["d"].Value));
    }

    public static FeelTime? Time(string text)
    {
        if (text.Length > MaxLength || TimePattern().Match(text) is not { Success: true } m) return null;
        var fraction = m.Groups["f"].Value;
        var nanos = fraction.Length == 0 ? 0 : Number(fraction.PadRight(9, '0')[..9]);
        FeelZone? zone = null;
        if (m.Groups["z"].Value is { Length: > 0 } zoneText && (zone = Zone(zoneText)) is null) return null;
        return FeelTime.Create(Number(m.Groups["h"].Value), Number(m.Groups["m"].Value), Number(m.Groups["s"].Value), nanos, zone);
    }

    /// <summary>A date alone is its local midnight.</summary>
    public static FeelDateTime? DateTime(string text)
    {
        var split = text.IndexOf('T');
        if (split < 0) return Date(text) is { } day ? new FeelDateTime(day, default) : null;
        if (Date(text[..split]) is not { } date || Time(text[(split + 1)..]) is not { } time) return null;
        return new FeelDateTime(date, time);
    }

    /// <summary>A <see cref="DaysTimeDuration"/>, a <see cref="YearsMonthsDuration"/>, or null.</summary>
    public static object? Duration(string text)
    {
        if (text.Length is < 3 or > MaxLength) return null;
        if (YearsMonthsPattern().Match(text) is { Success: true } ym)
        {
            var months = ((Int128)Big(ym.Groups["y"].Value) * 12) + Big(ym.Groups["m"].Value);
            if (months > long.MaxValue / 2) return null;
            return new YearsMonthsDuration(text[0] == '-' ? -(long)months : (long)months);
        }

        if (text[^1] == 'T' || DaysTimePattern().Match(text) is not { Success: true } m) return null;
        Int128 second = FeelTime.NanosPerSecond;
        var total = (Big(m.Groups["d"].Value) * 86_400 * second) + (Big(m.Groups["h"].Value) * 3600 * second)
            + (Big(m.Groups["m"].Value) * 60 * second) + (Big(m.Groups["s"].Value) * second);
        if (m.Groups["f"].Value is { Length: > 0 } fraction) total += Number(fraction.PadRight(9, '0')[..9]);
        return new DaysTimeDuration(text[0] == '-' ? -total : total);
    }

    private static FeelZone? Zone(string text)
    {
        if (text[0] == '@') return FeelZone.OfId(text[1..]);
        if (text is "Z" or "z") return FeelZone.Utc;
        var parts = text[1..].Split(':');
        var (minutes, seconds) = (Number(parts[1]), parts.Length > 2 ? Number(parts[2]) : 0);
        if (minutes > 59 || seconds > 59) return null;
        var size = (Number(parts[0]) * 3600) + (minutes * 60) + seconds;
        return FeelZone.OfOffset(text[0] == '-' ? -size : size);
    }

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    // At most 18 digits by the patterns, so that no product below overflows.
    private static Int128 Big(string digits) => digits.Length == 0 ? 0 : Int128.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<y>-?[0-9]{4,9})-(?<m>[0-9]{2})-(?<d>[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex DatePattern();

    [GeneratedRegex(@"^(?<h>[0-9]{2}):(?<m>[0-9]{2}):(?<s>[0-9]{2})(\.(?<f>[0-9]{1,18}))?(?<z>[Zz]|[+-][0-9]{2}:[0-9]{2}(:[0-9]{2})?|@[^@]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"^-?P(?=[0-9])((?<y>[0-9]{1,17})Y)?((?<m>[0-9]{1,18})M)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex YearsMonthsPattern();

    [GeneratedRegex(@"^-?P((?<d>[0-9]{1,18})D)?(T((?<h>[0-9]{1,18})H)?((?<m>[0-9]{1,18})M)?((?<s>[0-9]{1,18})(\.(?<f>[0-9]{1,18}))?S)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DaysTimePattern();
}
