using System.Data.Common;
using Graballo.Channels.Email;
using Graballo.Designer.Pages.Portal;
using Graballo.Desk;
using Graballo.Desk.Demo;
using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Graballo.Server.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Server.Startup;

/// <summary>What a request passes through, and what is said at the start.</summary>
internal static class Pipeline
{
    public static void UseGraballo(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        app.UseWhen(context => !IsApi(context), pages =>
        {
            pages.UseExceptionHandler("/error", createScopeForErrors: true);
            pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        });
        if (!app.Environment.IsDevelopment())
            app.UseHsts();
        // An error page is shown, not sent: whatever was asked, it is got.
        app.Use((context, next) =>
        {
            if (context.Features.Get<IExceptionHandlerFeature>() is not null || context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
                context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        app.UseRequestLocalization(options =>
        {
            options.SetDefaultCulture("es-CL").AddSupportedCultures("es-CL", "en").AddSupportedUICultures("es-CL", "en");
            options.ApplyCurrentCultureToResponseHeaders = true;
        });
        app.UseWhen(IsApi, api => api.UseMiddleware<ApiProblems>());
        // No text of the desk holds a NUL, and not every database takes one.
        app.Use((context, next) =>
        {
            if (context.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) != true)
                return next(context);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<StaleForms>();
        app.MapStaticAssets();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
        app.MapOpenApi().RequireAuthorization(policy => policy.RequireRole([.. Role.All.Where(role => role != Role.Client)]));
        app.MapSignIn();
        app.MapAttachments();
        app.MapCalendars();
        app.MapApi();
        app.MapPortalChanges();
        app.MapRazorComponents<Designer.App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api");

    /// <summary>Prepares, serves, and says how to begin. Returns the exit code.</summary>
    public static async Task<int> RunGraballo(this WebApplication app)
    {
        var fresh = await Prepare(app);
        app.Lifetime.ApplicationStarted.Register(() => Greet(app, fresh));
        await Serve(app);
        return 0;
    }

    private static async Task Serve(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            throw new CannotStartException($"The server cannot listen on Urls ({app.Configuration["Urls"]}): {error.Message}");
        }
        await app.WaitForShutdownAsync();
        await app.DisposeAsync();
    }

    private static async Task<bool> Prepare(WebApplication app)
    {
        try
        {
            var stopping = app.Lifetime.ApplicationStopping;
            var fresh = await app.Services.GetRequiredService<FirstStart>().Prepare(Console.WriteLine, stopping);
            var databases = app.Services.GetRequiredService<IDbContextFactory<DeskDbContext>>();
            await KeyProtection.MustOpen(databases, app.Services.GetRequiredService<DeskSettings>().KeyFolder, TimeProvider.System, stopping);
            return fresh;
        }
        catch (Exception error) when ((error as DbException ?? error.InnerException as DbException) is { } database)
        {
            var provider = app.Services.GetRequiredService<DatabaseSettings>().Provider;
            throw new CannotStartException($"The database of Database:Connection ({provider}) cannot be reached or prepared: {database.Message}");
        }
    }

    private static void Greet(WebApplication app, bool fresh)
    {
        var address = app.Urls.FirstOrDefault() ?? "";
        Console.WriteLine();
        Console.WriteLine($"  Graballo     {address}");
        Console.WriteLine($"  Estado       {address}/state");
        Console.WriteLine($"  API          {address}/openapi/v1.json");
        var mail = app.Services.GetRequiredService<MailSettings>();
        var desk = app.Services.GetRequiredService<DeskSettings>();
        if (Listening.Misses(desk.PublicUrl, app.Urls))
            Console.WriteLine($"  WARNING      links in mails begin with {desk.PublicUrl}, where this server does not listen (Desk:PublicUrl)");
        Console.WriteLine(mail.SmtpHost.Length > 0 ? $"  Correo       {mail.SmtpHost}:{mail.SmtpPort}" : $"  Correo       {Path.GetFullPath(mail.PickupFolder)} (.eml)");
        if (!fresh && !app.Services.GetRequiredService<DemoSettings>().Load)
            return;
        Console.WriteLine();
        Console.WriteLine($"  Demostración: la clave de todos es {DemoOrganisation.Password}");
        foreach (var signIn in DemoOrganisation.SignIns)
            Console.WriteLine($"    {signIn.Role,-15} {signIn.Email}");
        Console.WriteLine();
    }
}
