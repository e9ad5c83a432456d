namespace Graballo.Designer.Tests;

/// <summary>The source files of this room, for rules that a compiler does not check.</summary>
internal static class Sources
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Assets => Path.Combine(Root, "designer", "assets");

    public static string Screens => Path.Combine(Root, "designer", "Graballo.Designer");

    public static IEnumerable<(string Name, string Text)> Files(string folder, params string[] endings) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "dist"))
            .Select(file => (Path.GetRelativePath(folder, file), File.ReadAllText(file)));

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Graballo.Workflows.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException());
}
