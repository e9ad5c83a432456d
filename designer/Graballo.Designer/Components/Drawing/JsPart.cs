using Graballo.Designer.Browsing;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Graballo.Designer.Components.Drawing;

/// <summary>A component whose inside is drawn by one of our ES modules.</summary>
public abstract class JsPart : ComponentBase, IAsyncDisposable
{
    private IJSObjectReference? module;
    private bool left;

    [Inject]
    protected IJSRuntime Js { get; set; } = null!;

    /// <summary>True when the module or what it drew could not be had: this part says so, the page goes on.</summary>
    protected bool Failed { get; private set; }

    /// <summary>What the module made; null until it has.</summary>
    protected IJSObjectReference? Drawn { get; private set; }

    protected async Task Draw(string file, string function, params object?[] args)
    {
        try
        {
            module = await Js.InvokeAsync<IJSObjectReference>("import", Browser.Home + file);
            Drawn = await module.InvokeAsync<IJSObjectReference>(function, args);
            if (left)
                await Leave();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or TaskCanceledException)
        {
            // Nobody is looking any more.
        }
        catch (JSException)
        {
            Failed = true;
            StateHasChanged();
        }
    }

    /// <summary>Calls the drawing; nothing when it is not there.</summary>
    protected async Task Tell(string function, params object?[] args)
    {
        try
        {
            if (Drawn is not null)
                await Drawn.InvokeVoidAsync(function, args);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or TaskCanceledException)
        {
            // Nobody is looking any more.
        }
    }

    /// <summary>A long text of the drawing, streamed because it may be longer than one message.</summary>
    protected async Task<string?> Read(string function, CancellationToken ct = default)
    {
        if (Drawn is null)
            return null;
        await using var stream = await Drawn.InvokeAsync<IJSStreamReference>(function, ct);
        await using var bytes = await stream.OpenReadStreamAsync(maxAllowedSize: 8 * 1024 * 1024, ct);
        using var reader = new StreamReader(bytes);
        return await reader.ReadToEndAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        left = true;
        await Leave();
        GC.SuppressFinalize(this);
    }

    private async Task Leave()
    {
        try
        {
            if (Drawn is { } drawn)
            {
                Drawn = null;
                await drawn.InvokeVoidAsync("dispose");
                await drawn.DisposeAsync();
            }
            if (module is not null)
                await module.DisposeAsync();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or TaskCanceledException or ObjectDisposedException)
        {
            // The browser left first.
        }
    }
}
