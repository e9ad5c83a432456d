using Microsoft.AspNetCore.Antiforgery;

namespace Graballo.Server.Endpoints;

/// <summary>A form without its token, or with an old one, is not acted on: the person is told to open the page again.</summary>
internal sealed class StaleForms(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
            return next(context);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/error?reason=stale";
        return Task.CompletedTask;
    }
}
