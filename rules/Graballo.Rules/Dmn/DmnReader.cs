using System.Xml;
using Graballo.Rules.Dmn.Logic;
using Graballo.Rules.Dmn.Xml;

namespace Graballo.Rules.Dmn;

/// <summary>Reads and compiles DMN files of versions 1.1 to 1.5.</summary>
public static class DmnReader
{
    /// <summary>Files imported one by another.</summary>
    private const int MaxImportDepth = 16;

    /// <summary>Files imported in all, each time that one is.</summary>
    private const int MaxImports = 100;

    /// <summary>
    /// Reads a file of at most ten million characters; document type definitions are refused. Never throws because of the content.
    /// <paramref name="imports"/> gives the text of an imported file by its namespace, or null when there is none.
    /// </summary>
    public static DmnReading Read(string xml, Func<string, string?>? imports = null)
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        return Read(xml, new Sources(space => texts.TryGetValue(space, out var text) ? text : texts[space] = imports?.Invoke(space)), []);
    }

    /// <summary>Texts by their namespaces, and how much of them was read.</summary>
    private sealed class Sources(Func<string, string?> find)
    {
        private int _files;
        private long _characters;

        public string? Find(string space) => find(space);

        public bool Spend(string text) => ++_files <= MaxImports && (_characters += text.Length) <= 2L * DmnXml.MaxCharacters;
    }

    private static DmnReading Read(string xml, Sources imports, IReadOnlyList<string> outer)
    {
        DmnDefinitions definitions;
        try
        {
            definitions = DmnXml.Read(xml);
        }
        catch (XmlException e)
        {
            // Declarations could define entities; what the reader says of them is not for people.
            object[] place = e.Message.Contains("DTD", StringComparison.Ordinal) ? [e.LineNumber] : [e.LineNumber, e.LinePosition];
            return new DmnReading(null, [new DmnFinding(DmnSeverity.Error, "xml", "", "", e.Message, e.LineNumber, e.LinePosition) { Args = place }]);
        }

        var builder = new ModelBuilder(definitions);
        foreach (var import in definitions.Imports)
        {
            if (!import.Type.Contains("/DMN/", StringComparison.Ordinal) && !import.Type.Contains("/dmn", StringComparison.Ordinal)) continue;
            if (Imported(import, imports, [.. outer, definitions.Namespace], builder) is { } model) builder.Import(import.Place.Name, model);
        }

        return builder.Build();
    }

    private static DmnModel? Imported(DmnImport import, Sources imports, IReadOnlyList<string> outer, ModelBuilder builder)
    {
        if (outer.Contains(import.Namespace) || outer.Count > MaxImportDepth)
        {
            builder.Report(import.Place, "cycle", $"The import of '{import.Namespace}' leads back to this file");
            return null;
        }

        if (imports.Find(import.Namespace) is not { } text)
        {
            builder.Report(import.Place, "import", $"There is no file with the namespace '{import.Namespace}'");
            return null;
        }

        if (!imports.Spend(text))
        {
            builder.Report(import.Place, "import", $"With '{import.Namespace}' the files imported are too many or too large (at most {MaxImports} files)");
            return null;
        }

        var reading = Read(text, imports, outer);
        builder.Findings.AddRange(reading.Findings);
        return reading.Model;
    }
}
