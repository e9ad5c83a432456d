using System.Xml.Linq;

namespace Graballo.Workflows.Tests;

public sealed class FieldTests
{
    private const string Approval = """
        <graballo:field name="aprobado" label="¿Se aprueba?" labelEn="Approved?" type="choice" required="true">
          <graballo:option value="si" label="Sí" labelEn="Yes"/><graballo:option value="no"/>
        </graballo:field>
        <graballo:field name="monto" type="number"/>
        <graballo:field name="año" type="date"/>
        <graballo:field name="motivo"/>
        """;

    [Fact]
    public void The_fields_of_a_task_are_known_while_it_is_open()
    {
        var flow = Player.Compile(Process(Task(Approval)));
        var player = new Player(flow);
        var fields = FlowEngine.FieldsOf(flow, player.State, player.Services, player.Effect<TaskOpened>().TaskId);
        fields.Select(field => (field.Name, field.Label, field.LabelEn, field.Type, field.IsRequired)).Should().Equal(
            ("aprobado", "¿Se aprueba?", "Approved?", TaskFieldType.Choice, true), ("monto", "monto", null, TaskFieldType.Number, false),
            ("año", "año", null, TaskFieldType.Date, false), ("motivo", "motivo", null, TaskFieldType.Text, false));
        fields[0].Options.Should().Equal(new TaskOption("si", "Sí", "Yes"), new TaskOption("no", "no", null));
        player.Complete("a", new Dictionary<string, object?> { ["aprobado"] = "si" });
        player.State.Variables["aprobado"].Should().Be("si");
        FlowEngine.FieldsOf(flow, player.State, player.Services, player.Effect<TaskOpened>().TaskId).Should().BeEmpty("the task is done");
        FlowEngine.FieldsOf(flow, player.State, player.Services, "nothing").Should().BeEmpty();
    }

    [Fact]
    public void The_fields_of_a_called_flow_s_task_are_those_of_that_flow()
    {
        var called = Player.Compile(Bpmn.Process(Bpmn.Start() + Task(Approval) + Bpmn.End() + Bpmn.Path("start", "a", "end"), id: "called"));
        var flow = Player.Compile(Process("<bpmn:callActivity id=\"a\" calledElement=\"called\"/>"));
        var player = new Player(flow, services: FlowServices.None with { FindFlow = (key, _) => key == "called" ? called : null });
        FlowEngine.FieldsOf(flow, player.State, player.Services, player.Effect<TaskOpened>().TaskId).Should().HaveCount(4);
        FlowEngine.FieldsOf(flow, player.State, FlowServices.None, player.Effect<TaskOpened>().TaskId).Should().BeEmpty("the called flow is gone");
    }

    [Theory]
    [InlineData("<graballo:field label=\"x\"/>", "FIELD_NAME")]
    [InlineData("<graballo:field name=\"a-b\"/>", "FIELD_NAME")]
    [InlineData("<graballo:field name=\"1a\"/>", "FIELD_NAME")]
    [InlineData("<graballo:field name=\"true\"/>", "FIELD_NAME")]
    [InlineData("<graballo:field name=\"a\"/><graballo:field name=\"a\" type=\"number\"/>", "FIELD_TWICE")]
    [InlineData("<graballo:field name=\"a\" type=\"money\"/>", "FIELD_TYPE")]
    [InlineData("<graballo:field name=\"a\" type=\"choice\"/>", "FIELD_OPTIONS")]
    [InlineData("<graballo:field name=\"a\" type=\"choice\"><graballo:option label=\"x\"/></graballo:field>", "FIELD_OPTIONS")]
    [InlineData("<graballo:field name=\"a\" type=\"choice\"><graballo:option value=\"x\"/><graballo:option value=\"x\"/></graballo:field>", "FIELD_TWICE")]
    public void A_field_that_cannot_be_is_refused_at_its_task(string fields, string rule)
    {
        var reading = Flow.Compile(Process(Task(fields)));
        reading.Flow.Should().BeNull();
        reading.Findings.Should().ContainSingle().Which.Should().Match<Finding>(finding => finding.Rule == rule && finding.ElementId == "a" && finding.Severity == FindingSeverity.Error);
    }

    [Theory]
    [InlineData("monto total")]
    [InlineData("count")]
    [InlineData("_ok2")]
    [InlineData("ñandú")]
    public void A_name_that_FEEL_reads_as_a_variable_is_one(string name) =>
        Flow.Compile(Process(Task($"<graballo:field name=\"{name}\"/>"))).Findings.Should().BeEmpty();

    [Fact]
    public void There_are_bounds()
    {
        string Fields(int count) => string.Concat(Enumerable.Range(0, count).Select(at => $"<graballo:field name=\"f{at}\"/>"));
        string Options(int count) => "<graballo:field name=\"a\" type=\"choice\">" + string.Concat(Enumerable.Range(0, count).Select(at => $"<graballo:option value=\"{at}\"/>")) + "</graballo:field>";
        Flow.Compile(Process(Task(Fields(50)))).Findings.Should().BeEmpty();
        Flow.Compile(Process(Task(Fields(51)))).Findings.Should().ContainSingle().Which.Rule.Should().Be("FIELD_LIMIT");
        Flow.Compile(Process(Task(Options(200)))).Findings.Should().BeEmpty();
        Flow.Compile(Process(Task(Options(201)))).Findings.Should().ContainSingle().Which.Rule.Should().Be("FIELD_LIMIT");
        Flow.Compile(Process(Task($"<graballo:field name=\"{new string('a', 100_000)}\"/>"))).Findings.Should().ContainSingle().Which.Rule.Should().Be("LENGTH");
    }

    [Fact]
    public void Fields_that_nobody_sees_are_a_warning()
    {
        var hidden = Flow.Compile(Process($"<bpmn:userTask id=\"a\" graballo:form=\"respond\"><bpmn:extensionElements>{Approval}</bpmn:extensionElements></bpmn:userTask>"));
        hidden.Findings.Should().ContainSingle().Which.Rule.Should().Be("FIELD_FORM");
        hidden.Flow.Should().NotBeNull();
        var lost = Flow.Compile(Process($"<bpmn:manualTask id=\"a\"><bpmn:extensionElements>{Approval}</bpmn:extensionElements></bpmn:manualTask>"));
        lost.Findings.Should().ContainSingle().Which.Rule.Should().Be("FIELD_PLACE");
        lost.Flow.Should().NotBeNull();
    }

    [Fact]
    public void Reading_and_writing_a_flow_keeps_its_fields()
    {
        var xml = Process(Task(Approval));
        XNode.DeepEquals(XDocument.Parse(BpmnReader.Read(xml).Document!.ToXml(), LoadOptions.PreserveWhitespace), XDocument.Parse(xml, LoadOptions.PreserveWhitespace)).Should().BeTrue();
    }

    private static string Task(string fields) => $"<bpmn:userTask id=\"a\" name=\"Aprobar\"><bpmn:extensionElements>{fields}</bpmn:extensionElements></bpmn:userTask>";

    private static string Process(string task) => Bpmn.Process(Bpmn.Start() + task + Bpmn.End() + Bpmn.Path("start", "a", "end"));
}
