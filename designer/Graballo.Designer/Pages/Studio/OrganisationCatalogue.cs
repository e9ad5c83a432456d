using System.Xml.Linq;
using Graballo.Designer.Components.Drawing;
using Graballo.Designer.Resources;
using Graballo.Desk;
using Graballo.Desk.Calendars;
using Graballo.Desk.Flows;
using Graballo.Desk.Organisation;
using Graballo.Desk.Persistence;

namespace Graballo.Designer.Pages.Studio;

/// <summary>The names that a flow can speak of.</summary>
public sealed class OrganisationCatalogue(OrganisationTreeHandler trees, ListDefinitionsHandler definitions, ReadDefinitionHandler reading, Texts texts)
{
    public async Task<EditorCatalogue> Read(Actor actor, CancellationToken ct)
    {
        var tree = (await trees.Handle(new OrganisationTree(), actor, ct)).Value;
        var all = (await definitions.Handle(new ListDefinitions(), actor, ct)).Value ?? [];
        return new EditorCatalogue(
            [.. (tree?.Groups ?? []).Select(group => new Option(group.Code, group.Name))],
            [.. (tree?.Units ?? []).Select(unit => new Option(unit.Code, unit.Name))],
            await Decisions(all, actor, ct),
            [.. all.Where(each => each.Kind == DefinitionKind.Flow).Select(each => new Option(each.Key, each.Name))],
            [
                new Option(CalendarSet.OfTicket, texts["Calendars.OfTicket"]), new Option(CalendarSet.OfUnit, texts["Calendars.OfUnit"]),
                .. (tree?.Calendars ?? []).Select(calendar => new Option(calendar.Code, calendar.Name)),
            ]);
    }

    // A flow names a decision, and one file can hold several.
    private async Task<IReadOnlyList<Option>> Decisions(IReadOnlyList<DefinitionView> all, Actor actor, CancellationToken ct)
    {
        var found = new List<Option>();
        foreach (var file in all.Where(each => each.Kind == DefinitionKind.Decision))
        {
            var read = await reading.Handle(new ReadDefinition(DefinitionKind.Decision, file.Key), actor, ct);
            if (read.Value is not { } definition)
                continue;
            found.AddRange(XDocument.Parse(definition.Xml).Descendants().Where(element => element.Name.LocalName == "decision" && element.Attribute("id") is not null)
                .Select(element => new Option(element.Attribute("id")!.Value, file.Name + ": " + (element.Attribute("name")?.Value ?? element.Attribute("id")!.Value))));
        }
        return found;
    }
}
