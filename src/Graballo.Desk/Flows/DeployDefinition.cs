using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain;
using Graballo.Rules.Dmn;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Flows;

/// <param name="BasedOn">The version that the editor began from; a newer one in between refuses. Null: whatever there is.</param>
/// <param name="Comment">What changes and why; shown in the list of versions.</param>
public sealed record DeployDefinition(DefinitionKind Kind, string Xml, int? BasedOn, string? Comment);

/// <param name="Staying">Running instances that stay on their version.</param>
public sealed record DeployedDefinition(string Key, int Version, int Staying);

/// <summary>Makes a new version the one that new tickets start on. Running tickets stay on theirs.</summary>
public sealed class DeployDefinitionHandler(IDbContextFactory<DeskDbContext> databases, DefinitionCatalog catalog, TimeProvider clock)
{
    public async Task<Outcome<DeployedDefinition>> Handle(DeployDefinition command, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanDeploy(actor))
            return Refusal.Forbidden;
        if (command.Xml.Length > CheckDefinitionHandler.LongestXml)
            return new Refusal("xml-too-large");
        var comment = PlainText.Clean(command.Comment);
        if (comment.Length > 2000)
            return new Refusal("too-long", "comment", "comment", 2000);
        var found = CheckDefinitionHandler.Check(command.Kind, command.Xml);
        if (!found.CanDeploy)
            return new Refusal(command.Kind == DefinitionKind.Flow ? "flow-broken" : "decision-broken");
        await using var db = await databases.CreateDbContextAsync(ct);
        var newest = await db.Definitions.AsNoTracking().Where(row => row.Kind == command.Kind && row.Key == found.Key)
            .OrderByDescending(row => row.Version).FirstOrDefaultAsync(ct);
        if (command.BasedOn is { } basis && newest is not null && newest.Version != basis)
            return new Refusal("definition-stale", null, newest.Version);
        if (newest?.Xml == command.Xml)
            return new Refusal("definition-same");
        if (newest is not null && command.Kind == DefinitionKind.Decision && await Lost(db, newest.Xml, command.Xml, ct) is { Count: > 0 } lost)
            return new Refusal("decision-lost", null, string.Join(", ", lost));
        var version = (newest?.Version ?? 0) + 1;
        db.Definitions.Add(new StoredDefinition
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Kind = command.Kind,
            Key = found.Key!,
            Version = version,
            Name = found.Name ?? found.Key!,
            Xml = command.Xml,
            DeployedAt = clock.GetUtcNow(),
            DeployedBy = actor.Name,
            Comment = comment.Length == 0 ? null : comment,
        });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException error) when (Conflicts.IsConflict(error))
        {
            return new Refusal("definition-stale", null, version);
        }
        catalog.Forget();
        var staying = await (from instance in db.FlowInstances
                             join definition in db.Definitions on instance.DefinitionId equals definition.Id
                             where instance.IsActive && definition.Kind == command.Kind && definition.Key == found.Key
                             select instance.Id).CountAsync(ct);
        return new DeployedDefinition(found.Key!, version, staying);
    }

    // Decisions of the file that flows in force, or the desk itself, ask for, and that the draft does not hold any more.
    private static async Task<List<string>> Lost(DeskDbContext db, string before, string draft, CancellationToken ct)
    {
        var gone = Ids(before).Except(Ids(draft)).ToList();
        if (gone.Count == 0)
            return gone;
        var flows = await db.Definitions.AsNoTracking()
            .Where(row => row.Kind == DefinitionKind.Flow && !db.Definitions.Any(newer => newer.Kind == row.Kind && newer.Key == row.Key && newer.Version > row.Version))
            .Select(row => row.Xml).ToListAsync(ct);
        return gone.FindAll(id => Decisions.OfTheDesk.Contains(id) || flows.Exists(xml => xml.Contains($"decisionRef=\"{id}\"", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Ids(string xml) => DmnReader.Read(xml).Model?.Decisions.Select(decision => decision.Id) ?? [];
}

/// <summary>The key of a file of decisions: its one decision, or the model's name in the form of a key.</summary>
internal static class DecisionKey
{
    public static string? Of(DmnModel? model)
    {
        if (model is null)
            return null;
        var name = string.Concat(model.Name.ToLowerInvariant().Normalize(System.Text.NormalizationForm.FormD).Where(c => c < 128)
            .Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return name.Length is 0 or > 100 ? null : name;
    }
}
