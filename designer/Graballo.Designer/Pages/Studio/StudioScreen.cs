using Graballo.Designer.Browsing;
using Graballo.Designer.Resources;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Microsoft.AspNetCore.Components;

namespace Graballo.Designer.Pages.Studio;

/// <summary>What editing a flow and editing decisions have in common: read, check, deploy.</summary>
public abstract class StudioScreen : Screen
{
    private (string Key, int? Version) shown;
    [Inject]
    private ReadDefinitionHandler Reading { get; set; } = null!;

    [Inject]
    private CheckDefinitionHandler Checking { get; set; } = null!;

    [Inject]
    private DeployDefinitionHandler Deployments { get; set; } = null!;

    [Inject]
    private ListDefinitionsHandler Listing { get; set; } = null!;

    [Inject]
    private Texts Words { get; set; } = null!;

    [Parameter]
    public string Key { get; set; } = "";

    [SupplyParameterFromQuery(Name = "version")]
    public string? VersionAsked { get; set; }

    /// <summary>Null for the newest.</summary>
    protected int? Version => FromAddress.Number(VersionAsked);

    protected DefinitionXml? Definition { get; private set; }

    /// <summary>What would be deployed; null until the person asks.</summary>
    protected string? Edited { get; private set; }

    /// <summary>Null until checked.</summary>
    protected IReadOnlyList<Problem>? Problems { get; private set; }

    protected IReadOnlyList<DrawingChange> Changes { get; private set; } = [];

    /// <summary>Running tickets that stay on their version.</summary>
    protected int Staying { get; private set; }

    protected bool IsDirty { get; private set; }

    /// <summary>Why it cannot be deployed: errors, or nothing that differs from the version in force; null when it can.</summary>
    protected string? WhyNot =>
        Problems?.Any(problem => problem.IsError) == true ? Words["Deploy.Broken"]
        : !IsDirty && Definition is { } shown && shown.Version == shown.NewestVersion ? Words["Deploy.Nothing", shown.NewestVersion]
        : null;

    /// <summary>True while the person is asked what changes and why.</summary>
    protected bool IsDeploying { get; set; }

    protected abstract DefinitionKind Kind { get; }

    protected abstract Task<string?> ReadXml();

    protected virtual Task Mark(IReadOnlyList<string> ids) => Task.CompletedTask;

    protected override async Task OnParametersSetAsync()
    {
        if (Definition is not null && shown == (Key, Version))
            return;
        shown = (Key, Version);
        Definition = await Ask((actor, ct) => Reading.Handle(new ReadDefinition(Kind, Key, Version), actor, ct));
        (IsDirty, Problems, IsDeploying) = (false, null, false);
        if (Definition is not null)
            await Check(Definition.Xml);
    }

    protected async Task Changed()
    {
        IsDirty = true;
        await Check();
    }

    protected async Task Check()
    {
        if (await ReadXml() is { } xml)
            await Check(xml);
    }

    private async Task Check(string xml)
    {
        var found = await Ask((actor, ct) => Checking.Handle(new CheckDefinition(Kind, xml), actor, ct));
        Problems = found?.Problems;
        await Mark([.. (Problems ?? []).Where(problem => problem.ElementId.Length > 0).Select(problem => problem.ElementId).Distinct()]);
    }

    protected async Task AskToDeploy()
    {
        Edited = await ReadXml();
        if (Edited is null || Definition is null)
            return;
        await Check(Edited);
        // What differs from the version in force, also when an older one is brought back.
        var inForce = Definition.Version == Definition.NewestVersion
            ? Definition
            : await Ask((actor, ct) => Reading.Handle(new ReadDefinition(Kind, Key), actor, ct));
        Changes = DrawingChanges.Between(inForce?.Xml ?? "", Edited);
        var all = Kind == DefinitionKind.Flow ? await Ask((actor, ct) => Listing.Handle(new ListDefinitions(), actor, ct)) : null;
        Staying = all?.FirstOrDefault(each => each.Kind == Kind && each.Key == Key)?.Versions.Sum(each => each.Running) ?? 0;
        IsDeploying = true;
    }

    protected async Task Deploy(string comment)
    {
        if (Edited is null || Definition is null)
            return;
        var deployed = await Change((actor, ct) => Deployments.Handle(new DeployDefinition(Kind, Edited, Definition.NewestVersion, comment), actor, ct));
        if (deployed is null)
            return;
        (IsDeploying, IsDirty) = (false, false);
        StateHasChanged();
        await Task.Yield();
        Toaster.Say(Words.Count("Deploy.Done", deployed.Staying, deployed.Version));
        Definition = null;
        Navigation.NavigateTo("/console/design/" + (Kind == DefinitionKind.Flow ? "flows/" : "decisions/") + Uri.EscapeDataString(deployed.Key));
        if (Version is null)
            await OnParametersSetAsync();
    }
}
