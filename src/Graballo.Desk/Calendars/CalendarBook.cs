using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Calendars;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Calendars;

/// <summary>
/// Compiles the stored calendars and reads them again after a second, so that what one node changes counts on the others at once. One
/// that did not change keeps the years that it has laid out.
/// </summary>
public sealed class CalendarBook(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    private readonly Recent<CalendarSet> _known = new(clock);
    private volatile Dictionary<string, (Written Text, BusinessCalendar Calendar)> _compiled = [];

    public async ValueTask<CalendarSet> Current(CancellationToken ct)
    {
        if (_known.Value is { } known)
            return known;
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Calendars.AsNoTracking().ToListAsync(ct);
        var before = _compiled;
        var compiled = rows.ToDictionary(row => row.Code, row =>
        {
            var text = Written.Of(row);
            return before.TryGetValue(row.Code, out var same) && same.Text == text ? same : (Text: text, Calendar: Compile(row));
        });
        var set = new CalendarSet(compiled.ToDictionary(each => each.Key, each => each.Value.Calendar), await References(db, rows, ct));
        _compiled = compiled;
        return rows.Count > 0 ? _known.Keep(set) : set;
    }

    /// <summary>Reads again at the next question.</summary>
    public void Forget() => _known.Forget();

    /// <exception cref="FormatException">A line of hours or a date cannot be read.</exception>
    public static BusinessCalendar Compile(StoredCalendar row) =>
        Compile(row.TimeZone, CalendarText.ReadWeek(row.Hours), row.ChileanHolidays, CalendarText.ReadExceptions(row.Exceptions));

    public static BusinessCalendar Compile(string timeZone, IReadOnlyList<WeeklySpan> week, bool chileanHolidays, IReadOnlyList<DayException> exceptions) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(timeZone), week, chileanHolidays ? ChileanHolidays.IsHoliday : _ => false, exceptions);

    private static async Task<CalendarReferences> References(DeskDbContext db, List<StoredCalendar> calendars, CancellationToken ct)
    {
        var codes = calendars.ToDictionary(row => row.Id, row => row.Code);
        string? Code(Guid? id) => id is { } known ? codes.GetValueOrDefault(known) : null;
        var clients = await db.Companies.Where(row => row.CalendarId != null).Select(row => new { row.Id, row.CalendarId }).ToListAsync(ct);
        var groups = await db.Groups.Select(row => new { row.Id, row.UnitId, row.CalendarId }).ToListAsync(ct);
        var units = await db.Units.Select(row => new { row.Id, row.ParentId, row.CalendarId }).ToListAsync(ct);
        var channels = await db.ChannelCalendars.AsNoTracking().ToListAsync(ct);
        return new CalendarReferences(
            clients.Where(row => Code(row.CalendarId) is not null).ToDictionary(row => row.Id, row => Code(row.CalendarId)!),
            groups.ToDictionary(row => row.Id, row => (Code(row.CalendarId), row.UnitId)),
            units.ToDictionary(row => row.Id, row => (Code(row.CalendarId), row.ParentId)),
            channels.Where(row => Code(row.CalendarId) is not null).ToDictionary(row => row.Channel, row => Code(row.CalendarId)!));
    }

    private sealed record Written(string TimeZone, string Hours, bool ChileanHolidays, string Exceptions)
    {
        public static Written Of(StoredCalendar row) => new(row.TimeZone, row.Hours, row.ChileanHolidays, row.Exceptions);
    }
}
