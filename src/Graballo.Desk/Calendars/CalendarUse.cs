using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Calendars;

/// <summary>Who refers to a calendar.</summary>
internal static class CalendarUse
{
    private const int MostNames = 5;

    /// <summary>Why it has to stay, with those who use it; null when nobody does.</summary>
    public static async Task<Refusal?> Keeps(DeskDbContext db, StoredCalendar calendar, CancellationToken ct)
    {
        if (calendar.Code == CalendarSet.Standard)
            return new Refusal("calendar-desk");
        var (id, code) = (calendar.Id, calendar.Code);
        List<Refusal> users =
        [
            .. await Named("unit", db.Units.Where(row => row.CalendarId == id).Select(row => row.Name), ct),
            .. await Named("group", db.Groups.Where(row => row.CalendarId == id).Select(row => row.Name), ct),
            .. await Named("company", db.Companies.Where(row => row.CalendarId == id).Select(row => row.Name), ct),
            .. (await db.ChannelCalendars.Where(row => row.CalendarId == id).Select(row => row.Channel).ToListAsync(ct)).Order()
                .Select(channel => new Refusal("calendar-use-channel", null, "channel-" + channel.ToString().ToLowerInvariant())),
            .. await Named("person", db.Agents.Where(row => row.Shift == code).Select(row => row.Name), ct),
            .. Counted("clock", await db.SlaClocks.CountAsync(row => row.Calendar == code && row.StoppedAt == null, ct)),
            .. Counted("definition", await Definitions(db, code, ct)),
        ];
        return users.Count > 0 ? new Refusal("calendar-in-use", null, users) : null;
    }

    // The newest version of each, and older ones that still run.
    private static Task<int> Definitions(DeskDbContext db, string code, CancellationToken ct)
    {
        var (inFlow, inRule, inText) = ($"calendar=\"{code}\"", $"\"{code}\"", $"&quot;{code}&quot;");
        return db.Definitions.CountAsync(
            row => (row.Kind == DefinitionKind.Flow ? row.Xml.Contains(inFlow) : row.Xml.Contains(inRule) || row.Xml.Contains(inText))
                && (!db.Definitions.Any(newer => newer.Kind == row.Kind && newer.Key == row.Key && newer.Version > row.Version)
                    || db.FlowInstances.Any(instance => instance.DefinitionId == row.Id && instance.IsActive)), ct);
    }

    private static async Task<IEnumerable<Refusal>> Named(string what, IQueryable<string> names, CancellationToken ct)
    {
        var count = await names.CountAsync(ct);
        return count is 0 or > MostNames
            ? Counted(what, count)
            : (await names.OrderBy(name => name).ToListAsync(ct)).Select(name => new Refusal($"calendar-use-{what}", null, name));
    }

    private static IEnumerable<Refusal> Counted(string what, int count) =>
        count == 0 ? [] : [new Refusal(count == 1 ? $"calendar-use-{what}-one" : $"calendar-use-{what}-many", null, count)];
}
