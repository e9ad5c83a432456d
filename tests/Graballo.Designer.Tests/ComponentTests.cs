using Bunit;
using Graballo.Designer.Components;
using Graballo.Designer.Pages.Inboxes;
using Graballo.Designer.Pages.Tickets;
using Graballo.Desk.Flows;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tickets;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;

namespace Graballo.Designer.Tests;

public sealed class ComponentTests : Screening
{
    [Theory]
    [InlineData(SlaState.Running, 130, "running", "quedan 2 h 10 min")]
    [InlineData(SlaState.AtRisk, 20, "atRisk", "en riesgo: 20 min")]
    [InlineData(SlaState.Breached, -65, "breached", "atrasado 1 h 5 min")]
    [InlineData(SlaState.Paused, 60, "paused", "en pausa, quedan 1 h")]
    [InlineData(SlaState.Met, 60, "met", "Cumplido")]
    [InlineData(SlaState.Missed, -5, "breached", "No cumplido")]
    public void A_clock_says_its_state_in_words_and_not_by_colour_alone(SlaState state, int minutes, string word, string text)
    {
        var view = new ClockView(SlaTarget.FirstResponse, state, TimeSpan.FromMinutes(minutes), TimeSpan.FromHours(4), Noon, null, "corporativo");
        var clock = Render<Clock>(with => with.Add(it => it.Value, view));
        clock.Find(".clock").GetAttribute("data-state").Should().Be(word);
        clock.Find(".clock").TextContent.Trim().Should().Be(text);
        clock.Find("svg").Should().NotBeNull();
    }

    [Fact]
    public void A_ladder_says_what_each_rung_did_which_comes_next_and_when()
    {
        var rung = new Rung(1, 80, TimeSpan.Zero, null, ["assignee"], null, null, null, 0, null, new Dictionary<string, string> { ["es"] = "Se recuerda" });
        RungView[] rungs =
        [
            new(rung, Noon.AddHours(-1), new RungDone(["Ana Díaz"], "urgent", null, [], null, ["backOffice"])),
            new(rung with { Number = 2, Percent = null, Offset = TimeSpan.FromHours(-2), Hours = "chile-laboral" }, Noon.AddHours(2), null),
            new(rung with { Number = 3, Percent = null }, null, null),
        ];
        var view = new ClockView(SlaTarget.Underpinning, SlaState.Paused, TimeSpan.FromHours(1), TimeSpan.FromHours(4), null, null, "uc-general")
        {
            About = "Transbank",
            PausedFor = WaitingFor.ThirdParty,
            Rungs = rungs,
        };
        var clock = Render<Clock>(with => with.Add(it => it.Value, view).Add(it => it.Full, true));
        clock.Find(".name").TextContent.Should().Be("Tercero · Transbank");
        clock.Find(".when").TextContent.Should().Contain("se espera a un tercero");
        clock.FindAll(".ladder > li").Select(row => row.GetAttribute("data-state")).Should().Equal("done", "next", "waiting");
        var said = clock.FindAll(".ladder > li").Select(row => string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        said[0].Should().Contain("Con el 80 % del plazo usado").And.Contain("Se avisó a Ana Díaz. Prioridad: Urgente. No se encontró: jefatura de back office.");
        said[1].Should().Contain("2 h antes de vencer, solo en horario hábil").And.Contain("el siguiente").And.Contain("Se recuerda");
        said[2].Should().Contain("Al vencer").And.Contain("espera a que el plazo corra");
    }

    [Fact]
    public void A_ticket_number_is_read_out_digit_by_digit_and_copied_as_people_write_it()
    {
        var number = Render<TicketNo>(with => with.Add(it => it.Value, "102938475").Add(it => it.Copy, true));
        number.Find(".sr").TextContent.Should().Be("1 0 2 9 3 8 4 7, 5");
        number.Find("[aria-hidden=true]").TextContent.Should().Be("10293847-5");
        number.Find("button").GetAttribute("data-copy").Should().Be("10293847-5");
    }

    [Fact]
    public void The_same_person_has_the_same_initials_and_tone()
    {
        var one = Render<Avatar>(with => with.Add(it => it.Name, "María José Pérez"));
        var two = Render<Avatar>(with => with.Add(it => it.Name, "María José Pérez"));
        one.Markup.Should().Be(two.Markup);
        one.Find(".avatar").GetAttribute("data-initials").Should().Be("MJ");
    }

    [Fact]
    public void What_is_internal_looks_and_reads_different()
    {
        MessageView[] messages =
        [
            Message(MessageKind.Public, AuthorKind.Client, "No llegó la factura <script>"),
            Message(MessageKind.Public, AuthorKind.Agent, "La revisamos"),
            Message(MessageKind.Internal, AuthorKind.Agent, "Ojo con este cliente"),
        ];
        var talk = Render<Conversation>(with => with.Add(it => it.Messages, messages).Add(it => it.Events, []));
        talk.FindAll("article").Select(article => article.ClassList[1]).Should().Equal("theirs", "ours", "note");
        talk.Find(".note").TextContent.Should().Contain("Nota interna");
        talk.FindAll("script").Should().BeEmpty();
    }

    [Fact]
    public void The_composer_says_who_will_read_it_before_it_is_sent()
    {
        Composer.Written? sent = null;
        var composer = Render<Composer>(with => with.Add(it => it.Key, "1").Add(it => it.Client, "Camila Rojas").Add(it => it.Send, written =>
        {
            sent = written;
            return Task.FromResult(true);
        }));
        composer.Find(".who-reads").TextContent.Should().Contain("Lo leerá Camila Rojas");
        composer.Find("[data-send]").HasAttribute("disabled").Should().BeTrue();
        composer.FindAll(".segmented button")[1].Click();
        composer.Find(".who-reads").TextContent.Should().Contain("Solo lo lee el equipo");
        composer.Find("textarea").Input("Llamar mañana");
        composer.Find("[data-send]").Click();
        sent.Should().BeEquivalentTo(new { Text = "Llamar mañana", Internal = true });
        composer.Find("[data-send]").HasAttribute("disabled").Should().BeTrue("an empty composer sends nothing");
    }

    [Fact]
    public void A_refused_message_stays_in_the_composer()
    {
        var composer = Render<Composer>(with => with.Add(it => it.Key, "1").Add(it => it.Send, _ => Task.FromResult(false)));
        composer.Find("textarea").Input("Un texto largo");
        composer.Find("[data-send]").Click();
        composer.Find("[data-send]").HasAttribute("disabled").Should().BeFalse();
    }

    [Fact]
    public void The_inbox_shows_what_is_late_and_why_it_is_mine()
    {
        var why = new WhyAssigned("sequential", "Ana Díaz", "Mesa", 3, 20, [new PassedOver("Luis Soto", "absent")], new Dictionary<string, string>());
        var row = new InboxRow(
            Guid.Empty, "102938475", "Factura con monto errado", "Acme SpA", "Camila Rojas", "Factura", "Invoice", Channel.Phone, Priority.Urgent,
            TicketStatus.New, Stage.Communication, Noon.AddHours(-1), TimeSpan.FromMinutes(-30), SlaTarget.FirstResponse, true, Guid.Empty, "Ana Díaz", "Mesa", new ElementName("Responder", "Answer"), 0, why, Noon, Noon);
        var list = Render<InboxList>(with => with.Add(it => it.Rows, [row]));
        list.Find("[data-urgency=breached]").TextContent.Should().Contain("−30 min").And.Contain("de atraso");
        list.Find("a[data-row]").GetAttribute("href").Should().Be("/console/tickets/102938475");
        list.Find("button").Click();
        list.Find("dialog").TextContent.Should().Contain("Le tocaba el turno a Ana Díaz").And.Contain("Luis Soto (ausente)");
    }

    private static MessageView Message(MessageKind kind, AuthorKind author, string body) =>
        new(Guid.CreateVersion7(Noon), kind, author, null, "Ana Díaz", body, Channel.Web, Noon, []);
}
