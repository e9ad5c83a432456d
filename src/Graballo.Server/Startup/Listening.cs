namespace Graballo.Server.Startup;

/// <summary>What the addresses of <c>Urls</c> say.</summary>
internal static class Listening
{
    /// <summary>The first one, as a browser on this machine would open it; null when it cannot be read.</summary>
    public static Uri? First(string? urls) => All(urls).FirstOrDefault();

    /// <exception cref="CannotStartException">One of them is no address to listen on.</exception>
    public static void MustBeAddresses(string? urls)
    {
        foreach (var text in Split(urls))
        {
            if (Read(text) is null)
                throw new CannotStartException($"Urls: '{text}' is not an address to listen on, like http://localhost:5080.");
        }
    }

    /// <summary>True when links to this address end on this machine at a door that nobody opens.</summary>
    public static bool Misses(Uri publicUrl, IEnumerable<string> addresses)
    {
        var doors = addresses.Select(Read).OfType<Uri>().ToList();
        return publicUrl.IsLoopback && doors.Count > 0 && !doors.Exists(door => door.Port == publicUrl.Port && door.Scheme == publicUrl.Scheme);
    }

    private static IEnumerable<Uri> All(string? urls) => Split(urls).Select(Read).OfType<Uri>();

    private static string[] Split(string? urls) => (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Any of the machine's addresses is this machine, for whoever sits at it.
    private static Uri? Read(string text)
    {
        var named = text.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://[::]", "://localhost", StringComparison.Ordinal);
        return Uri.TryCreate(named, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") && url.AbsolutePath == "/" ? url : null;
    }
}
