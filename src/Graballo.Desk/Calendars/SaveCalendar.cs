using Graballo.Desk.Organisation;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.Calendars;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Calendars;

/// <param name="Id">Null makes a new one.</param>
/// <param name="Version">The one that the form knows; another one meanwhile is refused.</param>
/// <param name="Code">Of a new one; afterwards it stays.</param>
/// <param name="TimeZone">IANA name.</param>
public sealed record SaveCalendar(
    Guid? Id, int Version, string Code, string Name, string TimeZone, IReadOnlyList<WeeklySpan> Week, bool ChileanHolidays, IReadOnlyList<DayException> Exceptions);

/// <summary>
/// Keeps a calendar, its history and the run that counts anew what runs in it, in one transaction.
/// </summary>
public sealed class SaveCalendarHandler(IDbContextFactory<DeskDbContext> databases, CalendarBook book, WriteGate gate, TimeProvider clock)
{
    public async Task<Outcome<string>> Handle(SaveCalendar command, Actor actor, CancellationToken ct)
    {
        if (!CalendarAccess.CanEdit(actor))
            return Refusal.Forbidden;
        command = Cleaned(command);
        if (CalendarCheck.Of(command, clock.GetUtcNow()) is { } refused)
            return refused;
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        var row = command.Id is { } id ? await db.Calendars.SingleOrDefaultAsync(each => each.Id == id, ct) : null;
        if (command.Id is not null && row is null)
            return Refusal.NotFound;
        if (row is null && await db.Calendars.AnyAsync(each => each.Code == command.Code, ct))
            return new Refusal("code-taken", "code", command.Code);
        if (row is not null && row.Version != command.Version)
            return await Stale(db, row.Id, ct);
        var first = row is null ? null : await First(db, row, ct);
        row ??= New(db, command.Code);
        Put(row, command);
        var entry = db.Entry(row);
        if (entry.State == EntityState.Unchanged)
            return row.Code;
        if (first is not null)
            db.CalendarEdits.Add(first);
        // A new one, or another name, moves nothing.
        var counts = entry.State == EntityState.Modified && entry.Properties.Any(property => property.IsModified && property.Metadata.Name != nameof(row.Name));
        return await Keep(db, row, counts, actor, ct);
    }

    private async Task<Outcome<string>> Keep(DeskDbContext db, StoredCalendar row, bool counts, Actor actor, CancellationToken ct)
    {
        row.Version++;
        var edit = Edit(row, actor.Name, clock.GetUtcNow());
        edit.RunId = counts ? (await Recounts.Begin(db, RecountCause.Calendar, row.Code, null, actor, edit.At, ct)).Id : null;
        db.CalendarEdits.Add(edit);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (Exception conflict) when (Conflicts.IsConflict(conflict))
        {
            return await Stale(db, row.Id, ct);
        }
        book.Forget();
        return row.Code;
    }

    internal static CalendarEdit Edit(StoredCalendar row, string by, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        CalendarId = row.Id,
        Code = row.Code,
        Version = row.Version,
        At = at,
        By = by,
        Name = row.Name,
        TimeZone = row.TimeZone,
        Hours = row.Hours,
        ChileanHolidays = row.ChileanHolidays,
        Exceptions = row.Exceptions,
    };

    private static SaveCalendar Cleaned(SaveCalendar command) => command with
    {
        Code = command.Code.Trim(),
        Name = PlainText.Line(command.Name),
        TimeZone = command.TimeZone.Trim(),
        Exceptions = [.. command.Exceptions.Select(exception => exception with { Name = PlainText.Line(exception.Name) })],
    };

    private static async Task<Refusal> Stale(DeskDbContext db, Guid id, CancellationToken ct) => new(
        "calendar-stale", null, await db.CalendarEdits.AsNoTracking().Where(edit => edit.CalendarId == id).OrderByDescending(edit => edit.Version).Select(edit => edit.By).FirstOrDefaultAsync(ct) ?? "—");

    private StoredCalendar New(DeskDbContext db, string code)
    {
        var row = new StoredCalendar { Id = Guid.CreateVersion7(clock.GetUtcNow()), Code = code, Name = "", TimeZone = "", Hours = "" };
        db.Calendars.Add(row);
        return row;
    }

    // A calendar that was there before anybody changed it begins its history as it was.
    private async Task<CalendarEdit?> First(DeskDbContext db, StoredCalendar row, CancellationToken ct)
    {
        if (await db.CalendarEdits.AnyAsync(edit => edit.CalendarId == row.Id, ct))
            return null;
        return Edit(row, Actor.System.Name, clock.GetUtcNow());
    }

    private static void Put(StoredCalendar row, SaveCalendar command)
    {
        row.Name = command.Name;
        row.TimeZone = command.TimeZone;
        row.Hours = CalendarText.Write(command.Week);
        row.ChileanHolidays = command.ChileanHolidays;
        row.Exceptions = CalendarText.Write(command.Exceptions);
    }
}

/// <summary>What a calendar must be like.</summary>
internal static class CalendarCheck
{
    public const int MostExceptions = 1_000;
    public const int LongestName = 120;

    public static Refusal? Of(SaveCalendar command, DateTimeOffset now)
    {
        var refused = Refusal.All(
            Check.Text(command.Name, "name", LongestName), command.Id is null ? NewCode(command.Code) : null,
            TimeZoneInfo.TryFindSystemTimeZoneById(command.TimeZone, out _) && command.TimeZone.Length <= 64 ? null : new Refusal("zone-unknown", "timeZone"),
            Week(command.Week), Exceptions(command.Exceptions));
        return refused ?? (Opens(command, now) ? null : new Refusal("calendar-never-open", "week"));
    }

    private static Refusal? NewCode(string code) =>
        CodeRule.Check(code) ?? (CalendarSet.Reserved.Contains(code) ? new Refusal("calendar-code-reserved", "code", code) : null);

    private static Refusal? Week(IReadOnlyList<WeeklySpan> week) => WeekHours.Check(week) switch
    {
        null => null,
        { Fault: HoursFault.None } => new Refusal("calendar-no-hours", "week"),
        { } wrong => new Refusal(Code(wrong.Fault), "week", "day-" + wrong.Day.ToString().ToLowerInvariant(), WeekHours.MostSpans),
    };

    private static Refusal? Exceptions(IReadOnlyList<DayException> exceptions)
    {
        if (exceptions.Count > MostExceptions)
            return new Refusal("calendar-dates-many", "exceptions", MostExceptions);
        var known = new HashSet<DateOnly>();
        foreach (var exception in exceptions)
        {
            if (!known.Add(exception.Day))
                return new Refusal("calendar-date-twice", "exceptions", exception.Day);
            if (exception.Day.Year is < BusinessCalendar.FirstYear or > BusinessCalendar.LastYear)
                return new Refusal("calendar-date-far", "exceptions", exception.Day, BusinessCalendar.FirstYear, BusinessCalendar.LastYear);
            if (PlainText.Length(exception.Name) > LongestName)
                return new Refusal("too-long", "exceptions", "name", LongestName);
            if (WeekHours.Check(exception) is { } fault)
                return new Refusal(Code(fault), "exceptions", exception.Day, WeekHours.MostSpans);
        }
        return null;
    }

    private static string Code(HoursFault fault) => fault switch
    {
        HoursFault.Overlap => "calendar-hours-overlap",
        HoursFault.TooMany => "calendar-hours-many",
        _ => "calendar-hours-empty",
    };

    // Hours that holidays, dates or a change of clocks always swallow are no hours.
    private static bool Opens(SaveCalendar command, DateTimeOffset now)
    {
        try
        {
            CalendarBook.Compile(command.TimeZone, command.Week, command.ChileanHolidays, command.Exceptions).NextOpen(now);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
