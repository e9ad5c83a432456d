using System.Xml.Linq;

namespace Graballo.Workflows.Tests;

public class ReaderTests
{
    [Theory]
    [InlineData("", "XML")]
    [InlineData("<a", "XML")]
    [InlineData("<a/>", "NOT_BPMN")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "XML")]
    [InlineData("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "XML")]
    public void What_is_no_BPMN_is_refused_with_its_place(string xml, string rule)
    {
        var reading = BpmnReader.Read(xml);
        reading.Document.Should().BeNull();
        reading.Findings.Should().ContainSingle().Which.Rule.Should().Be(rule);
    }

    [Fact]
    public void A_file_nested_too_deep_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 5_000)) + string.Concat(Enumerable.Repeat("</a>", 5_000));
        BpmnReader.Read(deep).Findings.Should().ContainSingle().Which.Rule.Should().Be("FILE_TOO_DEEP");
    }

    [Fact]
    public void A_finding_names_the_element_and_its_line()
    {
        var reading = Flow.Compile(Bpmn.Process("\n<bpmn:startEvent id=\"s\"/>\n<bpmn:userTask id=\"alone\" name=\"Solo\"/>\n<bpmn:endEvent id=\"e\"/>" + Bpmn.Flow("s", "e")));
        reading.Flow.Should().BeNull();
        var finding = reading.Findings.First(found => found.ElementId == "alone");
        (finding.ElementName, finding.Line).Should().Be(("Solo", 5));
    }

    [Fact]
    public void What_is_no_FEEL_is_an_error_at_its_flow()
    {
        var reading = Flow.Compile(Bpmn.Process(
            Bpmn.Start() + "<bpmn:exclusiveGateway id=\"g\" default=\"other\"/>" + Bpmn.End() + Bpmn.End("e2") + Bpmn.Flow("start", "g") + Bpmn.Flow("g", "end", "1 +", "bad") + Bpmn.Flow("g", "e2", null, "other")));
        reading.Flow.Should().BeNull();
        reading.Findings.Should().ContainSingle().Which.Should().Match<Finding>(finding => finding.Rule == "FEEL" && finding.ElementId == "bad");
    }

    [Fact]
    public void What_other_tools_wrote_is_kept()
    {
        const string Xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:x="urn:other" id="d" targetNamespace="t">
              <!-- by hand -->
              <process id="p" x:color="red"><extensionElements><x:thing a="1">&lt;b&gt; &amp;</x:thing></extensionElements>
                <startEvent id="s" name="a&#10;b"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/><endEvent id="e"/>
              </process>
            </definitions>
            """;
        var document = BpmnReader.Read(Xml).Document!;
        XNode.DeepEquals(XDocument.Parse(document.ToXml(), LoadOptions.PreserveWhitespace), XDocument.Parse(Xml, LoadOptions.PreserveWhitespace)).Should().BeTrue();
    }

    [Fact]
    public void Every_conformance_file_round_trips()
    {
        if (Folders.Conformance() is not { } folder)
        {
            Assert.Skip("No conformance folder here.");
            return;
        }

        foreach (var file in Directory.GetFiles(Path.Combine(folder, "cases")))
        {
            var xml = File.ReadAllText(file);
            var again = BpmnReader.Read(xml).Document!.ToXml();
            XNode.DeepEquals(XDocument.Parse(again), XDocument.Parse(xml)).Should().BeTrue(file);
        }
    }

    [Fact]
    public void A_state_is_compact_and_of_a_known_version()
    {
        var play = new Player(Player.Compile(Bpmn.Process(Bpmn.Start() + Bpmn.User("work") + Bpmn.End() + Bpmn.Path("start", "work", "end"))));
        play.State.ToJson().Length.Should().BeLessThan(150);
        var newer = play.State.ToJson().Replace("\"v\":1", "\"v\":99", StringComparison.Ordinal);
        FluentActions.Invoking(() => FlowState.FromJson(newer)).Should().Throw<FormatException>().WithMessage("*99*");
    }
}
