using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Safety;

/// <summary>Files that are large or deep on purpose: read in bounded time and memory, or refused with a finding.</summary>
public sealed class FileLimitTests
{
    [Fact]
    public void A_long_chain_of_types_is_a_finding_and_no_crash()
    {
        var names = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<itemDefinition name=\"t{i}\"><typeRef>t{i + 1}</typeRef></itemDefinition>"));
        DmnReader.Read(File(names)).Findings.Should().Contain(f => f.Code == "type" && f.Message.Contains("nested"));
        var parts = string.Concat(Enumerable.Range(0, 8_000).Select(i => $"<itemDefinition name=\"t{i}\"><itemComponent name=\"a\"><typeRef>t{i + 1}</typeRef></itemComponent></itemDefinition>"));
        DmnReader.Read(File(parts)).Findings.Should().Contain(f => f.Code == "type" && f.Message.Contains("nested"));
    }

    [Fact]
    public void Types_defined_from_the_inside_out_are_as_deep()
    {
        var parts = string.Concat(Enumerable.Range(0, 8_000).Select(i => $"<itemDefinition name=\"t{i}\"><itemComponent name=\"a\"><typeRef>{(i == 0 ? "number" : $"t{i - 1}")}</typeRef></itemComponent></itemDefinition>"));
        DmnReader.Read(File(parts)).Findings.Should().Contain(f => f.Code == "type" && f.Message.Contains("nested"));
    }

    [Theory]
    [InlineData("<itemDefinition name=\"t{0}\"><itemComponent name=\"a\"><typeRef>t{1}</typeRef></itemComponent><itemComponent name=\"b\"><typeRef>t{1}</typeRef></itemComponent></itemDefinition>")]
    [InlineData("<itemDefinition name=\"t{0}\"><functionItem outputTypeRef=\"t{1}\"><parameters name=\"a\" typeRef=\"t{1}\"/></functionItem></itemDefinition>")]
    public void A_type_that_uses_another_twice_costs_no_more_memory(string item)
    {
        var types = "<itemDefinition name=\"t0\"><typeRef>number</typeRef></itemDefinition>"
            + string.Concat(Enumerable.Range(1, 60).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, item, i, i - 1)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        DmnReader.Read(File(types + "<inputData id=\"i\" name=\"i\"><variable name=\"i\" typeRef=\"t60\"/></inputData>")).HasErrors.Should().BeFalse();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(20_000_000);
    }

    [Fact]
    public void A_table_of_many_rules_is_read()
    {
        DmnReader.Read(CostlyInputs.RangeTable()).Model!.Decide("d", FeelContext.Empty).Value.Should().Be((FeelNumber)0);
        DmnReader.Read(CostlyInputs.TextTable()).Model!.Decide("d", FeelContext.Empty).Value.Should().Be((FeelNumber)77);
    }

    [Fact]
    public void Many_decisions_are_read()
    {
        DmnReader.Read(CostlyInputs.Decisions(3_000, i => [i - 1, i - 2, i - 3])).HasErrors.Should().BeFalse();
        DmnReader.Read(CostlyInputs.Decisions(20_000, i => [i - 1])).HasErrors.Should().BeFalse();
        DmnReader.Read(CostlyInputs.Decisions(20_000, i => [(i + 1) % 20_000])).Findings.Should().HaveCount(20_000);
        DmnReader.Read(CostlyInputs.WideType()).HasErrors.Should().BeFalse();
    }

    [Fact]
    public void Imports_that_double_at_each_level_are_a_finding()
    {
        var asked = 0;
        string Level(int i) => File(string.Concat(new[] { "a", "b" }.Select(n => $"<import name=\"{n}\" namespace=\"urn:{i + 1}\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>")))
            .Replace("urn:m", $"urn:{i}", StringComparison.Ordinal);
        var reading = DmnReader.Read(Level(0), space =>
        {
            asked++;
            return Level(int.Parse(space[4..], System.Globalization.CultureInfo.InvariantCulture));
        });
        asked.Should().BeLessThan(30);
        reading.Findings.Should().Contain(f => f.Code == "import" && f.Message.Contains("too many"));
    }

    [Fact]
    public void A_broken_file_beside_an_import_is_skipped()
    {
        var folder = Directory.CreateTempSubdirectory("graballo-check");
        try
        {
            System.IO.File.WriteAllText(Path.Combine(folder.FullName, "a-broken.dmn"), "<definitions");
            System.IO.File.WriteAllText(Path.Combine(folder.FullName, "b.dmn"), File("").Replace("urn:m", "urn:b", StringComparison.Ordinal));
            var main = Path.Combine(folder.FullName, "main.dmn");
            System.IO.File.WriteAllText(main, File("<import name=\"b\" namespace=\"urn:b\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>"));
            using var output = new StringWriter();
            Graballo.Rules.Conformance.DmnCheck.Run([main], output).Errors.Should().Be(0, output.ToString());
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static string File(string content) => CostlyInputs.File(content);
}
