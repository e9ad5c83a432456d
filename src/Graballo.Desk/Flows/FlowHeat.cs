using Graballo.Desk.Persistence;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Flows;

/// <summary>Where the tickets of one version stand now.</summary>
public sealed record FlowHeat(string Key, int Version);

/// <param name="Waiting">Tokens on the element.</param>
/// <param name="Breached">Of those, of late tickets.</param>
public sealed record HeatView(string ElementId, int Waiting, int Breached);

public sealed class FlowHeatHandler(IDbContextFactory<DeskDbContext> databases)
{
    private const int Most = 20_000;

    public async Task<Outcome<IReadOnlyList<HeatView>>> Handle(FlowHeat query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanSee(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await (
            from instance in db.FlowInstances.AsNoTracking()
            join definition in db.Definitions on instance.DefinitionId equals definition.Id
            join ticket in db.Tickets on instance.TicketId equals ticket.Id
            where instance.IsActive && definition.Kind == DefinitionKind.Flow && definition.Key == query.Key && definition.Version == query.Version
            select new { instance.State, ticket.IsBreached }).Take(Most).ToListAsync(ct);
        return rows.SelectMany(row => FlowState.FromJson(row.State).Tokens.Select(element => (element, row.IsBreached)))
            .GroupBy(token => token.element).Select(tokens => new HeatView(tokens.Key, tokens.Count(), tokens.Count(token => token.IsBreached))).ToList();
    }
}
