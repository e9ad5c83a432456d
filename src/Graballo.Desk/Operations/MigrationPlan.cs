using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

/// <param name="From">The version that instances are on.</param>
/// <param name="To">The version they shall go on in.</param>
public sealed record PlanMigration(string Key, int From, int To);

/// <param name="Standing">Tokens of running instances that stand here now.</param>
/// <param name="Proposed">Its counterpart in the new version; null when there is none.</param>
public sealed record MappedElement(FlowElement Element, int Standing, string? Proposed);

/// <param name="Elements">Those of the old version.</param>
/// <param name="Targets">Those of the new version.</param>
public sealed record MigrationPlan(int Running, IReadOnlyList<MappedElement> Elements, IReadOnlyList<FlowElement> Targets);

/// <summary>Proposes which element of the new version each old one becomes.</summary>
public sealed class PlanMigrationHandler(IDbContextFactory<DeskDbContext> databases, DefinitionCatalog catalog)
{
    public async Task<Outcome<MigrationPlan>> Handle(PlanMigration query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanDeploy(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await MigrationVersions.Find(db, catalog, query.Key, query.From, query.To, ct) is not { } versions)
            return new Refusal("migration-versions");
        var states = await db.FlowInstances.AsNoTracking().Where(row => row.IsActive && row.DefinitionId == versions.FromId).Select(row => row.State).ToListAsync(ct);
        var standing = states.SelectMany(state => FlowState.FromJson(state).Tokens).CountBy(element => element).ToDictionary();
        var proposed = FlowMigration.Propose(versions.From, versions.To);
        return new MigrationPlan(
            states.Count,
            [.. versions.From.Elements.Select(element => new MappedElement(element, standing.GetValueOrDefault(element.Id), proposed.GetValueOrDefault(element.Id)))],
            versions.To.Elements);
    }
}

/// <summary>The two versions of a migration, compiled.</summary>
internal sealed record MigrationVersions(Guid FromId, Guid ToId, Flow From, Flow To)
{
    public static async Task<MigrationVersions?> Find(DeskDbContext db, DefinitionCatalog catalog, string key, int from, int to, CancellationToken ct)
    {
        if (from == to)
            return null;
        var found = await db.Definitions.AsNoTracking().Where(row => row.Kind == DefinitionKind.Flow && row.Key == key && (row.Version == from || row.Version == to))
            .ToDictionaryAsync(row => row.Version, row => row.Id, ct);
        return found.Count == 2 ? new MigrationVersions(found[from], found[to], catalog.Flow(found[from]), catalog.Flow(found[to])) : null;
    }

    /// <summary>What a mapping names must exist on both sides.</summary>
    public Refusal? Check(IReadOnlyDictionary<string, string> mapping)
    {
        var (old, next) = (From.Elements.Select(element => element.Id).ToHashSet(), To.Elements.Select(element => element.Id).ToHashSet());
        var wrong = mapping.Where(pair => !old.Contains(pair.Key)).Select(pair => pair.Key).Concat(mapping.Values.Where(id => !next.Contains(id))).FirstOrDefault();
        return wrong is null ? null : new Refusal("migration-element", null, wrong);
    }
}
