using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Calendars;

/// <param name="CalendarId">Null: the channel has none of its own.</param>
public sealed record SetChannelCalendar(Channel Channel, Guid? CalendarId);

public sealed class SetChannelCalendarHandler(IDbContextFactory<DeskDbContext> databases, CalendarBook book, WriteGate gate)
{
    public async Task<Outcome<Done>> Handle(SetChannelCalendar command, Actor actor, CancellationToken ct)
    {
        if (!CalendarAccess.CanEdit(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        if (await CalendarReference.Unknown(db, command.CalendarId, ct) is { } unknown)
            return unknown;
        var row = await db.ChannelCalendars.SingleOrDefaultAsync(each => each.Channel == command.Channel, ct);
        if (row is not null && command.CalendarId is null)
            db.ChannelCalendars.Remove(row);
        else if (row is not null)
            row.CalendarId = command.CalendarId!.Value;
        else if (command.CalendarId is { } calendar)
            db.ChannelCalendars.Add(new ChannelCalendar { Channel = command.Channel, CalendarId = calendar });
        await db.SaveChangesAsync(ct);
        book.Forget();
        return Done.It;
    }
}

internal static class CalendarReference
{
    /// <summary>Null when there is such a calendar, or none is named.</summary>
    public static async Task<Refusal?> Unknown(DeskDbContext db, Guid? calendar, CancellationToken ct) =>
        calendar is null || await db.Calendars.AnyAsync(row => row.Id == calendar, ct) ? null : new Refusal("calendar-unknown", "calendar");
}
