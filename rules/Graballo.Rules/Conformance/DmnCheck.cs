using Graballo.Rules.Dmn;

namespace Graballo.Rules.Conformance;

/// <summary>Analyses files from the command line; like <see cref="DmnConformance"/> an edge that reads files.</summary>
public static class DmnCheck
{
    /// <summary>
    /// Writes every finding as <c>file:line:column severity code message</c> and the totals last. A file that is imported is looked for
    /// beside the one that imports it.
    /// </summary>
    public static (int Errors, int Warnings) Run(IEnumerable<string> files, TextWriter output)
    {
        var (errors, warnings) = (0, 0);
        foreach (var file in files)
        {
            var reading = DmnReader.Read(File.ReadAllText(file), space => DmnConformance.Neighbour(Path.GetDirectoryName(Path.GetFullPath(file))!, space));
            foreach (var finding in reading.Model is { } model ? DmnAnalysis.Analyze(model) : reading.Findings)
            {
                if (finding.Severity == DmnSeverity.Error) errors++;
                if (finding.Severity == DmnSeverity.Warning) warnings++;
                output.WriteLine($"{Path.GetFileName(file)}:{finding.Line}:{finding.Column} {finding.Severity} {finding.Code} {finding.Message}");
            }
        }

        output.WriteLine($"{errors} errors, {warnings} warnings");
        return (errors, warnings);
    }
}
