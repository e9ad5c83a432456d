namespace Graballo.Server.Startup;

/// <summary>Folders of the settings are tried before anybody hands something in.</summary>
internal static class Folders
{
    /// <exception cref="CannotStartException">Nothing can be written there.</exception>
    public static void MustTake(string setting, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CannotStartException($"Nothing can be written to {setting} ({folder}): {error.Message}");
        }
    }
}
