using System.Globalization;
using Bunit;
using Graballo.Designer.Browsing;
using Graballo.Designer.Pages.Forms;
using Graballo.Designer.Pages.TicketSide;
using Graballo.Desk;
using Graballo.Desk.Flows;
using Graballo.Desk.Forms;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Graballo.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Designer.Tests;

/// <summary>What a person sees and does at a task that asks for something.</summary>
public sealed class FormTests : Screening
{
    private static readonly TaskField Approved = new("aprobado", "¿Se aprueba?", "Approved?", TaskFieldType.Choice, true, [new("si", "Sí", "Yes"), new("no", "No", null)]);
    private static readonly TaskField Amount = new("monto", "Monto", "Amount", TaskFieldType.Number, true, []);
    private static readonly TaskField From = new("desde", "Desde", null, TaskFieldType.Date, false, []);
    private static readonly TaskField Urgent = new("urgente", "¿Urge?", null, TaskFieldType.Boolean, false, []);
    private static readonly TaskField Area = new("area", "Área", null, TaskFieldType.Choice, false, [.. "abcde".Select(letter => new TaskOption(letter.ToString(), letter.ToString().ToUpperInvariant(), null))]);
    private static readonly TaskField Reason = new("motivo", "Motivo", null, TaskFieldType.LongText, false, []);

    [Fact]
    public void The_dialog_shows_each_field_by_its_kind_and_hands_over_what_was_filled_in()
    {
        Dictionary<string, string>? sent = null;
        var dialog = Open(sent: values => sent = values);
        dialog.Find("h2").TextContent.Should().Be("Aprobar crédito");
        dialog.FindAll("fieldset").Select(group => group.QuerySelector("legend")!.TextContent).Should().Equal("¿Se aprueba? *", "¿Urge?");
        dialog.FindAll("input[type=radio]").Select(radio => radio.ParentElement!.TextContent).Should().Equal("Sí", "No", "Sí", "No", "Sin responder");
        dialog.FindAll("select option").Should().HaveCount(6);
        dialog.Find("input[type=date]").Id.Should().Be(dialog.FindAll("label").Single(label => label.TextContent == "Desde").GetAttribute("for"));
        dialog.Find("textarea").HasAttribute("required").Should().BeFalse();

        dialog.FindAll("input[type=radio]")[0].Change("si");
        dialog.Find("input[inputmode=decimal]").Input("1.200,50");
        dialog.Find("input[type=date]").Change("2026-12-01");
        dialog.FindAll("input[type=radio]")[3].Change("false");
        dialog.Find("select").Change("c");
        dialog.Find("[data-send]").Click();
        sent.Should().Equal(new Dictionary<string, string> { ["aprobado"] = "si", ["monto"] = "1200.50", ["desde"] = "2026-12-01", ["urgente"] = "false", ["area"] = "c" });
    }

    [Fact]
    public void What_is_wrong_is_said_at_its_field()
    {
        var refused = new Refusal("field-required", "aprobado", new ElementName("¿Se aprueba?", "Approved?"))
        {
            Others = [new Refusal("field-number", "monto", new ElementName("Monto", "Amount"))],
        };
        var dialog = Open(refused);
        dialog.FindAll(".error").Select(error => error.TextContent).Should().Equal("Falta completar «¿Se aprueba?».", "En «Monto», escriba un número.");
        var number = dialog.Find("input[inputmode=decimal]");
        number.GetAttribute("aria-invalid").Should().Be("true");
        number.GetAttribute("aria-describedby").Should().Be(dialog.FindAll(".error")[1].Id);
        dialog.Find("fieldset").GetAttribute("aria-describedby").Should().Be(dialog.FindAll(".error")[0].Id);
        dialog.FindAll("[role=alert]").Should().HaveCount(2);
        Open(new Refusal("task-gone")).Find(".notice").TextContent.Should().Contain("ya no está abierta");
    }

    [Fact]
    public void What_was_typed_stays_while_the_dialog_is_closed()
    {
        var task = Task(HumanTaskStatus.Open);
        var dialog = Render<TaskDialog>(parameters => parameters.Add(each => each.Task, task));
        dialog.Find("textarea").Input("a medias");
        dialog.Render(parameters => parameters.Add(each => each.Task, null));
        dialog.FindAll("textarea").Should().BeEmpty();
        dialog.Render(parameters => parameters.Add(each => each.Task, task));
        dialog.Find("textarea").GetAttribute("value").Should().Be("a medias");
    }

    [Theory]
    [InlineData("es-CL", "1.200,5", "1200.5")]
    [InlineData("es-CL", " -3 ", "-3")]
    [InlineData("es-CL", "1.234.567", "1234567")]
    [InlineData("es-CL", "1.5", null)]
    [InlineData("es-CL", "mil", null)]
    [InlineData("es-CL", "1,2,3", null)]
    [InlineData("en-US", "1,200.5", "1200.5")]
    [InlineData("en-US", "1,5", null)]
    public void A_number_is_read_as_its_reader_writes_it(string culture, string typed, string? read)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        FieldWords.Invariant(typed).Should().Be(read);
    }

    [Fact]
    public void The_history_says_what_was_filled_in()
    {
        var said = Services.GetRequiredService<Sentences>();
        var filled = Filled();
        var happened = new EventView(1, Noon, EventType.TaskCompleted, "Valentina Soto", false, new Dictionary<string, string>
        {
            ["task"] = "Aprobar crédito",
            ["element"] = "approve",
            ["filled"] = System.Text.Json.JsonSerializer.Serialize(filled, System.Text.Json.JsonSerializerOptions.Web),
        });
        said.Of(happened).Should().Be("Valentina Soto completó «Aprobar crédito»: ¿Se aprueba? Sí; Monto 1.200; Desde 1 dic 2026; ¿Urge? No");
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        said.Of(happened).Should().Be("Valentina Soto completed “Aprobar crédito”: Approved? Yes; Amount 1,200; Desde 1 Dec 2026; ¿Urge? No");
    }

    [Fact]
    public void The_ticket_offers_a_task_to_whom_it_is_for_and_shows_what_was_filled_in()
    {
        var open = Task(HumanTaskStatus.Open);
        var block = Render<TasksBlock>(parameters => parameters.Add(each => each.Tasks, [open, Task(HumanTaskStatus.Completed) with { Filled = Filled() }]).Add(each => each.CanWork, true));
        block.Find(".task button").TextContent.Should().Be("Completar");
        block.Find("button[aria-expanded]").Click();
        block.FindAll("dd").Select(value => value.TextContent).Should().Equal("Sí", "1.200", "1 dic 2026", "No");
        block.Render(parameters => parameters.Add(each => each.Tasks, [open with { CanComplete = false }]));
        block.FindAll(".task button").Should().BeEmpty("it is for the people of a unit");
        block.Render(parameters => parameters.Add(each => each.Tasks, [open with { Fields = [] }]));
        block.Find(".task button").TextContent.Should().Be("Hecho");
    }

    private static List<FilledField> Filled() =>
    [
        new("aprobado", new ElementName("¿Se aprueba?", "Approved?"), TaskFieldType.Choice, "si", new ElementName("Sí", "Yes")),
        new("monto", new ElementName("Monto", "Amount"), TaskFieldType.Number, "1200", null),
        new("desde", new ElementName("Desde", null), TaskFieldType.Date, "2026-12-01", null),
        new("urgente", new ElementName("¿Urge?", null), TaskFieldType.Boolean, "false", null),
    ];

    private static TaskView Task(HumanTaskStatus status) =>
        new(Guid.CreateVersion7(Noon), "approve", new ElementName("Aprobar crédito", null), null, null, null, null, status, Noon, null, status == HumanTaskStatus.Open ? null : Noon)
        {
            Fields = status == HumanTaskStatus.Open ? [Approved, Amount, From, Urgent, Area, Reason] : [],
            CanComplete = status == HumanTaskStatus.Open,
        };

    private IRenderedComponent<TaskDialog> Open(Refusal? refused = null, Action<Dictionary<string, string>>? sent = null) => Render<TaskDialog>(parameters => parameters
        .Add(each => each.Task, Task(HumanTaskStatus.Open)).Add(each => each.Refused, refused).Add(each => each.Send, values => sent?.Invoke(values)));
}
