using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <summary>The stages that a ticket has visited, in order. Stages earned in the same instant are in the order of the hierarchy.</summary>
internal static class StageViews
{
    public static async Task<IReadOnlyList<StageView>> Read(DeskDbContext db, Guid ticketId, CancellationToken ct)
    {
        var visits = await db.StageVisits.AsNoTracking().Where(row => row.TicketId == ticketId).ToListAsync(ct);
        return [.. visits.OrderBy(row => row.EnteredAt).ThenBy(row => row.Stage).Select(row => new StageView(row.Stage, row.EnteredAt, row.LeftAt))];
    }
}
