using System.ComponentModel.DataAnnotations;

namespace Graballo.Server.Startup;

/// <summary>The demonstration. Section <c>Demo</c>.</summary>
public sealed class DemoSettings
{
    /// <summary>True loads the demonstration organisation into an empty database.</summary>
    public bool Load { get; set; } = true;

    /// <summary>Tickets of history that the first start plays, 0 to 100,000.</summary>
    [Range(0, 100_000)]
    public int Tickets { get; set; } = 400;
}
