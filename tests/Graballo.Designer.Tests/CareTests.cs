using Bunit;
using Graballo.Designer.Components;
using Graballo.Designer.Pages.TicketSide;
using Graballo.Desk.Flows;
using Graballo.Desk.Tickets;

namespace Graballo.Designer.Tests;

/// <summary>What failed, and who is there.</summary>
public sealed class CareTests : Screening
{
    private static readonly IncidentView Failed = new(Guid.CreateVersion7(Noon), "notify-client", "No route to <b>host</b>", Noon.AddMinutes(-5));

    [Fact]
    public void A_failed_step_is_named_as_people_call_it_with_its_error_as_plain_text()
    {
        var names = FlowNames.In("""<d xmlns="m"><sendTask id="notify-client" name="Avisar al cliente"/><task id="other"/></d>""");
        var block = Render<IncidentsBlock>(with => with.Add(it => it.Incidents, [Failed]).Add(it => it.Names, names));
        block.Find(".incident .strong").TextContent.Should().Be("Avisar al cliente");
        block.Find(".error-text").TextContent.Should().Be("No route to <b>host</b>");
        block.Find(".incident").TextContent.Should().Contain("hace 5 min");
    }

    [Fact]
    public void Who_may_not_retry_sees_no_button()
    {
        var block = Render<IncidentsBlock>(with => with.Add(it => it.Incidents, [Failed]));
        block.FindAll("button").Should().BeEmpty();
        block.Find(".incident .strong").TextContent.Should().Be("notify-client", "a step without a name is called by its id");
    }

    [Fact]
    public void Who_leads_retries_the_step_that_failed()
    {
        IncidentView? tried = null;
        var other = Failed with { Id = Guid.CreateVersion7(Noon), RaisedAt = Noon };
        var block = Render<IncidentsBlock>(with => with
            .Add(it => it.Incidents, [other, Failed]).Add(it => it.CanRetry, true).Add(it => it.Retry, incident => tried = incident));
        var buttons = block.FindAll("button");
        buttons.Select(button => button.TextContent.Trim()).Should().Equal("Reintentar", "Reintentar");
        buttons[0].Click();
        tried.Should().Be(Failed, "the oldest comes first");
    }

    [Fact]
    public void A_switch_says_its_state_and_asks_for_the_other()
    {
        bool? asked = null;
        var able = Render<Switch>(with => with.Add(it => it.On, true).Add(it => it.Turned, on => asked = on).AddChildContent("Disponible"));
        able.Find("[role=switch]").GetAttribute("aria-checked").Should().Be("true");
        able.Find("[role=switch]").Click();
        asked.Should().BeFalse();
        able.Find("[role=switch]").GetAttribute("aria-checked").Should().Be("true", "it shows what holds until its owner says otherwise");
    }
}
