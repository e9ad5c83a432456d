using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Calendars;

/// <param name="CalendarId">Null: the channel has none of its own.</param>
public sealed record SetChannelCalendar(Channel Channel, Guid? CalendarId);

public sealed class SetChannelCalendarHandler(IDbContextFactory<DeskDbContext> databases, CalendarBook book, WriteGate gate, TimeProvider clock)
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
        if (row?.CalendarId == command.CalendarId)
            return Done.It;
        if (row is not null && command.CalendarId is null)
            db.ChannelCalendars.Remove(row);
        else if (row is not null)
            row.CalendarId = command.CalendarId!.Value;
        else if (command.CalendarId is { } calendar)
            db.ChannelCalendars.Add(new ChannelCalendar { Channel = command.Channel, CalendarId = calendar });
        await Recounts.Begin(db, RecountCause.Channel, command.Channel.Code(), null, actor, clock.GetUtcNow(), ct);
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

    /// <summary>The calendar that counts in a unit or group: its own, else the nearest above it. Null: none is named.</summary>
    public static async Task<Guid?> Nearest(DeskDbContext db, Guid? own, Guid? above, CancellationToken ct)
    {
        for (var level = 0; own is null && above is { } id && level <= Unit.DeepestLevel; level++)
            (own, above) = await db.Units.Where(row => row.Id == id).Select(row => new ValueTuple<Guid?, Guid?>(row.CalendarId, row.ParentId)).SingleOrDefaultAsync(ct);
        return own;
    }
}
