using System.Collections.Concurrent;
using System.Xml.Linq;
using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Flows;

/// <summary>What people call an element of a flow.</summary>
/// <param name="Es">As it is drawn.</param>
/// <param name="En">For readers of English; null when the owner of the flow gave none.</param>
public sealed record ElementName(string Es, string? En)
{
    /// <param name="language">Two letters.</param>
    public string In(string language) => language == "en" ? En ?? Es : Es;
}

/// <summary>Names of the elements of each stored flow, by id. A version never changes, so it is read once.</summary>
public sealed class FlowNames(IDbContextFactory<DeskDbContext> databases)
{
    private static readonly XName English = XNamespace.Get("urn:graballo:bpmn") + "nameEn";
    private readonly ConcurrentDictionary<Guid, IReadOnlyDictionary<string, ElementName>> _known = new();

    public async Task<IReadOnlyDictionary<string, ElementName>> Of(Guid definitionId, CancellationToken ct)
    {
        if (_known.TryGetValue(definitionId, out var known))
            return known;
        await using var db = await databases.CreateDbContextAsync(ct);
        var xml = await db.Definitions.Where(row => row.Id == definitionId).Select(row => row.Xml).SingleOrDefaultAsync(ct);
        return _known.GetOrAdd(definitionId, In(xml));
    }

    /// <summary>The names of several flows together; the first that names an element wins.</summary>
    public async Task<IReadOnlyDictionary<string, ElementName>> Of(IEnumerable<Guid> definitionIds, CancellationToken ct)
    {
        var all = new Dictionary<string, ElementName>();
        foreach (var id in definitionIds.Distinct())
        {
            foreach (var (element, name) in await Of(id, ct))
                all.TryAdd(element, name);
        }
        return all;
    }

    /// <summary>Name by id; nothing for elements without a name.</summary>
    public static IReadOnlyDictionary<string, ElementName> In(string? xml) => xml is null
        ? new Dictionary<string, ElementName>()
        : XDocument.Parse(xml).Descendants()
            .Select(element => (Id: (string?)element.Attribute("id"), Name: OneLine(element.Attribute("name")), En: OneLine(element.Attribute(English))))
            .Where(element => element.Id is not null && element.Name is not null)
            .DistinctBy(element => element.Id).ToDictionary(element => element.Id!, element => new ElementName(element.Name!, element.En));

    /// <summary>The drawing with the names of one language on it; for reading, never for editing.</summary>
    /// <param name="xml">As stored.</param>
    /// <param name="language">Two letters.</param>
    public static string Drawn(string xml, string language)
    {
        if (language != "en")
            return xml;
        var document = XDocument.Parse(xml);
        foreach (var element in document.Descendants())
        {
            if (OneLine(element.Attribute(English)) is { } name)
                element.SetAttributeValue("name", name);
        }
        return document.ToString(SaveOptions.DisableFormatting);
    }

    private static string? OneLine(XAttribute? attribute) =>
        attribute?.Value.ReplaceLineEndings(" ").Trim() is { Length: > 0 } text ? text : null;
}
