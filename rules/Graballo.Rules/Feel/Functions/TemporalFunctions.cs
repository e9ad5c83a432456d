namespace Graballo.Rules.Feel.Functions;

/// <summary>DMN 1.5 §10.3.4.7 date and time functions. English names of days and months, as the specification has them.</summary>
internal static class TemporalFunctions
{
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    public static IEnumerable<BuiltinFunction> All =>
    [
        OfDate("day of year", d => (FeelNumber)d.DayOfYear),
        OfDate("day of week", d => Days[d.Weekday - 1]),
        OfDate("month of year", d => Months[d.Month - 1]),
        OfDate("week of year", d => (FeelNumber)WeekOfYear(d)),
        new("now", ("", a => Now(a))),
        new("today", ("", a => Now(a).Date)),
    ];

    private static BuiltinFunction OfDate(string name, Func<FeelDate, object?> body) => new(name, ("date: any", a => Apply(a, name, body)));

    private static object? Apply(Arguments a, string name, Func<FeelDate, object?> body) =>
        (a[0] is FeelList { Count: 1 } single ? single[0] : a[0]) switch
        {
            FeelDate date => body(date),
            FeelDateTime stamp => body(stamp.Date),
            _ => a.Fail($"{name}() takes a date"),
        };

    // ISO 8601: the week belongs to the year of its Thursday.
    private static int WeekOfYear(FeelDate date)
    {
        var thursday = FeelDate.FromEpochDay(date.EpochDay - date.Weekday + 4) ?? date;
        return ((thursday.DayOfYear - 1) / 7) + 1;
    }

    private static FeelDateTime Now(Arguments a)
    {
        var now = FeelDateTime.FromDateTimeOffset(a.State.Options.Now);
        if (a.State.Options.TimeZone is not { } id || FeelZone.OfId(id) is not { } zone) return now;
        return zone.AtInstant(now.Nanos) ?? now;
    }
}
