using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

/// <param name="Mapping">Old element id → new element id.</param>
public sealed record TryMigration(string Key, int From, int To, IReadOnlyDictionary<string, string> Mapping);

/// <summary>A ticket that cannot move, and what stands in the way.</summary>
public sealed record TicketObstacle(Guid InstanceId, string Number, string Subject, string ElementId, string Reason);

/// <param name="Movable">Instances that can move.</param>
/// <param name="Obstacles">Every instance that cannot, one line for each thing in the way.</param>
public sealed record TriedMigration(int Movable, int Stuck, IReadOnlyList<TicketObstacle> Obstacles);

/// <summary>A dry run: nothing moves, every ticket that could not move is told with the reason.</summary>
public sealed class TryMigrationHandler(IDbContextFactory<DeskDbContext> databases, DefinitionCatalog catalog)
{
    private const int Batch = 500;

    public async Task<Outcome<TriedMigration>> Handle(TryMigration query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanDeploy(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await MigrationVersions.Find(db, catalog, query.Key, query.From, query.To, ct) is not { } versions)
            return new Refusal("migration-versions");
        if (versions.Check(query.Mapping) is { } wrong)
            return wrong;
        var ids = await db.FlowInstances.AsNoTracking().Where(row => row.IsActive && row.DefinitionId == versions.FromId).OrderBy(row => row.StartedAt).Select(row => row.Id).ToListAsync(ct);
        var (movable, stuck, obstacles) = (0, 0, new List<TicketObstacle>());
        foreach (var batch in ids.Chunk(Batch))
        {
            var rows = await (from instance in db.FlowInstances.AsNoTracking()
                              join ticket in db.Tickets on instance.TicketId equals ticket.Id
                              where batch.Contains(instance.Id)
                              orderby ticket.Number
                              select new { instance.Id, instance.State, ticket.Number, ticket.Subject }).ToListAsync(ct);
            foreach (var row in rows)
            {
                var found = FlowMigration.Check(FlowState.FromJson(row.State), versions.From, versions.To, query.Mapping);
                (movable, stuck) = found.Count == 0 ? (movable + 1, stuck) : (movable, stuck + 1);
                obstacles.AddRange(found.Select(obstacle => new TicketObstacle(row.Id, row.Number, row.Subject, obstacle.ElementId, obstacle.Reason)));
            }
        }
        return new TriedMigration(movable, stuck, obstacles);
    }
}
