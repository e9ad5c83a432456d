using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Graballo.Designer.Browsing;

/// <summary>A key of the screen and what it does.</summary>
public sealed record ScreenKey(string Keys, string Label);

/// <summary>What the console asks of the browser; see assets/src/js/console.js. Silent when the connection is gone.</summary>
public sealed class Browser(IJSRuntime js) : IAsyncDisposable
{
    public const string Home = "./_content/Graballo.Designer/dist/";

    private Task<IJSObjectReference>? module;

    public ValueTask OpenDialog(ElementReference dialog) => Call("openDialog", dialog);

    public ValueTask CloseDialog(ElementReference dialog) => Call("closeDialog", dialog);

    public ValueTask Focus(ElementReference element) => Call("focus", element);

    /// <summary>Writes a text where the cursor of a field stands, as if it had been typed.</summary>
    public ValueTask Insert(ElementReference field, string text) => Call("insert", field, text);

    public ValueTask FocusMain() => Call("focusMain");

    /// <summary>As if the person had pressed it.</summary>
    public ValueTask Press(string key) => Call("press", key);

    public ValueTask ScrollToEnd(ElementReference element) => Call("scrollToEnd", element);

    /// <summary>Names the page.</summary>
    public ValueTask Title(string text) => Call("title", text);

    /// <summary>Says a text to screen readers.</summary>
    public ValueTask Say(string text) => Call("say", text);

    public ValueTask WirePalette(ElementReference root) => Call("palette", root);

    public async ValueTask<IReadOnlyList<ScreenKey>> KeysOnScreen() => await Ask<List<ScreenKey>>("keysOnScreen") ?? [];

    /// <summary>Keeps what is typed in a field under a key; gives back what was kept before.</summary>
    public async ValueTask<string> Draft(ElementReference field, string key) => await Ask<string>("draft", field, key) ?? "";

    public ValueTask DropDraft(string key) => Call("dropDraft", key);

    public ValueTask Remember(string key, string value) => Call("remember", key, value);

    public ValueTask<string?> Recall(string key) => Ask<string>("recall", key);

    private async ValueTask Call(string name, params object?[] args)
    {
        try
        {
            await (await Module()).InvokeVoidAsync(name, args);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or TaskCanceledException or ObjectDisposedException)
        {
            // Nobody is looking any more.
        }
    }

    private async ValueTask<T?> Ask<T>(string name, params object?[] args)
    {
        try
        {
            return await (await Module()).InvokeAsync<T?>(name, args);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or TaskCanceledException or ObjectDisposedException)
        {
            return default;
        }
    }

    private Task<IJSObjectReference> Module() => module ??= js.InvokeAsync<IJSObjectReference>("import", Home + "console.js").AsTask();

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (module is { IsCompletedSuccessfully: true })
                await (await module).DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser left first.
        }
    }
}
