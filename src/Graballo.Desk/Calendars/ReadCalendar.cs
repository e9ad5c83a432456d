using Graballo.Desk.Persistence;
using Graballo.Domain.Calendars;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Calendars;

public sealed record ReadCalendar(string Code);

/// <param name="What">name, timeZone, hours, holidays, exceptionAdded, exceptionRemoved.</param>
/// <param name="Before">As it was; empty when there was nothing.</param>
/// <param name="After">As it is then; empty when there is nothing.</param>
public sealed record CalendarChange(string What, string Before, string After);

/// <param name="Changes">Empty for the first one known.</param>
/// <param name="IsSettled">False while running deadlines are being counted anew.</param>
/// <param name="Settled">Tickets counted anew.</param>
public sealed record CalendarEditView(int Version, DateTimeOffset At, string By, IReadOnlyList<CalendarChange> Changes, bool IsSettled, int Settled);

/// <param name="Stays">Why it cannot be removed, with those who use it; null when it can.</param>
public sealed record CalendarDetail(
    Guid Id, string Code, string Name, string TimeZone, IReadOnlyList<WeeklySpan> Week, bool ChileanHolidays, IReadOnlyList<DayException> Exceptions, int Version,
    bool IsDesk, IReadOnlyList<CalendarEditView> History, bool CanEdit, Refusal? Stays);

/// <summary>One calendar with the history of its changes, newest first.</summary>
public sealed class ReadCalendarHandler(IDbContextFactory<DeskDbContext> databases)
{
    private const int MostEdits = 30;

    public async Task<Outcome<CalendarDetail>> Handle(ReadCalendar query, Actor actor, CancellationToken ct)
    {
        if (!CalendarAccess.CanSee(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Calendars.AsNoTracking().SingleOrDefaultAsync(row => row.Code == query.Code, ct) is not { } row)
            return Refusal.NotFound;
        // One more than is shown: the oldest shown is compared with it.
        var edits = await db.CalendarEdits.AsNoTracking().Where(edit => edit.CalendarId == row.Id).OrderByDescending(edit => edit.Version).Take(MostEdits + 1).ToListAsync(ct);
        var known = edits.ConvertAll(edit => edit.RunId);
        var runs = await db.RecountRuns.AsNoTracking().Where(run => known.Contains(run.Id)).ToDictionaryAsync(run => run.Id, ct);
        RecountRun? Run(CalendarEdit edit) => edit.RunId is { } id ? runs.GetValueOrDefault(id) : null;
        return new CalendarDetail(
            row.Id, row.Code, row.Name, row.TimeZone, CalendarText.ReadWeek(row.Hours), row.ChileanHolidays, CalendarText.ReadExceptions(row.Exceptions), row.Version,
            row.Code == CalendarSet.Standard,
            [.. edits.Take(MostEdits).Select((edit, at) => new CalendarEditView(
                edit.Version, edit.At, edit.By, at + 1 < edits.Count ? [.. Between(edits[at + 1], edit)] : [], Run(edit)?.Status != RecountStatus.Running, Run(edit)?.Seen ?? 0))],
            CalendarAccess.CanEdit(actor), await CalendarUse.Keeps(db, row, ct));
    }

    private static IEnumerable<CalendarChange> Between(CalendarEdit before, CalendarEdit after)
    {
        if (before.Name != after.Name)
            yield return new CalendarChange("name", before.Name, after.Name);
        if (before.TimeZone != after.TimeZone)
            yield return new CalendarChange("timeZone", before.TimeZone, after.TimeZone);
        if (before.Hours != after.Hours)
            yield return new CalendarChange("hours", before.Hours, after.Hours);
        if (before.ChileanHolidays != after.ChileanHolidays)
            yield return new CalendarChange("holidays", before.ChileanHolidays ? "1" : "", after.ChileanHolidays ? "1" : "");
        var (old, now) = (Dates(before), Dates(after));
        foreach (var gone in old.Except(now))
            yield return new CalendarChange("exceptionRemoved", gone, "");
        foreach (var added in now.Except(old))
            yield return new CalendarChange("exceptionAdded", "", added);
    }

    private static List<string> Dates(CalendarEdit edit) => [.. CalendarText.ReadExceptions(edit.Exceptions).OrderBy(exception => exception.Day).Select(CalendarText.Write)];
}
