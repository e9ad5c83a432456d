using System.Xml;
using System.Xml.Linq;
using Graballo.Rules.Dmn;

namespace Graballo.Rules.Conformance;

/// <summary>Passed and failed cases.</summary>
public sealed record ConformanceTotals(int Passed, int Failed);

/// <summary>
/// Runs a folder laid out like the public DMN TCK: any folder below it with a *.dmn and its *-test-*.xml. This edge reads
/// files; everything it calls is pure.
/// </summary>
public static class DmnConformance
{
    /// <summary>Writes every failed case with expected and actual, a line for each level, and the totals last.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static ConformanceTotals Run(string folder, TextWriter output, CancellationToken cancellation)
    {
        var levels = new SortedDictionary<string, (int Passed, int Failed)>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (ReadTests(file, output) is not { } tests) continue;
            var caseFolder = Path.GetFileName(Path.GetDirectoryName(file)) ?? "";
            var level = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file))) ?? "";
            var counts = levels.GetValueOrDefault(level);
            var model = ReadModel(file, tests);
            foreach (var outcome in ConformanceSuite.Run(tests, model))
            {
                cancellation.ThrowIfCancellationRequested();
                if (outcome.Failure is null) counts.Passed++;
                else counts.Failed++;
                if (outcome.Failure is not null) output.WriteLine($"FAIL {caseFolder} {outcome.Case}: {outcome.Failure}");
            }

            levels[level] = counts;
        }

        return Report(levels, output);
    }

    private static ConformanceTotals Report(SortedDictionary<string, (int Passed, int Failed)> levels, TextWriter output)
    {
        foreach (var (level, counts) in levels) output.WriteLine($"{level}: {counts.Passed} passed, {counts.Failed} failed");
        var totals = new ConformanceTotals(levels.Values.Sum(c => c.Passed), levels.Values.Sum(c => c.Failed));
        output.WriteLine($"{totals.Passed} passed, {totals.Failed} failed");
        return totals;
    }

    private static XElement? ReadTests(string file, TextWriter output)
    {
        try
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XDocument.Load(reader).Root;
            return root?.Name.LocalName == "testCases" ? root : null;
        }
        catch (XmlException e)
        {
            output.WriteLine($"SKIP {Path.GetFileName(file)}: {e.Message}");
            return null;
        }
    }

    private static DmnModel? ReadModel(string testFile, XElement tests)
    {
        var folder = Path.GetDirectoryName(testFile)!;
        var name = tests.Elements().FirstOrDefault(e => e.Name.LocalName == "modelName")?.Value.Trim();
        var path = name is null ? null : Path.Combine(folder, Path.GetFileName(name));
        if (path is null || !File.Exists(path)) path = Directory.EnumerateFiles(folder, "*.dmn").Order(StringComparer.Ordinal).FirstOrDefault();
        if (path is null) return null;
        return DmnReader.Read(File.ReadAllText(path), space => Neighbour(folder, space)).Model;
    }

    // The files of a case that import one another are in one folder.
    internal static string? Neighbour(string folder, string space)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.dmn"))
        {
            if (Namespace(file) == space) return File.ReadAllText(file);
        }

        return null;
    }

    // What is no XML is nobody's import.
    private static string? Namespace(string file)
    {
        try
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return reader.MoveToContent() == XmlNodeType.Element ? reader.GetAttribute("namespace") : null;
        }
        catch (Exception unread) when (unread is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
