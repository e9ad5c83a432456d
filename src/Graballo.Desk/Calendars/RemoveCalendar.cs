using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Calendars;

/// <param name="Version">The one that the form knows.</param>
public sealed record RemoveCalendar(Guid Id, int Version);

/// <summary>Removes a calendar that nobody refers to; its history stays.</summary>
public sealed class RemoveCalendarHandler(IDbContextFactory<DeskDbContext> databases, CalendarBook book, WriteGate gate, TimeProvider clock)
{
    public async Task<Outcome<Done>> Handle(RemoveCalendar command, Actor actor, CancellationToken ct)
    {
        if (!CalendarAccess.CanEdit(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Calendars.SingleOrDefaultAsync(row => row.Id == command.Id, ct) is not { } calendar)
            return Refusal.NotFound;
        if (await Kept(db, calendar, command.Version, ct) is { } refused)
            return refused;
        var now = clock.GetUtcNow();
        calendar.Version++;
        var last = SaveCalendarHandler.Edit(calendar, actor.Name, now);
        last.IsRemoval = true;
        db.CalendarEdits.Add(last);
        db.Calendars.Remove(calendar);
        try
        {
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Somebody began to refer to it in this moment: the database does not let it go.
            return Refusal.Busy;
        }
        book.Forget();
        return Done.It;
    }

    // Why it cannot go.
    private static async Task<Refusal?> Kept(DeskDbContext db, StoredCalendar calendar, int version, CancellationToken ct)
    {
        if (calendar.Code == CalendarSet.Standard)
            return new Refusal("calendar-desk");
        if (calendar.Version != version)
            return new Refusal("calendar-stale", null, "—");
        var uses = await Uses(db, calendar, ct);
        return uses.Any(count => count > 0) ? new Refusal("calendar-in-use", null, [.. uses.Select(count => (object)count)]) : null;
    }

    /// <summary>How many units, groups, clients, channels, running clocks, flows or decisions, and people's shifts refer to it.</summary>
    private static async Task<int[]> Uses(DeskDbContext db, StoredCalendar calendar, CancellationToken ct)
    {
        var (inFlow, inRule, inText) = ($"calendar=\"{calendar.Code}\"", $"\"{calendar.Code}\"", $"&quot;{calendar.Code}&quot;");
        return
        [
            await db.Units.CountAsync(row => row.CalendarId == calendar.Id, ct),
            await db.Groups.CountAsync(row => row.CalendarId == calendar.Id, ct),
            await db.Companies.CountAsync(row => row.CalendarId == calendar.Id, ct),
            await db.ChannelCalendars.CountAsync(row => row.CalendarId == calendar.Id, ct),
            await db.SlaClocks.CountAsync(row => row.Calendar == calendar.Code && row.StoppedAt == null, ct),
            // The newest version of each, and older ones that still run.
            await db.Definitions.CountAsync(
                row => (row.Kind == DefinitionKind.Flow ? row.Xml.Contains(inFlow) : row.Xml.Contains(inRule) || row.Xml.Contains(inText))
                    && (!db.Definitions.Any(newer => newer.Kind == row.Kind && newer.Key == row.Key && newer.Version > row.Version)
                        || db.FlowInstances.Any(instance => instance.DefinitionId == row.Id && instance.IsActive)), ct),
            await db.Agents.CountAsync(row => row.Shift == calendar.Code, ct),
        ];
    }
}
