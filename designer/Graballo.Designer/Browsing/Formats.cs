using System.Globalization;
using Graballo.Designer.Resources;

namespace Graballo.Designer.Browsing;

/// <summary>Times, durations and sizes as a person reads them: near ones relative, the rest absolute, always in Chile's time.</summary>
public sealed class Formats(Texts texts, TimeProvider time)
{
    private static readonly TimeZoneInfo Chile = TimeZoneInfo.FindSystemTimeZoneById("America/Santiago");

    private static CultureInfo Reader => CultureInfo.CurrentCulture;

    /// <summary>Two letters of the language that the reader reads.</summary>
    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public DateTimeOffset Now => Local(time.GetUtcNow());

    public static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Chile);

    /// <summary>The instant of a date and time typed in Chile.</summary>
    public static DateTimeOffset FromLocal(DateTime typed)
    {
        var plain = DateTime.SpecifyKind(typed, DateTimeKind.Unspecified);
        return new DateTimeOffset(plain, Chile.GetUtcOffset(plain)).ToUniversalTime();
    }

    /// <summary>For example <c>hace 5 min</c>, <c>ayer 16:20</c>, <c>12 nov</c>.</summary>
    public string Near(DateTimeOffset at)
    {
        var local = Local(at);
        var now = Now;
        var past = now - local;
        if (past.Duration() < TimeSpan.FromSeconds(45))
            return texts["Time.Now"];
        if (past.Duration() < TimeSpan.FromMinutes(60))
            return texts[past > TimeSpan.Zero ? "Time.AgoMinutes" : "Time.InMinutes", Math.Max(1, (int)Math.Round(past.Duration().TotalMinutes))];
        var days = (local.Date - now.Date).Days;
        var clock = local.ToString("HH:mm", Reader);
        return days switch
        {
            0 => texts["Time.Today", clock],
            -1 => texts["Time.Yesterday", clock],
            1 => texts["Time.Tomorrow", clock],
            > 1 and < 7 => local.ToString("dddd", Reader) + " " + clock,
            _ => Day(local),
        };
    }

    /// <summary>For example <c>martes 24 de noviembre de 2026, 14:00</c>.</summary>
    public string Full(DateTimeOffset at)
    {
        var local = Local(at);
        return local.ToString(texts["Time.FullDay"], Reader) + ", " + local.ToString("HH:mm", Reader);
    }

    /// <summary>For a sentence to a client: <c>martes 24 de noviembre a las 14:00</c>.</summary>
    public string Promise(DateTimeOffset at)
    {
        var local = Local(at);
        return texts["Time.Promise", local.ToString(texts["Time.PromiseDay"], Reader), local.ToString("HH:mm", Reader)];
    }

    /// <summary>For a line of history: <c>24 nov, 14:00</c>; the year when it is another.</summary>
    public string Short(DateTimeOffset at)
    {
        var local = Local(at);
        return Day(local) + ", " + local.ToString("HH:mm", Reader);
    }

    /// <summary>For a span of time: <c>24 nov a 28 nov</c> when it is of whole days, the last included; else with the hours.</summary>
    public string Between(DateTimeOffset from, DateTimeOffset until)
    {
        var (begins, ends) = (Local(from), Local(until));
        if (begins.TimeOfDay != TimeSpan.Zero || ends.TimeOfDay != TimeSpan.Zero)
            return texts["Time.Between", Short(from), Short(until)];
        var (first, last) = (Day(begins), Day(ends.AddDays(-1)));
        return first == last ? first : texts["Time.Between", first, last];
    }

    private string Day(DateTimeOffset local) => local.ToString(local.Year == Now.Year ? "d MMM" : "d MMM yyyy", Reader).Replace(".", "", StringComparison.Ordinal);

    public static string Stamp(DateTimeOffset at) => Local(at).ToString("HH:mm:ss", Reader);

    public static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>Two units at most: <c>2 h 10 min</c>, <c>3 d 4 h</c>, <c>8 min</c>. Never negative.</summary>
    public string Span(TimeSpan span) => Written(span.Duration(), hoursADay: 24);

    /// <summary>Business time: hours are not folded into days, because a working day has nine of them.</summary>
    public string Business(TimeSpan span) => Written(span.Duration(), hoursADay: int.MaxValue);

    /// <summary>How late something is in business time: nothing to count yet when the desk has been closed since.</summary>
    /// <param name="left">Zero or less.</param>
    public string Late(TimeSpan left) => left > TimeSpan.FromMinutes(-1) ? texts["ClockState.Breached"] : texts["ClockState.LateBy", Business(left)];

    private string Written(TimeSpan span, int hoursADay)
    {
        var minutes = (long)Math.Floor(span.TotalMinutes);
        if (minutes < 1)
            return texts["Span.Seconds"];
        var (hours, rest) = (minutes / 60, minutes % 60);
        if (hours >= hoursADay)
            return hours % hoursADay == 0 ? texts["Span.Days", hours / hoursADay] : texts["Span.DaysHours", hours / hoursADay, hours % hoursADay];
        if (hours == 0)
            return texts["Span.Minutes", rest];
        return rest == 0 || hours > 48 ? texts["Span.Hours", hours] : texts["Span.HoursMinutes", hours, rest];
    }

    public static string Bytes(long size) => size switch
    {
        < 1024 => size.ToString(Reader) + " B",
        < 1024 * 1024 => (size / 1024.0).ToString("0", Reader) + " KB",
        _ => (size / 1048576.0).ToString("0.0", Reader) + " MB",
    };

    public static string Number(int value) => value.ToString("N0", Reader);

    public static string Share(double share) => share.ToString("P0", Reader);

    /// <summary>Two letters of a name.</summary>
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length switch
        {
            0 => "·",
            1 => words[0][..1].ToUpper(Reader),
            _ => (words[0][..1] + words[1][..1]).ToUpper(Reader),
        };
    }
}
