using Graballo.Designer.Browsing;
using Microsoft.AspNetCore.Components;

namespace Graballo.Designer.Pages.Admin;

/// <summary>A list of administration: what was just made stands in it and has the focus.</summary>
public abstract class AdminList : Screen
{
    private static readonly TimeSpan AfterTheDialog = TimeSpan.FromMilliseconds(200);

    [Inject]
    private Browser Browser { get; set; } = null!;

    /// <summary>The button of each row, by its id.</summary>
    protected Dictionary<Guid, ElementReference> Rows { get; } = [];

    /// <summary>Focuses a row once it is drawn; a dialog that closes gives the focus back first.</summary>
    protected async Task Show(Guid id)
    {
        StateHasChanged();
        await Task.Delay(AfterTheDialog, Time, Leaving);
        if (Rows.TryGetValue(id, out var row))
            await Browser.Focus(row);
    }
}
