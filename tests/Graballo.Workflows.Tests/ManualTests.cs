using System.Text.RegularExpressions;

namespace Graballo.Workflows.Tests;

/// <summary>The manual of flows is true: its examples can be deployed, its pictures are there, and it names every warning.</summary>
public sealed partial class ManualTests
{
    private static readonly string Manual = Path.Combine(Folders.Root, "docs", "manual", "flujos");

    public static TheoryData<string> Examples => new(Directory.EnumerateFiles(Manual, "*.bpmn").Select(file => Path.GetFileNameWithoutExtension(file)));

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_can_be_deployed_and_stands_beside_its_picture_on_its_page(string name)
    {
        var reading = Flow.Compile(File.ReadAllText(Path.Combine(Manual, name + ".bpmn")));
        reading.Findings.Where(finding => finding.Severity == FindingSeverity.Error).Should().BeEmpty();
        reading.Flow.Should().NotBeNull();
        File.ReadAllText(Path.Combine(Manual, name + ".md")).Should().Contain($"({name}.svg)").And.Contain($"({name}.bpmn)");
        File.Exists(Path.Combine(Manual, name + ".svg")).Should().BeTrue();
    }

    [Fact]
    public void Every_finding_is_on_the_page()
    {
        var sources = Path.Combine(Folders.Root, "workflows", "Graballo.Workflows");
        var codes = new[] { "Validation", "Api", "Compiling" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(sources, room), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Code().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct().ToList();
        codes.Should().HaveCountGreaterThan(120);
        var page = File.ReadAllText(Path.Combine(Manual, "hallazgos.md"));
        codes.Where(code => !page.Contains($"`{code}`", StringComparison.Ordinal)).Should().BeEmpty();
        page.Should().NotContain("{");
    }

    [GeneratedRegex("\"(EXT\\d{3}|[A-Z]+_[A-Z_]+|REF|FEEL|STAGE|MAPPING|QUANTITY|XML)\"")]
    private static partial Regex Code();
}
