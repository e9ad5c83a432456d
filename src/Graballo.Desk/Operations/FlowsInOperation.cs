using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

public sealed record FlowsInOperation;

/// <param name="Running">Instances.</param>
/// <param name="Incidents">Open ones.</param>
/// <param name="Calls">Calls to the outside that are not answered yet.</param>
public sealed record VersionInOperation(string Key, string Name, int Version, bool IsNewest, int Running, int Incidents, int Calls);

/// <param name="LastCheck">The last comparison of flows and rows; null before the first one.</param>
public sealed record OperationView(DateTimeOffset AsOf, IReadOnlyList<VersionInOperation> Versions, ReconciliationView? LastCheck);

/// <summary>Every version of every flow that something runs on, and the newest ones.</summary>
public sealed class FlowsInOperationHandler(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    public async Task<Outcome<OperationView>> Handle(FlowsInOperation query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanSee(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var running = await db.FlowInstances.Where(row => row.IsActive).CountByDefinition(ct);
        var incidents = await (from incident in db.Incidents
                               join instance in db.FlowInstances on incident.InstanceId equals instance.Id
                               where incident.ResolvedAt == null
                               select instance).CountByDefinition(ct);
        var calls = await (from call in db.ServiceCalls
                           join instance in db.FlowInstances on call.InstanceId equals instance.Id
                           where call.NextAttemptAt != null
                           select instance).CountByDefinition(ct);
        var rows = await db.Definitions.AsNoTracking().Where(row => row.Kind == DefinitionKind.Flow)
            .Select(row => new { row.Id, row.Key, row.Name, row.Version }).ToListAsync(ct);
        var newest = rows.GroupBy(row => row.Key).ToDictionary(group => group.Key, group => group.Max(row => row.Version));
        var last = await db.Reconciliations.AsNoTracking().OrderByDescending(row => row.StartedAt).FirstOrDefaultAsync(ct);
        return new OperationView(
            clock.GetUtcNow(),
            [.. rows.Select(row => new VersionInOperation(
                    row.Key, row.Name, row.Version, newest[row.Key] == row.Version, running.GetValueOrDefault(row.Id), incidents.GetValueOrDefault(row.Id), calls.GetValueOrDefault(row.Id)))
                .Where(row => row.IsNewest || row.Running + row.Incidents > 0).OrderBy(row => row.Key).ThenByDescending(row => row.Version)],
            last is null ? null : ReconcileHandler.View(last));
    }
}

internal static class InstanceCounts
{
    public static Task<Dictionary<Guid, int>> CountByDefinition(this IQueryable<FlowInstance> instances, CancellationToken ct) =>
        instances.GroupBy(row => row.DefinitionId).Select(rows => new { rows.Key, Count = rows.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
}
