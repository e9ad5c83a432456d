using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Flows;

public sealed record ListDefinitions;

/// <param name="Running">Instances that run on this version; 0 for decisions.</param>
public sealed record VersionView(Guid Id, int Version, DateTimeOffset DeployedAt, string DeployedBy, string? Comment, int Running);

/// <param name="Versions">Newest first.</param>
public sealed record DefinitionView(DefinitionKind Kind, string Key, string Name, IReadOnlyList<VersionView> Versions);

public static class FlowAccess
{
    public static bool CanSee(Actor actor) => actor.IsSystem || actor.Is(Role.ProcessOwner, Role.Manager, Role.Administrator, Role.Supervisor);

    /// <summary>Retrying and leaving out what failed.</summary>
    public static bool CanResolve(Actor actor) => actor.IsSystem || actor.Is(Role.Supervisor, Role.ProcessOwner, Role.Administrator);

    public static bool CanDeploy(Actor actor) => actor.IsSystem || actor.Is(Role.ProcessOwner, Role.Administrator);
}

/// <summary>The flows and decisions that are deployed.</summary>
public sealed class ListDefinitionsHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<IReadOnlyList<DefinitionView>>> Handle(ListDefinitions query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanSee(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var running = await db.FlowInstances.Where(row => row.IsActive).GroupBy(row => row.DefinitionId)
            .Select(rows => new { rows.Key, Count = rows.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        var rows = await db.Definitions.AsNoTracking()
            .Select(row => new { row.Id, row.Kind, row.Key, row.Name, row.Version, row.DeployedAt, row.DeployedBy, row.Comment }).ToListAsync(ct);
        return rows.GroupBy(row => (row.Kind, row.Key)).OrderBy(group => group.Key.Kind).ThenBy(group => group.Key.Key).Select(group =>
        {
            var versions = group.OrderByDescending(row => row.Version).ToList();
            return new DefinitionView(group.Key.Kind, group.Key.Key, versions[0].Name, versions.ConvertAll(row =>
                new VersionView(row.Id, row.Version, row.DeployedAt, row.DeployedBy, row.Comment, running.GetValueOrDefault(row.Id))));
        }).ToList();
    }
}

/// <param name="Key">Process id of a flow, or name of a decision file.</param>
/// <param name="Version">Null: the newest.</param>
public sealed record ReadDefinition(DefinitionKind Kind, string Key, int? Version = null);

public sealed record DefinitionXml(Guid Id, DefinitionKind Kind, string Key, int Version, int NewestVersion, string Name, string Xml, bool CanDeploy);

/// <summary>The XML of one version. Whoever attends tickets may see the flow that they are on.</summary>
public sealed class ReadDefinitionHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<DefinitionXml>> Handle(ReadDefinition query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanSee(actor) && !actor.IsStaff)
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var versions = db.Definitions.AsNoTracking().Where(row => row.Kind == query.Kind && row.Key == query.Key);
        var newest = await versions.OrderByDescending(row => row.Version).Select(row => row.Version).FirstOrDefaultAsync(ct);
        var wanted = query.Version ?? newest;
        var found = await versions.SingleOrDefaultAsync(row => row.Version == wanted, ct);
        return found is null
            ? Refusal.NotFound
            : new DefinitionXml(found.Id, found.Kind, found.Key, found.Version, newest, found.Name, found.Xml, FlowAccess.CanDeploy(actor));
    }
}
