using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

/// <param name="Key">The flow.</param>
/// <param name="Version">Null: every version.</param>
/// <param name="ElementId">Null: every element.</param>
public sealed record RetryIncidents(string Key, int? Version = null, string? ElementId = null);

/// <param name="Tried">Incidents that were tried again.</param>
/// <param name="Left">Incidents that there were beyond what one command tries.</param>
public sealed record RetriedIncidents(int Tried, int Left);

/// <summary>Tries the same failed step of many tickets again, each in its own transaction.</summary>
public sealed class RetryIncidentsHandler(DeskRuntime runtime, IDbContextFactory<DeskDbContext> databases)
{
    /// <summary>Incidents that one command tries; the caller asks again for the rest.</summary>
    public const int Most = 500;

    public async Task<Outcome<RetriedIncidents>> Handle(RetryIncidents command, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanResolve(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await (from incident in db.Incidents.AsNoTracking()
                           join instance in db.FlowInstances on incident.InstanceId equals instance.Id
                           join definition in db.Definitions on instance.DefinitionId equals definition.Id
                           where incident.ResolvedAt == null && instance.FlowKey == command.Key
                               && (command.Version == null || definition.Version == command.Version)
                               && (command.ElementId == null || incident.ElementId == command.ElementId)
                           orderby incident.RaisedAt
                           select new { incident.Id, incident.TicketId }).ToListAsync(ct);
        var tried = 0;
        foreach (var incident in found.Take(Most))
            tried += (await runtime.OnTicket(incident.TicketId, actor, step => RetryIncidentHandler.Act(step, incident.Id), ct)).Ok ? 1 : 0;
        return new RetriedIncidents(tried, Math.Max(0, found.Count - Most));
    }
}
