using Graballo.Desk.Persistence;
using Graballo.Domain.Calendars;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Calendars;

public sealed record ListCalendars;

/// <param name="OpenUntil">When it closes today; null when it is closed now.</param>
/// <param name="OpensAt">When it opens next; null when it is open, or never opens again.</param>
public sealed record CalendarLine(
    Guid Id, string Code, string Name, string TimeZone, int Version, bool IsDesk, bool ChileanHolidays, IReadOnlyList<IReadOnlyList<DaySpan>> Days, int Exceptions,
    DateTimeOffset? OpenUntil, DateTimeOffset? OpensAt, int Units, int Groups, int Clients, IReadOnlyList<Channel> Channels);

/// <param name="ByChannel">Every channel with its calendar; null: none of its own.</param>
public sealed record CalendarsView(IReadOnlyList<CalendarLine> Calendars, IReadOnlyList<(Channel Channel, Guid? CalendarId)> ByChannel, bool CanEdit);

internal static class CalendarAccess
{
    public static bool CanSee(Actor actor) => actor.IsStaff || actor.Is(Role.BackOffice, Role.ProcessOwner);

    public static bool CanEdit(Actor actor) => actor.IsSystem || actor.Is(Role.Administrator, Role.ProcessOwner);
}

/// <summary>The calendars, who refers to them, and whether they are open now.</summary>
public sealed class ListCalendarsHandler(IDbContextFactory<DeskDbContext> databases, CalendarBook book, TimeProvider clock)
{
    public async Task<Outcome<CalendarsView>> Handle(ListCalendars query, Actor actor, CancellationToken ct)
    {
        if (!CalendarAccess.CanSee(actor))
            return Refusal.Forbidden;
        var set = await book.Current(ct);
        await using var db = await databases.CreateDbContextAsync(ct);
        var units = (await db.Units.Where(row => row.CalendarId != null).Select(row => row.CalendarId!.Value).ToListAsync(ct)).ToLookup(id => id);
        var groups = (await db.Groups.Where(row => row.CalendarId != null).Select(row => row.CalendarId!.Value).ToListAsync(ct)).ToLookup(id => id);
        var clients = await db.Companies.Where(row => row.CalendarId != null).GroupBy(row => row.CalendarId!.Value)
            .Select(rows => new { rows.Key, Count = rows.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        var channels = await db.ChannelCalendars.AsNoTracking().ToListAsync(ct);
        var rows = await db.Calendars.AsNoTracking().OrderByDescending(row => row.Code == CalendarSet.Standard).ThenBy(row => row.Name).ToListAsync(ct);
        return new CalendarsView(
            rows.ConvertAll(row => Line(
                row, set[row.Code], units[row.Id].Count(), groups[row.Id].Count(), clients.GetValueOrDefault(row.Id),
                channels.FindAll(each => each.CalendarId == row.Id).ConvertAll(each => each.Channel))),
            [.. Enum.GetValues<Channel>().Select(channel => (channel, channels.Find(each => each.Channel == channel)?.CalendarId))],
            CalendarAccess.CanEdit(actor));
    }

    private CalendarLine Line(StoredCalendar row, BusinessCalendar calendar, int units, int groups, int clients, IReadOnlyList<Channel> channels)
    {
        var now = clock.GetUtcNow();
        var until = calendar.OpenUntil(now);
        return new CalendarLine(
            row.Id, row.Code, row.Name, row.TimeZone, row.Version, row.Code == CalendarSet.Standard, row.ChileanHolidays,
            WeekHours.ByDay(CalendarText.ReadWeek(row.Hours)), CalendarText.ReadExceptions(row.Exceptions).Count, until,
            until is null ? NextOpening(calendar, now) : null, units, groups, clients, channels);
    }

    private static DateTimeOffset? NextOpening(BusinessCalendar calendar, DateTimeOffset now)
    {
        try
        {
            return calendar.NextOpen(now);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
