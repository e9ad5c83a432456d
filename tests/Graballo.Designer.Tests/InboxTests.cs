using Bunit;
using Graballo.Designer.Browsing;
using Graballo.Designer.Pages.Inboxes;
using Graballo.Designer.Pages.Tickets;
using Graballo.Desk.Flows;
using Graballo.Desk.Tickets;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Designer.Tests;

/// <summary>What the inbox and the conversation show and decide.</summary>
public sealed class InboxTests : Screening
{
    private static readonly WhyAssigned Why = new("manual", "Ana Díaz", "Mesa", 1, 20, [], new Dictionary<string, string>());

    [Fact]
    public void The_responsible_has_a_column_of_its_own_where_rows_differ_in_it()
    {
        var list = Render<InboxList>(with => with.Add(it => it.Rows, [Row("102938475")]).Add(it => it.ShowAssignee, true));
        list.Find(".item .col-responsible").TextContent.Should().Contain("Macarena Rivera del Pino");
        list = Render<InboxList>(with => with.Add(it => it.Rows, [Row("102938475")]).Add(it => it.ShowAssignee, false));
        list.FindAll(".col-responsible").Should().BeEmpty();
        list.Find(".inbox").ClassList.Should().Contain("no-responsible");
    }

    [Fact]
    public void A_column_that_was_put_away_is_in_neither_head_nor_rows()
    {
        var list = Render<InboxList>(with => with.Add(it => it.Rows, [Row("102938475")]).Add(it => it.Hidden, new HashSet<InboxColumn> { InboxColumn.Client }));
        list.FindAll(".col-client").Should().BeEmpty();
        list.Find(".item").TextContent.Should().NotContain("Acme SpA");
    }

    [Fact]
    public void Rows_are_chosen_by_number_and_a_failed_step_shows()
    {
        var asked = new List<string>();
        var list = Render<InboxList>(with => with.Add(it => it.Rows, [Row("102938475", incidents: 1), Row("102938483")])
            .Add(it => it.Picked, new HashSet<string> { "102938483" }).Add(it => it.Pick, asked.Add));
        list.FindAll("[data-pick]")[0].Change(true);
        asked.Should().Equal("102938475");
        list.FindAll(".item").Select(row => row.GetAttribute("aria-selected")).Should().Equal("false", "true");
        list.FindAll(".item")[0].TextContent.Should().Contain("Paso con error");
        asked.Clear();
        list.Find(".list-head input").Change(true);
        asked.Should().Equal(["102938475"], "what is chosen already stays so");
    }

    [Fact]
    public void What_is_being_typed_is_kept_while_the_list_is_asked()
    {
        Services.AddSingleton(TimeProvider.System);
        var asked = new List<object?>();
        var filters = Render<InboxFilters>(with => with.Add(it => it.Text, null).Add(it => it.Changed, change => asked.Add(change["q"])));
        filters.Find("input[type=search]").Input("bol");
        filters.Find("input[type=search]").Input("boldos");
        filters.WaitForAssertion(() => asked.Should().Equal("boldos"));
        filters.Render(with => with.Add(it => it.Text, "boldos"));
        filters.Find("input[type=search]").GetAttribute("value").Should().Be("boldos");
        filters.Render(with => with.Add(it => it.Text, null));
        filters.Find("input[type=search]").GetAttribute("value").Should().BeNullOrEmpty("a filter that is cleared elsewhere is cleared here");
    }

    [Fact]
    public void The_ordinary_course_stands_back_behind_what_people_said()
    {
        EventView[] events =
        [
            Event(1, EventType.StageEntered, ("stage", "contact")), Event(2, EventType.StageEntered, ("stage", "information")), Event(3, EventType.Assigned, ("name", "Ana")),
            Event(4, EventType.Promised, ("at", "2026-11-25T21:00:00Z")), Event(5, EventType.StageEntered, ("stage", "service")),
        ];
        var talk = Render<Conversation>(with => with.Add(it => it.Messages, []).Add(it => it.Events, events));
        talk.FindAll("details").Should().ContainSingle().Which.QuerySelector("summary")!.TextContent.Should().Contain("3 pasos, el último: Responsable: Ana");
        talk.FindAll(".conversation > .event").Select(line => line.QuerySelector("span")!.TextContent.Trim()).Should().Equal("Ana prometió para el 25 nov, 18:00", "Entró a Servicio");
        talk.Render(with => with.Add(it => it.Everything, true));
        talk.FindAll("details").Should().BeEmpty();
    }

    [Fact]
    public void Steps_are_called_as_people_call_them()
    {
        var names = new Dictionary<string, ElementName> { ["tell"] = new("Avisar promesa", "Tell the promised date") };
        Services.GetRequiredService<Sentences>().Of(Event(1, EventType.IncidentRaised, ("element", "tell")), names).Should().Be("Un paso del flujo falló: Avisar promesa");
    }

    private static EventView Event(long id, string type, params (string Name, string Value)[] data) =>
        new(id, Noon.AddMinutes(id), type, "Ana", true, data.ToDictionary(pair => pair.Name, pair => pair.Value));

    private static InboxRow Row(string number, int incidents = 0) => new(
        Guid.CreateVersion7(Noon), number, "Factura", "Acme SpA", "Camila Rojas", "Factura", "Invoice", Channel.Web, Priority.Normal, TicketStatus.New, Stage.Contact,
        Noon, TimeSpan.FromHours(2), SlaTarget.FirstResponse, false, Guid.Empty, "Macarena Rivera del Pino", "Mesa", null, incidents, Why, Noon, Noon);
}

/// <summary>The same for readers of English.</summary>
public sealed class EnglishTests() : Screening("en")
{
    [Fact]
    public void Tasks_of_shipped_flows_are_read_in_English_and_dates_in_one_way()
    {
        var names = new Dictionary<string, ElementName> { ["promise"] = new("Prometer fecha de atención", "Promise a date") };
        var sentences = Services.GetRequiredService<Sentences>();
        var done = new EventView(1, Noon, EventType.TaskCompleted, "Ana", false, new Dictionary<string, string> { ["task"] = "Prometer fecha de atención", ["element"] = "promise" });
        sentences.Of(done, names).Should().Be("Ana completed: Promise a date");
        var promised = new EventView(2, Noon, EventType.Promised, "Ana", true, new Dictionary<string, string> { ["at"] = "2026-11-25T21:00:00Z" });
        sentences.Of(promised).Should().Be("Ana promised for 25 Nov, 18:00");
        Formats.Full(Noon).Should().Be("Tuesday 24 November 2026, 12:00");
        Formats.Promise(Noon).Should().Be("Tuesday 24 November at 12:00");
    }

    [Fact]
    public void A_drawing_to_read_carries_the_names_of_the_reader_s_language()
    {
        const string xml = "<p xmlns:graballo=\"urn:graballo:bpmn\"><task id=\"a\" name=\"Responder\" graballo:nameEn=\"Answer\" /><task id=\"b\" name=\"Propia\" /></p>";
        FlowNames.Drawn(xml, "en").Should().Contain("name=\"Answer\"").And.Contain("name=\"Propia\"");
        FlowNames.Drawn(xml, "es").Should().Be(xml);
        FlowNames.In(xml)["b"].In("en").Should().Be("Propia");
    }
}
