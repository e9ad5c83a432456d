using System.Globalization;
using Graballo.Desk;
using Graballo.Desk.Runtime;
using Microsoft.AspNetCore.Components;

namespace Graballo.Designer.Browsing;

/// <summary>A page of the console: knows who looks, asks the desk, says refusals, refreshes when the desk changes.</summary>
public abstract class Screen : ComponentBase, IDisposable
{
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(300);
    private readonly CancellationTokenSource leaving = new();
    private IDisposable? subscription;
    private bool refreshing;
    private (CultureInfo Formats, CultureInfo Words) reader;

    [Inject]
    private Me Me { get; set; } = null!;

    [Inject]
    protected Toaster Toaster { get; set; } = null!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    protected CancellationToken Leaving => leaving.Token;

    /// <summary>Why the last question had no answer; null when it had.</summary>
    protected Refusal? Refused { get; set; }

    protected Task<Actor> Actor() => Me.Actor();

    /// <summary>The answer, or the default value with <see cref="Refused"/> set.</summary>
    protected async Task<T?> Ask<T>(Func<Actor, CancellationToken, Task<Outcome<T>>> question)
    {
        var outcome = await question(await Actor(), Leaving);
        Refused = outcome.Refusal;
        return outcome.Value;
    }

    /// <summary>True while what was asked for here is being done: a second press does nothing.</summary>
    protected bool Busy { get; private set; }

    /// <summary>As <see cref="Ask{T}"/>, for what changes something: once at a time, and only while the person is signed in.</summary>
    protected async Task<T?> Change<T>(Func<Actor, CancellationToken, Task<Outcome<T>>> verb) => await Once(verb) is { } outcome ? outcome.Value : default;

    /// <summary>True when it was done; a refusal is shown in <see cref="Refused"/>.</summary>
    protected async Task<bool> Do<T>(Func<Actor, CancellationToken, Task<Outcome<T>>> verb, string? said = null)
    {
        if (await Once(verb) is not { Ok: true })
            return false;
        if (said is not null)
            Toaster.Say(said);
        return true;
    }

    private async Task<Outcome<T>?> Once<T>(Func<Actor, CancellationToken, Task<Outcome<T>>> verb)
    {
        if (Busy)
            return null;
        (Busy, Refused) = (true, null);
        try
        {
            if (await Me.IsSignedOut(Leaving))
            {
                Navigation.NavigateTo("/sign-in?returnUrl=" + Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri)), forceLoad: true);
                return null;
            }
            var outcome = await verb(await Actor(), Leaving);
            Refused = outcome.Refusal;
            // A word that all is well does not stand beside a refusal.
            if (!outcome.Ok)
                Toaster.Hush();
            return outcome;
        }
        finally
        {
            Busy = false;
        }
    }

    /// <summary>Calls back soon after the desk changed, at most a few times a second.</summary>
    protected void Watch(DeskFeed feed, Func<DeskChange, bool> matters, Func<Task> refresh)
    {
        // The feed calls from nowhere: the page goes on speaking its reader's language.
        reader = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        subscription ??= feed.Subscribe(change => matters(change) ? Refresh(refresh) : Task.CompletedTask);
    }

    private Task Refresh(Func<Task> refresh)
    {
        if (refreshing || leaving.IsCancellationRequested)
            return Task.CompletedTask;
        refreshing = true;
        _ = Later(refresh);
        return Task.CompletedTask;
    }

    private async Task Later(Func<Task> refresh)
    {
        try
        {
            await Task.Delay(Calm, Time, Leaving);
            refreshing = false;
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = reader;
            await InvokeAsync(async () =>
            {
                await refresh();
                StateHasChanged();
            });
        }
        catch (Exception gone) when (gone is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left meanwhile.
        }
    }

    public void Dispose()
    {
        subscription?.Dispose();
        leaving.Cancel();
        leaving.Dispose();
        GC.SuppressFinalize(this);
    }
}
