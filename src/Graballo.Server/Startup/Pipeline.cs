using System.Data.Common;
using Graballo.Channels.Email;
using Graballo.Designer.Pages.Portal;
using Graballo.Desk;
using Graballo.Desk.Demo;
using Graballo.Server.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Scalar.AspNetCore;

namespace Graballo.Server.Startup;

/// <summary>What a request passes through, and what is said at the start.</summary>
internal static class Pipeline
{
    public static void UseGraballo(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
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
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<StaleForms>();
        app.MapStaticAssets();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
        app.MapOpenApi();
        app.MapScalarApiReference(options => options.DefaultFonts = false);
        app.MapSignIn();
        app.MapAttachments();
        app.MapApi();
        app.MapPortalChanges();
        app.MapRazorComponents<Designer.App>().AddInteractiveServerRenderMode();
    }

    /// <summary>Prepares, serves, and says how to begin. Returns the exit code.</summary>
    public static async Task<int> RunGraballo(this WebApplication app)
    {
        Folders.MustTake("Desk:AttachmentFolder", app.Services.GetRequiredService<DeskSettings>().AttachmentFolder);
        var mail = app.Services.GetRequiredService<MailSettings>();
        if (mail.SmtpHost.Length == 0)
            Folders.MustTake("Mail:PickupFolder", mail.PickupFolder);
        var fresh = await Prepare(app);
        app.Lifetime.ApplicationStarted.Register(() => Greet(app, fresh));
        await app.RunAsync();
        return 0;
    }

    private static async Task<bool> Prepare(WebApplication app)
    {
        try
        {
            return await app.Services.GetRequiredService<FirstStart>().Prepare(Console.WriteLine, app.Lifetime.ApplicationStopping);
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
        Console.WriteLine($"  API          {address}/scalar");
        var mail = app.Services.GetRequiredService<MailSettings>();
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
