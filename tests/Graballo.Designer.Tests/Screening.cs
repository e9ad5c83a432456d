using System.Globalization;
using Bunit;
using Graballo.Designer.Browsing;
using Graballo.Designer.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Designer.Tests;

/// <summary>A place to render components: real texts, a clock that stands still on a Tuesday at noon in Chile.</summary>
public abstract class Screening : BunitContext
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    protected Screening()
        : this("es-CL")
    {
    }

    protected Screening(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLocalization();
        Services.AddLogging();
        Services.AddSingleton<TimeProvider>(new StoppedClock(Noon));
        Services.AddScoped<Texts>().AddScoped<Formats>().AddScoped<Sentences>().AddScoped<EngineWords>().AddScoped<Browser>().AddScoped<Toaster>();
    }

    protected Texts Texts => Services.GetRequiredService<Texts>();

    protected Formats Formats => Services.GetRequiredService<Formats>();

    private sealed class StoppedClock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
