namespace Graballo.Workflows.Tests;

/// <summary>Where the tests find data that is not compiled in.</summary>
internal static class Folders
{
    /// <summary>The conformance cases beside the repository, or where GRABALLO_CONFORMANCE says; null when there are none.</summary>
    public static string? Conformance()
    {
        var said = Environment.GetEnvironmentVariable("GRABALLO_CONFORMANCE");
        if (!string.IsNullOrEmpty(said))
            return Directory.Exists(said) ? said : null;
        return Above(Path.Combine("shared", "conformance", "bpmn"));
    }

    public static string Root { get; } = Path.GetDirectoryName(Above("docs"))!;

    /// <summary>The shipped flows.</summary>
    public static string Definitions() =>
        Above(Path.Combine("workflows", "definitions")) ?? throw new DirectoryNotFoundException("workflows/definitions");

    public static string Definition(string name) => File.ReadAllText(Path.Combine(Definitions(), name + ".bpmn"));

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Directory.Exists(Path.Combine(at.FullName, folder)))
                return Path.Combine(at.FullName, folder);
        return null;
    }
}
