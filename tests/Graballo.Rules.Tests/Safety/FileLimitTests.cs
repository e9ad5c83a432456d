using Graballo.Rules.Dmn;

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

    private static string File(string content) =>
        $"<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" namespace=\"urn:m\">{content}</definitions>";

}
