using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

public sealed record ListMigrations(string Key);

/// <param name="Obstacles">The instances that could not move.</param>
public sealed record MigrationView(
    Guid Id, int From, int To, MigrationStatus Status, int Total, int Moved, int Stuck, string Reason, string StartedBy, DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt, IReadOnlyList<TicketObstacle> Obstacles);

/// <summary>The latest migrations of a flow, newest first.</summary>
public sealed class ListMigrationsHandler(IDbContextFactory<DeskDbContext> databases)
{
    private const int Most = 10;
    private const int MostObstacles = 200;

    public async Task<Outcome<IReadOnlyList<MigrationView>>> Handle(ListMigrations query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanSee(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var runs = await db.MigrationRuns.AsNoTracking().Where(row => row.FlowKey == query.Key).OrderByDescending(row => row.StartedAt).Take(Most).ToListAsync(ct);
        var ids = runs.ConvertAll(run => run.Id);
        var stuck = (await db.StuckInstances.AsNoTracking().Where(row => ids.Contains(row.RunId)).OrderBy(row => row.Number).Take(MostObstacles).ToListAsync(ct)).ToLookup(row => row.RunId);
        return runs.ConvertAll(run => new MigrationView(
            run.Id, run.FromVersion, run.ToVersion, run.Status, run.Total, run.Moved, run.Stuck, run.Reason, run.StartedBy, run.StartedAt, run.EndedAt,
            [.. stuck[run.Id].Select(row => new TicketObstacle(row.InstanceId, row.Number, "", row.ElementId, row.Reason))]));
    }
}
