using Graballo.Desk.Persistence;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <summary>Where a ticket stands on each of its flows.</summary>
internal static class FlowsOnTicket
{
    public static async Task<List<FlowOnTicket>> Read(DeskDbContext db, Guid ticketId, CancellationToken ct)
    {
        var rows = await (
            from instance in db.FlowInstances.AsNoTracking()
            join definition in db.Definitions.AsNoTracking() on instance.DefinitionId equals definition.Id
            where instance.TicketId == ticketId
            orderby instance.StartedAt
            select new { Instance = instance, definition.Key, definition.Version, definition.Name }).ToListAsync(ct);
        return rows.ConvertAll(row => new FlowOnTicket(
            row.Instance.Id, row.Key, row.Version, row.Name, row.Instance.IsActive,
            row.Instance.IsActive ? [.. FlowState.FromJson(row.Instance.State).Tokens] : [],
            row.Instance.Visited.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }
}
