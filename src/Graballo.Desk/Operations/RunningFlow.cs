using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

/// <param name="ElementId">Only instances that stand here; null: all.</param>
public sealed record RunningFlow(string Key, int Version, string? ElementId = null);

/// <param name="Standing">Tokens.</param>
public sealed record ElementCount(string ElementId, int Standing, int Incidents);

public sealed record OpenIncident(Guid Id, string Number, Guid InstanceId, string ElementId, string Error, DateTimeOffset RaisedAt);

/// <param name="Elements">Where it stands.</param>
public sealed record RunningInstance(Guid Id, string Number, string Subject, DateTimeOffset StartedAt, IReadOnlyList<string> Elements);

/// <param name="Incidents">The oldest ones.</param>
/// <param name="Instances">The oldest ones.</param>
/// <param name="Total">Instances that there are.</param>
public sealed record RunningFlowView(
    Guid DefinitionId, string Name, string Xml, IReadOnlyList<ElementCount> Counts, IReadOnlyList<OpenIncident> Incidents, IReadOnlyList<RunningInstance> Instances,
    int Total, bool CanResolve, bool CanMove);

/// <summary>One version of a flow in operation: where its instances stand, what failed.</summary>
public sealed class RunningFlowHandler(IDbContextFactory<DeskDbContext> databases)
{
    private const int Shown = 50;
    private const int Most = 20_000;

    public async Task<Outcome<RunningFlowView>> Handle(RunningFlow query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanSee(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var definition = await db.Definitions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Kind == DefinitionKind.Flow && row.Key == query.Key && row.Version == query.Version, ct);
        if (definition is null)
            return Refusal.NotFound;
        var rows = await (from instance in db.FlowInstances.AsNoTracking()
                          join ticket in db.Tickets on instance.TicketId equals ticket.Id
                          where instance.IsActive && instance.DefinitionId == definition.Id
                          orderby instance.StartedAt
                          select new { instance.Id, ticket.Number, ticket.Subject, instance.StartedAt, instance.State }).Take(Most).ToListAsync(ct);
        var instances = rows.ConvertAll(row => new RunningInstance(row.Id, row.Number, row.Subject, row.StartedAt, FlowState.FromJson(row.State).Tokens));
        var incidents = await (from incident in db.Incidents.AsNoTracking()
                               join instance in db.FlowInstances on incident.InstanceId equals instance.Id
                               join ticket in db.Tickets on incident.TicketId equals ticket.Id
                               where incident.ResolvedAt == null && instance.DefinitionId == definition.Id
                               orderby incident.RaisedAt
                               select new OpenIncident(incident.Id, ticket.Number, incident.InstanceId, incident.ElementId, incident.Error, incident.RaisedAt)).Take(Most).ToListAsync(ct);
        var failed = incidents.CountBy(incident => incident.ElementId).ToDictionary();
        var counts = instances.SelectMany(instance => instance.Elements).CountBy(element => element).ToDictionary();
        var chosen = instances.FindAll(instance => query.ElementId is null || instance.Elements.Contains(query.ElementId));
        return new RunningFlowView(
            definition.Id, definition.Name, definition.Xml,
            [.. counts.Keys.Union(failed.Keys).Select(element => new ElementCount(element, counts.GetValueOrDefault(element), failed.GetValueOrDefault(element)))],
            [.. incidents.Where(incident => query.ElementId is null || incident.ElementId == query.ElementId).Take(Shown)],
            [.. chosen.Take(Shown)], chosen.Count, FlowAccess.CanResolve(actor), FlowAccess.CanDeploy(actor));
    }
}
