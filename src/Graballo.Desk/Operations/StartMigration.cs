using System.Text.Json;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

/// <param name="Reason">Goes into the history of every ticket that moves.</param>
public sealed record StartMigration(string Key, int From, int To, IReadOnlyDictionary<string, string> Mapping, string Reason);

/// <summary>Begins to move the running instances; a job of any node goes on with it until none is left.</summary>
public sealed class StartMigrationHandler(IDbContextFactory<DeskDbContext> databases, DefinitionCatalog catalog, WriteGate gate, TimeProvider clock)
{
    private const int LongestReason = 2_000;

    public async Task<Outcome<Guid>> Handle(StartMigration command, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanDeploy(actor))
            return Refusal.Forbidden;
        if (Check.Text(command.Reason, "reason", LongestReason) is { } refused)
            return refused;
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await MigrationVersions.Find(db, catalog, command.Key, command.From, command.To, ct) is not { } versions)
            return new Refusal("migration-versions");
        if (versions.Check(command.Mapping) is { } wrong)
            return wrong;
        using var turn = await gate.Enter(db, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, ct);
        if (await db.MigrationRuns.AnyAsync(row => row.FlowKey == command.Key && row.Status == MigrationStatus.Running, ct))
            return new Refusal("migration-running");
        var now = clock.GetUtcNow();
        var run = new MigrationRun
        {
            Id = Guid.CreateVersion7(now),
            FlowKey = command.Key,
            FromId = versions.FromId,
            ToId = versions.ToId,
            FromVersion = command.From,
            ToVersion = command.To,
            Mapping = JsonSerializer.Serialize(command.Mapping),
            Reason = command.Reason.Trim(),
            Total = await db.FlowInstances.CountAsync(row => row.IsActive && row.DefinitionId == versions.FromId, ct),
            StartedBy = actor.Name,
            StartedById = actor.IsSystem ? null : actor.UserId,
            StartedAt = now,
            ClaimedUntil = now,
        };
        db.MigrationRuns.Add(run);
        try
        {
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (Exception error) when (Conflicts.IsConflict(error))
        {
            // Another node began one in the same moment: two at once could move instances to and fro.
            return new Refusal("migration-running");
        }
        return run.Id;
    }
}

public sealed record StopMigration(Guid Id);

/// <summary>Stops a migration; what has moved stays where it is now.</summary>
public sealed class StopMigrationHandler(IDbContextFactory<DeskDbContext> databases, WriteGate gate, TimeProvider clock)
{
    public async Task<Outcome<Done>> Handle(StopMigration command, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanDeploy(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        var now = clock.GetUtcNow();
        var stopped = await db.MigrationRuns.Where(row => row.Id == command.Id && row.Status == MigrationStatus.Running)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Status, MigrationStatus.Stopped).SetProperty(r => r.EndedAt, now), ct);
        return stopped == 0 ? new Refusal("migration-over") : Done.It;
    }
}
