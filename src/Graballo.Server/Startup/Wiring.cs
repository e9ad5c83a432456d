using System.Text.Json;
using System.Text.Json.Serialization;
using Graballo.Channels.Email;
using Graballo.Channels.Web;
using Graballo.Designer;
using Graballo.Desk;
using Graballo.Desk.Demo;
using Graballo.Desk.Jobs;
using Graballo.Desk.Outside;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Quartz;

namespace Graballo.Server.Startup;

/// <summary>What the host is made of.</summary>
internal static class Wiring
{
    public static void AddGraballo(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;
        var desk = AddDesk(services, configuration);
        MustBeUsable(configuration, desk);
        services.AddGraballoAccounts();
        KeyProtection.Add(services, desk.KeyFolder, TimeProvider.System);
        services.ConfigureApplicationCookie(Cookies.Configure);
        services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        services.AddAuthorization();
        services.AddGraballoDesigner();
        services.AddScoped<AuthenticationStateProvider, RevalidatingSignIn>();
        services.AddAntiforgery(options => (options.Cookie.SecurePolicy, options.SuppressXFrameOptionsHeader) = (CookieSecurePolicy.SameAsRequest, true));
        services.AddRateLimiter(RateLimits.Configure);
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        services.AddOpenApi();
        // The API answers with the words that it takes.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)));
        services.AddProblemDetails();
        // What cannot be read is told by ApiProblems, in every environment.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        AddJobs(services);
        AddTelemetry(builder);
        if (!builder.Environment.IsDevelopment())
            builder.Logging.AddJsonConsole();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
    }

    // Before anything is written.
    private static void MustBeUsable(IConfiguration configuration, DeskSettings desk)
    {
        Listening.MustBeAddresses(configuration["Urls"]);
        Folders.MustTake("Desk:AttachmentFolder", desk.AttachmentFolder);
        var mail = Settings.Read<MailSettings>(configuration, "Mail");
        if (mail.SmtpHost.Length == 0)
            Folders.MustTake("Mail:PickupFolder", mail.PickupFolder);
    }

    /// <summary>The desk without its web side: what the tools need too.</summary>
    public static DeskSettings AddDesk(IServiceCollection services, IConfiguration configuration)
    {
        var database = Settings.Read<DatabaseSettings>(configuration, "Database");
        database.MakeFolder();
        services.AddSingleton(database);
        var desk = Settings.Read<DeskSettings>(configuration, "Desk");
        if (configuration["Desk:PublicUrl"] is null && Listening.First(configuration["Urls"]) is { } listening)
            desk.PublicUrl = listening;
        if (desk.KeyFolder.Length == 0)
            desk.KeyFolder = Path.Combine(desk.AttachmentFolder, ".keys");
        services.AddGraballoDesk(desk, database.Use);
        var mail = Settings.Read<MailSettings>(configuration, "Mail");
        services.AddSingleton(mail);
        services.AddSingleton<IMailSender>(mail.SmtpHost.Length > 0 ? new SmtpSender(mail) : new PickupSender(mail));
        services.AddSingleton(Settings.Read<WebSettings>(configuration, "Web"));
        services.AddSingleton<IWebCaller, HttpCaller>();
        services.AddSingleton(Settings.Read<DemoSettings>(configuration, "Demo"));
        services.AddSingleton<DemoOrganisation>();
        services.AddSingleton<DemoHistory>();
        services.AddSingleton<FirstStart>();
        return desk;
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.AddQuartz(quartz =>
        {
            Every<TimerSweep>(quartz, "timers", TimerSweep.Pace);
            Every<DeliverOutbox>(quartz, "outbox", TimeSpan.FromSeconds(1));
            Every<CallPump>(quartz, "calls", TimeSpan.FromSeconds(1));
            Every<MigrateFlows>(quartz, "migrations", TimeSpan.FromSeconds(1));
            Every<RecountClocks>(quartz, "recounts", TimeSpan.FromSeconds(1));
            Every<AssignWaiting>(quartz, "waiting", AssignWaiting.Pace);
            Every<CoverAbsent>(quartz, "absences", CoverAbsent.Pace);
            Every<SendDigests>(quartz, "digests", SendDigests.Pace);
            Every<ReconcileJob>(quartz, "reconciler", TimeSpan.FromMinutes(15));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    public static void Every<T>(IQuartzBuilder quartz, string name, TimeSpan pace) where T : IJob
    {
        quartz.ScheduleJob<T>(trigger => trigger.WithIdentity(name).StartNow()
            .WithSimpleSchedule(schedule => schedule.WithInterval(pace).RepeatForever()));
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddOtlpExporter());
    }
}
