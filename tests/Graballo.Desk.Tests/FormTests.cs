using System.Globalization;
using Graballo.Desk.Attachments;
using Graballo.Desk.BackOffice;
using Graballo.Desk.Forms;
using Graballo.Desk.Jobs;
using Graballo.Desk.Operations;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;
using static Graballo.Desk.Tests.Hosting.SmallFlow;

namespace Graballo.Desk.Tests;

/// <summary>A process owner asks for something at a task; what people fill in steers the flow and stays in the history.</summary>
public sealed class FormTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private const string Fields = """
        <graballo:field name="aprobado" label="¿Se aprueba?" labelEn="Approved?" type="choice" required="true">
          <graballo:option value="si" label="Sí" labelEn="Yes"/><graballo:option value="no" label="No"/>
        </graballo:field>
        <graballo:field name="monto" label="Monto" labelEn="Amount" type="number" required="true"/>
        <graballo:field name="desde" label="Desde" type="date"/>
        <graballo:field name="urgente" label="¿Urge?" type="boolean"/>
        <graballo:field name="motivo" label="Motivo" type="longText"/>
        """;

    private static readonly Dictionary<string, string> Approved = new() { ["aprobado"] = "si", ["monto"] = "1200.50", ["desde"] = "2026-07-08", ["urgente"] = "false", ["motivo"] = "Buen\u0007 cliente" };

    [Theory]
    [InlineData(DeskHost.Sqlite)]
    [InlineData(DeskHost.PostgreSql)]
    public async Task What_a_person_fills_in_steers_the_flow_and_stays_in_the_history(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        await desk.Deploy(Approval());
        var (yes, no, small) = (await desk.Open(), await desk.Open(), await desk.Open());
        var task = await OpenTask(desk, yes);
        task.Fields.Select(field => (field.Name, field.Type)).Should().Equal(
            ("aprobado", TaskFieldType.Choice), ("monto", TaskFieldType.Number), ("desde", TaskFieldType.Date), ("urgente", TaskFieldType.Boolean), ("motivo", TaskFieldType.LongText));
        task.CanComplete.Should().BeTrue();
        await StoryTests.Ok(Complete(desk, yes, Approved));
        await StoryTests.Ok(Complete(desk, no, new() { ["aprobado"] = "no", ["monto"] = "1200" }));
        await StoryTests.Ok(Complete(desk, small, new() { ["aprobado"] = "si", ["monto"] = "-5" }));
        (await ServiceCallTests.Waiting(desk, yes)).Task.Should().Be("Pagar");
        (await ServiceCallTests.Waiting(desk, no)).Task.Should().Be("Atender");
        (await ServiceCallTests.Waiting(desk, small)).Task.Should().Be("Atender", "the amount is compared as a number");

        var view = await View(desk, yes);
        var done = view.Tasks.Single(row => row.ElementId == "approve");
        done.Fields.Should().BeEmpty();
        done.Filled.Select(field => (field.Label.Es, field.Value, field.Option?.Es)).Should().Equal(
            ("¿Se aprueba?", "si", "Sí"), ("Monto", "1200.50", null), ("Desde", "2026-07-08", null), ("¿Urge?", "false", null), ("Motivo", "Buen cliente", null));
        view.Events.Single(happened => happened.Type == EventType.TaskCompleted).Data.Should().ContainKey("filled");
        await using var db = desk.Database();
        (await Consistency.Findings(db)).Should().BeEmpty();
        var state = FlowState.FromJson((await db.FlowInstances.SingleAsync(row => row.TicketId == view.Ticket.Id)).State);
        state.Variables["urgente"].Should().Be(false);
        (await db.FlowInstances.Where(row => row.TicketId != view.Ticket.Id).Select(row => row.State).ToListAsync()).Should().OnlyContain(kept => kept.Contains("\"motivo\":null"), "what was not filled in is null");
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_field_by_field_in_the_reader_s_language()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Deploy(Approval());
        var number = await desk.Open();
        (await Wrong([])).Should().Equal(("field-required", "aprobado"), ("field-required", "monto"));
        (await Wrong(new() { ["aprobado"] = "quizás", ["monto"] = "mil", ["desde"] = "08-07-2026", ["urgente"] = "sí", ["motivo"] = new string('x', 10_001), ["otro"] = "1" })).Should().Equal(
            ("field-choice", "aprobado"), ("field-number", "monto"), ("field-date", "desde"), ("field-boolean", "urgente"), ("too-long", "motivo"), ("field-unknown", "otro"));
        (await Wrong(new() { ["aprobado"] = "si", ["monto"] = "1e400000" })).Should().Equal(("field-number", "monto"));
        (await Wrong(new() { ["aprobado"] = "si", ["monto"] = new string('9', 400) })).Should().Equal(("field-number", "monto"));
        (await Wrong(new() { ["aprobado"] = " \u200b", ["monto"] = "1" })).Should().Equal(("field-required", "aprobado"));
        (await ServiceCallTests.Waiting(desk, number)).Task.Should().Be("Aprobar crédito", "nothing of it was taken");
        var refused = (await Complete(desk, number, [])).Refusal!;
        refused.TextFor("monto", CultureInfo.GetCultureInfo("es-CL")).Should().Be("Falta completar «Monto».");
        refused.TextFor("monto", CultureInfo.GetCultureInfo("en")).Should().Be("Please fill in “Amount”.");

        async Task<List<(string, string?)>> Wrong(Dictionary<string, string> values)
        {
            var refusal = (await Complete(desk, number, values)).Refusal!;
            return [.. refusal.Others.Prepend(refusal).Select(each => (each.Code, each.Field))];
        }
    }

    [Fact]
    public void What_is_filled_in_is_bounded_in_all()
    {
        var fields = Enumerable.Range(0, 50).Select(at => new TaskField("f" + at, "f" + at, null, TaskFieldType.LongText, false, [])).ToList();
        var values = fields.ToDictionary(field => field.Name, _ => new string('ñ', FilledForm.LongestText));
        FilledForm.Read(fields, values).Refusal!.Code.Should().Be("form-too-long");
        FilledForm.Read(fields, values.Take(5).ToDictionary()).Ok.Should().BeTrue();
        FilledForm.Read([], Enumerable.Range(0, 10_000).ToDictionary(at => new string('n', 10_000) + at, _ => "")).Refusal!.Others.Should().HaveCountLessThan(20);
    }

    [Fact]
    public async Task A_task_of_a_unit_is_done_by_its_people_and_by_those_who_lead()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Deploy(Approval("graballo:candidateUnit=\"bo-finanzas\""));
        var (number, second) = (await desk.Open(), await desk.Open());
        var executive = await desk.Responsible(number);
        var (unit, elsewhere) = (await desk.Who("patricio.nunez@cordillera.example"), await Person(desk, "Andrea Pizarro"));
        (await View(desk, number)).Tasks.Single().CanComplete.Should().BeFalse("its responsible is not of the unit");
        (await Complete(desk, number, Approved, executive)).Refusal!.Code.Should().Be("task-not-yours");
        (await Complete(desk, number, Approved, elsewhere)).Refusal!.Code.Should().Be("task-not-yours");
        (await Complete(desk, number, Approved, await desk.Client())).Refusal.Should().Be(Refusal.Forbidden);

        var verb = desk.Get<UnitTasksHandler>();
        (await StoryTests.Ok(verb.Handle(new UnitTasks(), elsewhere, Ct))).Total.Should().Be(0);
        (await verb.Handle(new UnitTasks(), await desk.Client(), Ct)).Refusal.Should().Be(Refusal.Forbidden);
        var waiting = await StoryTests.Ok(verb.Handle(new UnitTasks(), unit, Ct));
        waiting.Total.Should().Be(2);
        var row = waiting.Rows.Single(each => each.TicketNumber == number);
        row.Should().Match<UnitTaskRow>(task => task.Name.Es == "Aprobar crédito" && task.Fields.Count == 5 && task.Client.Count == 1 && task.CanComplete);
        (await StoryTests.Ok(verb.Handle(new UnitTasks(), await desk.Who("rodrigo.castillo@cordillera.example"), Ct))).Rows.Should().HaveCount(2).And.OnlyContain(task => !task.CanComplete);
        await StoryTests.Ok(Complete(desk, number, Approved, unit));
        (await ServiceCallTests.Waiting(desk, number)).Task.Should().Be("Pagar");
        var answered = (await StoryTests.Ok(verb.Handle(new UnitTasks(Completed: true), unit, Ct))).Rows.Single();
        answered.Should().Match<UnitTaskRow>(task => task.CompletedBy == "Patricio Núñez" && task.Filled.Count == 5 && task.Fields.Count == 0);
        await StoryTests.Ok(Complete(desk, second, Approved, await desk.Who("marcela.vergara@cordillera.example")));
        (await Complete(desk, second, Approved, unit, row.TaskId)).Refusal!.Code.Should().Be("task-gone");
    }

    [Fact]
    public async Task A_unit_with_a_task_reads_the_files_that_the_client_sent()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Deploy(Approval("graballo:candidateUnit=\"bo-finanzas\""));
        await StoryTests.Ok(desk.Get<OpenTicketHandler>().Handle(
            new OpenTicket("factura-monto", "Con archivo", "Va adjunto", Channel.Web, Files: [AccessTests.File("balance.pdf", "%PDF-1.7 hola")]), await desk.Client(), Ct));
        await using var db = desk.Database();
        var file = new ReadAttachment(await db.Attachments.Select(row => row.Id).SingleAsync());
        (await StoryTests.Ok(desk.Get<ReadAttachmentHandler>().Handle(file, await desk.Who("patricio.nunez@cordillera.example"), Ct))).Content.Dispose();
        (await desk.Get<ReadAttachmentHandler>().Handle(file, await Person(desk, "Andrea Pizarro"), Ct)).Refusal.Should().Be(Refusal.NotFound);
    }

    [Fact]
    public async Task A_task_that_is_nobody_s_in_particular_is_not_for_back_office()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Deploy(Approval());
        var number = await desk.Open();
        (await Complete(desk, number, Approved, await desk.Who("patricio.nunez@cordillera.example"))).Refusal!.Code.Should().Be("task-not-yours");
    }

    [Fact]
    public async Task A_flow_that_moved_to_another_version_asks_for_what_that_one_asks()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Deploy(Approval());
        var number = await desk.Open();
        await desk.Deploy(Approval(fields: "<graballo:field name=\"aprobado\" label=\"¿Va?\" type=\"choice\"><graballo:option value=\"si\"/></graballo:field><graballo:field name=\"monto\" type=\"number\"/><graballo:field name=\"visto\" type=\"text\" required=\"true\"/>"));
        (await OpenTask(desk, number)).Fields.Should().HaveCount(5, "it is still on the version that it began with");
        var owner = await desk.Who("ximena.cortes@cordillera.example");
        var plan = await StoryTests.Ok(desk.Get<PlanMigrationHandler>().Handle(new PlanMigration("ticket-lifecycle", 2, 3), owner, Ct));
        var mapping = plan.Elements.Where(element => element.Proposed is not null).ToDictionary(element => element.Element.Id, element => element.Proposed!);
        await StoryTests.Ok(desk.Get<StartMigrationHandler>().Handle(new StartMigration("ticket-lifecycle", 2, 3, mapping, "Más datos"), owner, Ct));
        await desk.Get<MigrateFlows>().Work(Ct);
        (await OpenTask(desk, number)).Fields.Select(field => field.Name).Should().Equal("aprobado", "monto", "visto");
        var refusal = (await Complete(desk, number, Approved)).Refusal!;
        refusal.Others.Prepend(refusal).Select(each => (each.Code, each.Field)).Should().Equal(("field-required", "visto"), ("field-unknown", "desde"), ("field-unknown", "urgente"), ("field-unknown", "motivo"));
        await StoryTests.Ok(Complete(desk, number, new() { ["aprobado"] = "si", ["monto"] = "2000", ["visto"] = "yo" }));
        (await ServiceCallTests.Waiting(desk, number)).Task.Should().Be("Pagar");
    }

    [Fact]
    public async Task A_task_without_fields_takes_nothing()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        await desk.Deploy(Approval(fields: ""));
        var number = await desk.Open();
        (await Complete(desk, number, new() { ["aprobado"] = "si" })).Refusal!.Code.Should().Be("field-unknown");
        await StoryTests.Ok(Complete(desk, number, []));
        (await View(desk, number)).Events.Single(happened => happened.Type == EventType.TaskCompleted).Data.Should().NotContainKey("filled");
    }

    private static string Approval(string attributes = "", string fields = Fields) => Xml(
        $"<bpmn:userTask id=\"approve\" name=\"Aprobar crédito\" {attributes}><bpmn:extensionElements>{fields}</bpmn:extensionElements></bpmn:userTask>"
        + "<bpmn:exclusiveGateway id=\"ok\" default=\"ok-join\"/><bpmn:userTask id=\"pay\" name=\"Pagar\"/><bpmn:exclusiveGateway id=\"join\"/>"
        + Path("approve", "ok") + Path("ok", "join") + Path("pay", "join")
        + "<bpmn:sequenceFlow id=\"yes\" sourceRef=\"ok\" targetRef=\"pay\"><bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">aprobado = \"si\" and monto &gt; 1000</bpmn:conditionExpression></bpmn:sequenceFlow>",
        "approve", "join");

    private static async Task<TicketView> View(DeskHost desk, string number) =>
        await StoryTests.Ok(desk.Get<TicketDetailHandler>().Handle(new TicketDetail(number), await desk.Responsible(number), Ct));

    private static async Task<TaskView> OpenTask(DeskHost desk, string number) => (await View(desk, number)).Tasks.Single(task => task.Status == HumanTaskStatus.Open);

    private static async Task<Outcome<Done>> Complete(DeskHost desk, string number, Dictionary<string, string> values, Actor? actor = null, Guid? task = null) =>
        await desk.Get<CompleteTaskHandler>().Handle(new CompleteTask(number, task ?? (await OpenTask(desk, number)).Id, values), actor ?? await desk.Responsible(number), Ct);

    private static async Task<Actor> Person(DeskHost desk, string name)
    {
        await using var db = desk.Database();
        var agent = await db.Agents.SingleAsync(row => row.Name == name);
        return new Actor(Guid.CreateVersion7(DeskHost.Morning), name, new HashSet<string> { Graballo.Domain.Organisation.Role.BackOffice }, agent.Id);
    }
}
