using Graballo.Desk.Persistence;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Portal;

/// <summary>What a date that a client is told is for.</summary>
public enum NextDateKind
{
    /// <summary>We answer.</summary>
    Answer,

    /// <summary>We have it solved.</summary>
    Solution,

    /// <summary>A person committed to it.</summary>
    Promise,
}

/// <summary>The next date that a client may count on. What we measure among us, stages and hand-offs, is none.</summary>
public sealed record NextDate(DateTimeOffset At, NextDateKind Kind)
{
    /// <summary>Null when nothing is due: it waits for the client, or it is over.</summary>
    internal static async Task<NextDate?> Of(DeskDbContext db, Ticket ticket, CancellationToken ct)
    {
        if (ticket.Status is not (TicketStatus.New or TicketStatus.InProgress))
            return null;
        if (ticket.PromisedAt is { } promised)
            return new NextDate(promised, NextDateKind.Promise);
        var due = await db.SlaClocks.AsNoTracking().Where(row => row.TicketId == ticket.Id && row.StoppedAt == null && row.DueAt != null
                && (row.Target == SlaTarget.FirstResponse || row.Target == SlaTarget.NextResponse || row.Target == SlaTarget.Resolution))
            .Select(row => new { row.Target, At = row.DueAt!.Value }).ToListAsync(ct);
        return due.MinBy(row => row.At) is { } next ? new NextDate(next.At, next.Target == SlaTarget.Resolution ? NextDateKind.Solution : NextDateKind.Answer) : null;
    }
}
