using Graballo.Desk;
using Graballo.Desk.Flows;
using Graballo.Desk.Organisation;
using Graballo.Desk.Persistence;
using Graballo.Designer.Components.Drawing;
using Graballo.Designer.Resources;

namespace Graballo.Designer.Pages.Studio;

/// <summary>The names that a flow can speak of.</summary>
public sealed class OrganisationCatalogue(OrganisationTreeHandler trees, ListDefinitionsHandler definitions, Texts texts)
{
    public async Task<EditorCatalogue> Read(Actor actor, CancellationToken ct)
    {
        var tree = (await trees.Handle(new OrganisationTree(), actor, ct)).Value;
        var all = (await definitions.Handle(new ListDefinitions(), actor, ct)).Value ?? [];
        return new EditorCatalogue(
            [.. (tree?.Groups ?? []).Select(group => new Option(group.Code, group.Name))],
            [.. (tree?.Units ?? []).Select(unit => new Option(unit.Code, unit.Name))],
            [.. all.Where(each => each.Kind == DefinitionKind.Decision).Select(each => new Option(each.Key, each.Name))],
            [.. all.Where(each => each.Kind == DefinitionKind.Flow).Select(each => new Option(each.Key, each.Name))],
            [new Option(Graballo.Desk.Calendars.CalendarSet.Standard, texts["Calendar.Standard"])]);
    }
}
