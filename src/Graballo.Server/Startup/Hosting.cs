namespace Graballo.Server.Startup;

/// <summary>Finds the settings and the screens' files wherever the program is started from.</summary>
internal static class Hosting
{
    public static WebApplicationBuilder NewBuilder(string[] args)
    {
        const string settings = "appsettings.json";
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = File.Exists(settings) ? null : AppContext.BaseDirectory,
        });
        // From a build folder the designer's files are where the build left them; a published folder holds them itself.
        if (!builder.Environment.IsDevelopment())
            builder.WebHost.UseStaticWebAssets();
        return builder;
    }
}
