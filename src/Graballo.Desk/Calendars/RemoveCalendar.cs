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
        if (await CalendarUse.Keeps(db, calendar, ct) is { } kept)
            return kept;
        if (calendar.Version != command.Version)
            return new Refusal("calendar-stale", null, "—");
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
}
