using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Graballo.Domain;
using Graballo.Domain.Calendars;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace Graballo.Desk.Calendars;

/// <summary>An event of the file that says nothing about whole days.</summary>
public sealed record IcsSkipped(int Line, string Name);

/// <summary>
/// The days that the events of an iCalendar file speak of, within a window of time. Whole-day events close their days; repeating ones
/// are unfolded, in bounded time. Our own export says in a property of its own at which hours a day is open.
/// </summary>
internal sealed partial class IcsDays(TimeZoneInfo zone, DateOnly first, DateOnly last)
{
    public const string Hours = "X-GRABALLO-HOURS";
    public const string Title = "X-GRABALLO-NAME";
    private const int Earliest = 1900;
    private const int LongestEvent = 366;
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(3);

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Dictionary<DateOnly, DayException> _days = [];
    private readonly List<IcsSkipped> _skipped = [];

    public IReadOnlyCollection<DayException> Days => _days.Values;

    public IReadOnlyList<IcsSkipped> Skipped => _skipped;

    /// <summary>Null when every event was understood.</summary>
    public Refusal? Read(IReadOnlyList<IReadOnlyList<IcsProperty>> events)
    {
        // What replaces one occurrence of a repeating event takes its date away from it.
        var replaced = events.Select(each => (Uid: One(each, "UID")?.Value, At: One(each, "RECURRENCE-ID")))
            .Where(each => each.At is not null).ToLookup(each => each.Uid, each => Date(each.At!)?.Day);
        foreach (var each in events)
        {
            if (Add(each, One(each, "RECURRENCE-ID") is null ? [.. replaced[One(each, "UID")?.Value].OfType<DateOnly>()] : []) is { } refused)
                return refused;
        }
        return null;
    }

    private Refusal? Add(IReadOnlyList<IcsProperty> properties, HashSet<DateOnly> without)
    {
        if (One(properties, "STATUS")?.Value == "CANCELLED")
            return null;
        if (One(properties, "DTSTART") is not { } startProperty)
            return new Refusal("ics-no-start", "file", properties.Count == 0 ? 0 : properties[0].Line);
        if (Date(startProperty) is not { } start || start.Day.Year < Earliest)
            return new Refusal("ics-date", "file", startProperty.Line, Short(startProperty.Value));
        if (Length(properties, start) is not { Ok: true } length)
            return Length(properties, start).Refusal;
        var name = Named(properties);
        if (length.Value == 0)
        {
            _skipped.Add(new IcsSkipped(startProperty.Line, name));
            return null;
        }
        if (Open(properties) is not { Ok: true } open)
            return Open(properties).Refusal;
        foreach (var excluded in properties.Where(property => property.Name == "EXDATE"))
            without.UnionWith(excluded.Value.Split(',').Select(value => Date(excluded with { Value = value })?.Day).OfType<DateOnly>());
        return Starts(properties, start.Day, day => Put(without, day, length.Value, open.Value!, name));
    }

    private void Put(HashSet<DateOnly> without, DateOnly begin, int days, IReadOnlyList<DaySpan> open, string name)
    {
        if (without.Contains(begin))
            return;
        for (var at = 0; at < days && begin.DayNumber + at <= DateOnly.MaxValue.DayNumber; at++)
        {
            var day = begin.AddDays(at);
            // The first that speaks of a day is heard.
            if (day >= first && day <= last)
                _days.TryAdd(day, new DayException(day, open, name));
        }
    }

    private Refusal? Starts(IReadOnlyList<IcsProperty> properties, DateOnly start, Action<DateOnly> put)
    {
        put(start);
        foreach (var more in properties.Where(property => property.Name == "RDATE"))
        {
            foreach (var value in more.Value.Split(','))
            {
                if (Date(more with { Value = value.Split('/')[0] }) is not { } date)
                    return new Refusal("ics-date", "file", more.Line, Short(value));
                put(date.Day);
            }
        }
        foreach (var rule in properties.Where(property => property.Name == "RRULE"))
        {
            if (Repeat(rule, start, put) is { } refused)
                return refused;
        }
        return null;
    }

    private Refusal? Repeat(IcsProperty rule, DateOnly start, Action<DateOnly> put)
    {
        var wrong = new Refusal("ics-rule", "file", rule.Line, Short(rule.Value));
        if (!DailyOrSlower().IsMatch(rule.Value))
            return wrong;
        try
        {
            var yearly = rule.Value.Contains("YEARLY", StringComparison.OrdinalIgnoreCase);
            var repeating = new CalendarEvent { Start = new CalDateTime(start), RecurrenceRule = new RecurrenceRule(rule.Value) };
            foreach (var occurrence in repeating.GetOccurrences(null, new EvaluationOptions { MaxUnmatchedIncrementsLimit = yearly ? 40 : 800 }))
            {
                if (Stopwatch.GetElapsedTime(_began) > LongestWork)
                    return new Refusal("ics-heavy", "file", rule.Line);
                var day = occurrence.Period.StartTime.Date;
                if (day > last)
                    break;
                put(day);
            }
            return null;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or EvaluationException or OverflowException or InvalidOperationException)
        {
            return wrong;
        }
    }

    /// <summary>Whole days of the event; 0 when it is about hours.</summary>
    private Outcome<int> Length(IReadOnlyList<IcsProperty> properties, (DateOnly Day, bool WholeDay) start)
    {
        var days = 1;
        if (One(properties, "DTEND") is { } end)
        {
            if (Date(end) is not { } until || until.Day < start.Day)
                return new Refusal("ics-date", "file", end.Line, Short(end.Value));
            if (!until.WholeDay)
                return 0;
            days = Math.Max(1, until.Day.DayNumber - start.Day.DayNumber);
        }
        else if (One(properties, "DURATION") is { } duration)
        {
            if (WholeDays().Match(duration.Value) is not { Success: true } match)
                return 0;
            days = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * (match.Groups[2].Value == "W" ? 7 : 1);
        }
        else if (One(properties, "DTSTART")!.Value.Contains('T', StringComparison.Ordinal))
        {
            return 0;
        }
        if (days is < 1 or > LongestEvent)
            return new Refusal("ics-long", "file", One(properties, "DTSTART")!.Line, LongestEvent);
        return start.WholeDay ? days : 0;
    }

    private static Outcome<IReadOnlyList<DaySpan>> Open(IReadOnlyList<IcsProperty> properties)
    {
        if (One(properties, Hours) is not { } own)
            return Array.Empty<DaySpan>();
        var wrong = new Refusal("ics-hours", "file", own.Line, Short(own.Value));
        try
        {
            var open = CalendarText.ReadDay(own.Value);
            return WeekHours.Check(new DayException(default, open, "")) is null ? new List<DaySpan>(open) : wrong;
        }
        catch (FormatException)
        {
            return wrong;
        }
    }

    // A moment counts where the calendar is: midnight there begins a whole day.
    private (DateOnly Day, bool WholeDay)? Date(IcsProperty property)
    {
        var value = property.Value.Trim();
        if (DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return (day, true);
        if (!DateTime.TryParseExact(value.TrimEnd('Z'), "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) || moment.Year < Earliest)
            return null;
        if (value.EndsWith('Z'))
            moment = TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(moment, DateTimeKind.Utc), zone);
        return (DateOnly.FromDateTime(moment), moment.TimeOfDay == TimeSpan.Zero);
    }

    private static string Named(IReadOnlyList<IcsProperty> properties)
    {
        var name = PlainText.Line((One(properties, Title) ?? One(properties, "SUMMARY"))?.Text);
        return name.Length <= CalendarCheck.LongestName ? name : PlainText.Clean(name[..CalendarCheck.LongestName]);
    }

    private static IcsProperty? One(IReadOnlyList<IcsProperty> properties, string name) => properties.FirstOrDefault(property => property.Name == name);

    private static string Short(string value) => PlainText.Line(value.Length > 60 ? value[..60] + "…" : value);

    [GeneratedRegex(@"^(?!.*BY(HOUR|MINUTE|SECOND)=).*FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DailyOrSlower();

    [GeneratedRegex("^P([0-9]{1,3})([DW])$", RegexOptions.CultureInvariant)]
    private static partial Regex WholeDays();
}
