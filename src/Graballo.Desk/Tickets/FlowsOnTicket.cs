using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <summary>Where a ticket stands on each of its flows, and what the elements of these flows are called.</summary>
internal static class FlowsOnTicket
{
    public static async Task<(List<FlowOnTicket> Flows, IReadOnlyDictionary<string, ElementName> Elements)> Read(
        DeskDbContext db, FlowNames names, Guid ticketId, CancellationToken ct)
    {
        var rows = await (
            from instance in db.FlowInstances.AsNoTracking()
            join definition in db.Definitions.AsNoTracking() on instance.DefinitionId equals definition.Id
            where instance.TicketId == ticketId
            orderby instance.StartedAt
            select new { Instance = instance, definition.Key, definition.Version, definition.Name }).ToListAsync(ct);
        var elements = await names.Of(rows.Select(row => row.Instance.DefinitionId), ct);
        return (rows.ConvertAll(row => new FlowOnTicket(
            row.Instance.Id, row.Key, row.Version, elements.GetValueOrDefault(row.Key) ?? new ElementName(row.Name, null), row.Instance.IsActive,
            row.Instance.IsActive ? Tokens(row.Instance.State) : [],
            row.Instance.Visited.Split(' ', StringSplitOptions.RemoveEmptyEntries))), elements);
    }

    // A state that cannot be read is what the reconciler reports; the ticket can be looked at all the same.
    private static List<string> Tokens(string state)
    {
        try
        {
            return [.. FlowState.FromJson(state).Tokens];
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
