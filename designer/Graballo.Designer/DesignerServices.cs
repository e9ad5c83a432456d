using Graballo.Designer.Browsing;
using Graballo.Designer.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;

namespace Graballo.Designer;

/// <summary>Wires this room into a host.</summary>
public static class DesignerServices
{
    public static IServiceCollection AddGraballoDesigner(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddLocalization();
        services.AddHttpContextAccessor();
        services.AddRadzenComponents();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Pages.Portal.PortalLines>();
        return services
            .AddScoped<Texts>()
            .AddScoped<Formats>()
            .AddScoped<Browser>()
            .AddScoped<Toaster>()
            .AddScoped<Sentences>()
            .AddScoped<EngineWords>()
            .AddScoped<Pages.Studio.OrganisationCatalogue>()
            .AddScoped<Me>();
    }
}
