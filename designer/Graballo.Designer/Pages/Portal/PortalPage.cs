using Graballo.Designer.Browsing;
using Graballo.Desk;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Graballo.Designer.Pages.Portal;

/// <summary>A page for clients: rendered on the server, without script.</summary>
public abstract class PortalPage : ComponentBase
{
    [Inject]
    private Me Me { get; set; } = null!;

    [Inject]
    private IHttpContextAccessor Request { get; set; } = null!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>Why the last verb did not do it; null when it did.</summary>
    protected Refusal? Refused { get; set; }

    protected CancellationToken Leaving => Request.HttpContext?.RequestAborted ?? default;

    protected Task<Actor> Actor() => Me.Actor();

    protected async Task<T?> Ask<T>(Func<Actor, CancellationToken, Task<Outcome<T>>> question)
    {
        var outcome = await question(await Me.Actor(), Leaving);
        Refused = outcome.Refusal;
        return outcome.Value;
    }

    /// <summary>The text for one field of the form.</summary>
    protected string? ErrorOf(string field) => Refused?.TextFor(field);

    /// <summary>The text that belongs to no field of the form.</summary>
    protected string? ErrorBeside(params ReadOnlySpan<string> fields) =>
        Refused is { } refused && (refused.Field is null || !fields.Contains(refused.Field)) ? refused.Text() : null;

    protected void NotThere()
    {
        if (Request.HttpContext is not { Response.HasStarted: false } context)
            return;
        // The framework leaves a page with this status empty, and the general not-found page is shown in its place.
        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
