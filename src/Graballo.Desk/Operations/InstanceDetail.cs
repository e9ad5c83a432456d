using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

public sealed record InstanceDetail(Guid Id);

/// <summary>A call to the outside, as people look at it.</summary>
public sealed record CallView(string ElementId, string Kind, ServiceCallStatus Status, int Attempts, int MostAttempts, DateTimeOffset? NextAttemptAt, string? LastError);

/// <param name="Elements">Of the flow, for moving by hand.</param>
public sealed record InstanceView(
    Guid Id, string Number, string Subject, string Key, int Version, string Name, string Xml, bool IsActive, DateTimeOffset StartedAt,
    IReadOnlyList<FlowToken> Tokens, IReadOnlyList<FlowWait> Waits, IReadOnlyList<string> Visited, IReadOnlyList<IncidentView> Incidents,
    IReadOnlyList<CallView> Calls, IReadOnlyList<FlowElement> Elements, bool CanResolve, bool CanMove);

/// <summary>One running flow: its tokens, what it waits for, what failed.</summary>
public sealed class InstanceDetailHandler(IDbContextFactory<DeskDbContext> databases, DefinitionCatalog catalog)
{
    private const int Shown = 50;

    public async Task<Outcome<InstanceView>> Handle(InstanceDetail query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanSee(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await (from instance in db.FlowInstances.AsNoTracking()
                         join definition in db.Definitions on instance.DefinitionId equals definition.Id
                         join ticket in db.Tickets on instance.TicketId equals ticket.Id
                         where instance.Id == query.Id
                         select new { Instance = instance, Definition = definition, ticket.Number, ticket.Subject }).SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;
        var id = query.Id;
        var state = FlowState.FromJson(row.Instance.State);
        return new InstanceView(
            id, row.Number, row.Subject, row.Definition.Key, row.Definition.Version, row.Definition.Name, row.Definition.Xml, row.Instance.IsActive, row.Instance.StartedAt,
            row.Instance.IsActive ? state.Standing : [], row.Instance.IsActive ? state.Waits : [],
            row.Instance.Visited.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            await db.Incidents.AsNoTracking().Where(incident => incident.InstanceId == id && incident.ResolvedAt == null).OrderBy(incident => incident.RaisedAt)
                .Select(incident => new IncidentView(incident.Id, incident.ElementId, incident.Error, incident.RaisedAt)).ToListAsync(ct),
            await db.ServiceCalls.AsNoTracking().Where(call => call.InstanceId == id).OrderByDescending(call => call.CreatedAt).Take(Shown)
                .Select(call => new CallView(call.ElementId, call.Kind, call.Status, call.Attempts, call.MostAttempts, call.NextAttemptAt, call.LastError)).ToListAsync(ct),
            catalog.Flow(row.Definition.Id).Elements, FlowAccess.CanResolve(actor), FlowAccess.CanDeploy(actor));
    }
}
