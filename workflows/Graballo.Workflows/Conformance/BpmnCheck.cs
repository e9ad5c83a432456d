using System.Xml.Linq;

namespace Graballo.Workflows.Conformance;

/// <summary>Checks files from the command line; like <see cref="BpmnConformance"/> an edge that reads files.</summary>
public static class BpmnCheck
{
    /// <summary>Writes every finding as <c>file:line:column severity rule element message</c> and the totals last.</summary>
    /// <param name="files">What to read.</param>
    /// <param name="roundTrip">Also writes each file again in memory; whatever is lost or changed, formatting apart, is an error.</param>
    /// <param name="output">Where to.</param>
    public static (int Errors, int Warnings) Run(IEnumerable<string> files, bool roundTrip, TextWriter output)
    {
        var (errors, warnings) = (0, 0);
        foreach (var file in files)
        {
            var xml = File.ReadAllText(file);
            var findings = Flow.Compile(xml).Findings;
            foreach (var finding in roundTrip ? findings.Concat(RoundTrip(xml, findings)) : findings)
            {
                if (finding.Severity == FindingSeverity.Error) errors++;
                else warnings++;
                output.WriteLine($"{Path.GetFileName(file)}:{finding.Line}:{finding.Column} {finding.Severity} {finding.Rule} {finding.ElementId} {finding.Message}");
            }
        }

        output.WriteLine($"{errors} errors, {warnings} warnings");
        return (errors, warnings);
    }

    private static IEnumerable<Finding> RoundTrip(string xml, IReadOnlyList<Finding> before)
    {
        if (BpmnReader.Read(xml).Document is not { } document) yield break;
        var again = document.ToXml();
        if (!XNode.DeepEquals(XDocument.Parse(xml).Root, XDocument.Parse(again).Root))
            yield return Lost("The file as written differs from the file as read.");
        if (!Flow.Compile(again).Findings.Select(found => (found.Rule, found.ElementId)).SequenceEqual(before.Select(found => (found.Rule, found.ElementId))))
            yield return Lost("The file as written is judged otherwise than the file as read.");
    }

    private static Finding Lost(string message) => new(FindingSeverity.Error, "ROUND_TRIP", "", null, message, 0, 0);
}
