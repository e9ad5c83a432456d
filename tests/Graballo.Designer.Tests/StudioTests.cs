using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Graballo.Designer.Components.Drawing;
using Graballo.Designer.Pages.Studio;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;

namespace Graballo.Designer.Tests;

public sealed partial class StudioTests : Screening
{
    private static string Definition(string room, string file) => File.ReadAllText(Path.Combine(Sources.Root, room, "definitions", file));

    [Fact]
    public void Every_rule_that_can_be_broken_is_said_in_Spanish()
    {
        var flows = Sources.Files(Path.Combine(Sources.Root, "workflows", "Graballo.Workflows"), ".cs")
            .Where(file => file.Name.Split(Path.DirectorySeparatorChar)[0] is "Validation" or "Compiling" or "Api")
            .SelectMany(file => FlowRule().Matches(file.Text).Select(match => match.Groups[1].Value));
        var decisions = Sources.Files(Path.Combine(Sources.Root, "rules", "Graballo.Rules", "Dmn"), ".cs")
            .SelectMany(file => DecisionRule().Matches(file.Text).Select(match => match.Groups[1].Value)).Append("xml");
        var codes = flows.Concat(decisions).Distinct().ToList();
        codes.Should().HaveCountGreaterThan(130).And.Contain(["EXT096", "REF", "FEEL", "XML", "syntax", "unknown-output", "gap", "cycle", "reference", "name", "type"]);
        codes.Where(code => Texts.Find("Problem." + code) is null && Texts.Find("Problem." + code.ToUpperInvariant()) is null).Should().BeEmpty();
    }

    [Fact]
    public void Every_reason_why_a_text_is_no_formula_is_said_in_Spanish()
    {
        var reasons = Sources.Files(Path.Combine(Sources.Root, "rules", "Graballo.Rules", "Feel"), ".cs")
            .SelectMany(file => FeelReason().Matches(file.Text).Select(match => match.Groups[1].Value)).ToList();
        reasons.Should().HaveCountGreaterThan(12);
        reasons.Select(text => Numbered(text)).Where(template => Texts.Find("Said." + template) is null).Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"alto\"", "* 3", "Decisión «Impacto del motivo», regla 2, salida «impact»: sobra '*' (línea 1, posición 1).")]
    [InlineData("\"alto\"", "\"urgent\"", "Impacto del motivo, regla 2: \"urgent\" no está entre los valores que se conocen: \"critico\", \"alto\", \"normal\", \"bajo\".")]
    [InlineData("\"alto\"", "7", "Impacto del motivo, regla 2: la columna «impact» es de tipo string, pero la celda tiene 7.")]
    [InlineData("href=\"#topicImpact\"", "href=\"#nadie\"", "«Prioridad» nombra a «#nadie», que no existe.")]
    public async Task What_is_wrong_with_decisions_is_said_in_Spanish(string before, string after, string said)
    {
        var xml = Definition("rules", "priority.dmn");
        var at = before[0] == '"' ? xml.IndexOf(before, xml.IndexOf("topicImpact_rule2_out1", StringComparison.Ordinal), StringComparison.Ordinal) : xml.IndexOf(before, StringComparison.Ordinal);
        Said(DefinitionKind.Decision, xml[..at] + after.Replace("\"", before[0] == '"' ? "&quot;" : "\"", StringComparison.Ordinal) + xml[(at + before.Length)..]).Should().Contain(said);
    }

    [Theory]
    [InlineData("<!DOCTYPE x>\n", "declara un DTD")]
    [InlineData("<roto", "no es XML bien formado")]
    public async Task A_file_that_cannot_be_read_is_said_in_Spanish(string before, string said)
    {
        foreach (var (kind, room, file) in new[] { (DefinitionKind.Flow, "workflows", "ticket-lifecycle.bpmn"), (DefinitionKind.Decision, "rules", "priority.dmn") })
        {
            var xml = Definition(room, file);
            Said(kind, xml.Insert(xml.IndexOf('>') + 1, before)).Should().ContainSingle(text => text.Contains(said));
        }
    }

    [Fact]
    public async Task What_is_wrong_with_a_flow_is_said_in_Spanish()
    {
        var xml = Definition("workflows", "ticket-lifecycle.bpmn");
        var broken = xml.Replace("sourceRef=\"", "sourceRef=\"x", StringComparison.Ordinal);
        var said = Said(DefinitionKind.Flow, broken);
        said.Should().Contain(text => text.StartsWith("Se nombra algo que no está en el archivo"));
        said.Should().NotContain(text => text.Contains("is not in the file") || text.Contains("{0}"));
    }

    [Fact]
    public void A_cell_that_changes_is_named_by_its_decision_rule_and_column()
    {
        var xml = Definition("rules", "priority.dmn");
        var at = xml.IndexOf("\"alto\"", xml.IndexOf("topicImpact_rule2_out1", StringComparison.Ordinal), StringComparison.Ordinal);
        var change = DrawingChanges.Between(xml, xml[..at] + "\"critico\"" + xml[(at + 6)..]).Should().ContainSingle().Subject;
        change.Should().Be(new DrawingChange(DrawingChangeKind.Changed, "outputEntry", "Impacto del motivo") { Rule = 2, Column = "Impacto", Before = "\"alto\"", After = "\"critico\"" });
    }

    [Theory, InlineData("ticket-lifecycle.bpmn"), InlineData("information-request.bpmn"), InlineData("closure-and-survey.bpmn"), InlineData("backoffice-handoff.bpmn")]
    public void A_flow_without_a_drawing_is_drawn(string file)
    {
        var xml = Definition("workflows", file);
        FlowLayout.Complete(xml).Should().Be(xml);
        var drawn = XDocument.Parse(FlowLayout.Complete(Diagram().Replace(xml, "")));
        var shapes = drawn.Descendants().Where(element => element.Name.LocalName == "BPMNShape").Select(shape => shape.Attribute("bpmnElement")!.Value).ToList();
        shapes.Should().BeEquivalentTo(XDocument.Parse(xml).Descendants().Where(element => element.Name.LocalName == "BPMNShape").Select(shape => shape.Attribute("bpmnElement")!.Value)
            .Where(id => !drawn.Descendants().Any(element => element.Attribute("id")?.Value == id && element.Name.LocalName is "textAnnotation" or "dataObjectReference" or "group" or "dataStoreReference")));
        var boxes = drawn.Descendants().Where(element => element.Name.LocalName == "Bounds").Select(bounds => (
            Shape: bounds.Parent!.Attribute("bpmnElement")!.Value, X: Number(bounds, "x"), Y: Number(bounds, "y"), Right: Number(bounds, "x") + Number(bounds, "width"), Bottom: Number(bounds, "y") + Number(bounds, "height"))).ToList();
        var parents = drawn.Descendants().Where(element => element.Attribute("id") is not null).ToDictionary(element => element.Attribute("id")!.Value, element => element);
        foreach (var one in boxes.Where(box => parents[box.Shape].Name.LocalName != "boundaryEvent"))
        {
            boxes.Where(other => other.Shape != one.Shape && parents[other.Shape].Name.LocalName != "boundaryEvent" && parents[other.Shape].Parent == parents[one.Shape].Parent)
                .Should().NotContain(other => one.X < other.Right && other.X < one.Right && one.Y < other.Bottom && other.Y < one.Bottom, "two elements must not lie on each other");
        }
    }

    [Fact]
    public void A_flow_that_turns_back_or_is_empty_is_drawn_too()
    {
        const string Head = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\">";
        FlowLayout.Complete(Head + "</process></definitions>").Should().Contain("drawn-plane");
        var loop = FlowLayout.Complete(Head + "<task id=\"a\"/><task id=\"b\"/><sequenceFlow id=\"f\" sourceRef=\"a\" targetRef=\"b\"/><sequenceFlow id=\"g\" sourceRef=\"b\" targetRef=\"a\"/></process></definitions>");
        loop.Should().Contain("a-drawn").And.Contain("g-drawn");
        FlowLayout.Complete("nada").Should().Be("nada");
    }

    [Fact]
    public void The_editors_have_no_word_that_is_not_said_in_Spanish()
    {
        var modules = Path.Combine(Sources.Assets, "node_modules");
        Directory.Exists(modules).Should().BeTrue("the build restores them");
        var known = Texts.Under("Canvas.").Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        string[] rooms = ["bpmn-js", "dmn-js", "dmn-js-shared", "dmn-js-drd", "dmn-js-decision-table", "dmn-js-boxed-expression", "dmn-js-literal-expression", "diagram-js", "diagram-js-direct-editing", "table-js"];
        var english = rooms.Select(room => Path.Combine(modules, room, "lib")).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.js", SearchOption.AllDirectories))
            .SelectMany(file => EditorWord().Matches(Comment().Replace(File.ReadAllText(file), "")).Select(match => match.Groups[2].Value.Replace("\\'", "'")));
        english.Distinct().Where(word => word[0] != ' ' && !known.Contains(word)).Should().BeEmpty();
    }

    private List<string> Said(DefinitionKind kind, string xml) => [.. CheckDefinitionHandler.Check(kind, xml).Problems.Select(problem => ProblemWords.Said(Texts, problem))];

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    // "Expected '{symbol}' but found {Describe(Current)}" as the wording keeps it.
    private static string Numbered(string text)
    {
        var at = 0;
        return Place().Replace(text, _ => $"{{{at++}}}");
    }

    [GeneratedRegex(@"""(EXT\d{3}|REF|FEEL|STAGE|MAPPING|QUANTITY|XML|[A-Z]+_[A-Z_]+)""")]
    private static partial Regex FlowRule();

    [GeneratedRegex("""(?:[Rr]eport|[Dd]oubt|Add)\((?:[^"\n]|\{[^}]*\})*?(?:DmnSeverity\.\w+, )?"([a-z-]+)", """)]
    private static partial Regex DecisionRule();

    [GeneratedRegex("""(?:Error|FeelSyntaxException\.At|new FeelSyntaxException)\(\$?"([A-Z](?:[^"])*)""")]
    private static partial Regex FeelReason();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();

    [GeneratedRegex("<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", RegexOptions.Singleline)]
    private static partial Regex Diagram();

    [GeneratedRegex("""(?:translate|_translate)\(\s*(['"])((?:\\.|(?!\1).)+)\1""")]
    private static partial Regex EditorWord();

    [GeneratedRegex(@"/\*[\s\S]*?\*/|^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [Fact]
    public void What_a_service_is_told_changes_by_its_name()
    {
        string Flow(string name, string to) => $"""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:graballo="urn:graballo:bpmn"><process id="p"><serviceTask id="s" name="{name}">
            <extensionElements><graballo:mapping><graballo:input name="template" source="a"/><graballo:input name="to" source="{to}"/></graballo:mapping></extensionElements>
            </serviceTask></process></definitions>
            """;
        DrawingChanges.Between(Flow("Avisar", "contact"), Flow("Avisar ya", "contact")).Single().Properties.Should().Equal(("name", "Avisar", "Avisar ya"));
        DrawingChanges.Between(Flow("Avisar", "contact"), Flow("Avisar", "assignee")).Single().Properties.Should().Equal(("to", "contact", "assignee"));
    }
}
