using Graballo.Desk.Accounts;
using Graballo.Desk.Attachments;
using Graballo.Desk.Calendars;
using Graballo.Desk.Flows;
using Graballo.Desk.Jobs;
using Graballo.Desk.Outside;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Graballo.Desk;

/// <summary>Wires the desk.</summary>
public static class DeskServices
{
    /// <param name="services">The host's.</param>
    /// <param name="settings">Checked already.</param>
    /// <param name="database">Chooses the provider and the connection.</param>
    public static IServiceCollection AddGraballoDesk(this IServiceCollection services, DeskSettings settings, Action<DbContextOptionsBuilder> database)
    {
        services.AddPooledDbContextFactory<DeskDbContext>(database);
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContext());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton<WriteGate>();
        services.AddSingleton<DefinitionCatalog>();
        services.AddSingleton<CalendarBook>();
        services.AddSingleton<CodeBook>();
        services.AddSingleton<FlowNames>();
        services.AddSingleton<TicketNumbers>();
        services.AddSingleton<AttachmentStore>();
        services.AddSingleton<DeskRuntime>();
        services.AddSingleton<FireTimer>();
        services.AddSingleton<TimerSweep>();
        services.AddSingleton<DeliverOutbox>();
        services.AddDataProtection();
        services.AddSingleton<MakeCall>();
        services.AddSingleton<CallPump>();
        services.AddSingleton<MigrateFlows>();
        services.AddSingleton<RecountClocks>();
        services.AddSingleton<AssignWaiting>();
        services.AddSingleton<CoverAbsent>();
        services.AddSingleton<SendDigests>();
        services.AddSingleton<DeskFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<DeskFeed>());
        foreach (var handler in typeof(DeskServices).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Handler", StringComparison.Ordinal)))
            services.AddScoped(handler);
        return services;
    }

    /// <summary>Sign-ins, roles and the keys that protect cookies, all in the desk's database.</summary>
    public static IdentityBuilder AddGraballoAccounts(this IServiceCollection services)
    {
        services.AddSingleton<SignInSessions>();
        services.AddDataProtection().SetApplicationName("Graballo").PersistKeysToDbContext<DeskDbContext>();
        return services.AddIdentity<DeskUser, IdentityRole<Guid>>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.Password.RequiredLength = 10;
                options.Password.RequireDigit = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 5;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
            })
            .AddEntityFrameworkStores<DeskDbContext>()
            .AddClaimsPrincipalFactory<DeskClaimsFactory>()
            .AddDefaultTokenProviders();
    }
}
