using Graballo.Desk.Templates;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

public sealed class TemplateTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task A_template_comes_filled_in_and_one_that_lacks_something_says_what()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        var executive = await desk.Responsible(number);
        var found = (await desk.Get<TicketTemplatesHandler>().Handle(new TicketTemplates(number), executive, Ct)).Value!;
        found[0].Name.Should().Be("Nota de crédito en trámite", "what is about the topic comes first");
        found[0].Missing.Should().Equal("fecha");
        found.Should().NotContain(row => row.Name == "Despacho reprogramado", "it is another group's");
        var plain = found.Single(row => row.Name == "Acuse de recibo");
        plain.Missing.Should().BeEmpty();
        plain.Text.Should().StartWith("Estimada/o Camila:").And.Contain(number[..^1] + "-" + number[^1]).And.EndWith(executive.Name);

        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Hola"), executive, Ct));
        await StoryTests.Ok(desk.Get<PromiseDateHandler>().Handle(new PromiseDate(number, DeskHost.Morning.AddDays(2)), executive, Ct));
        found = (await desk.Get<TicketTemplatesHandler>().Handle(new TicketTemplates(number), executive, Ct)).Value!;
        found[0].Missing.Should().BeEmpty();
        found[0].Text.Should().Contain("a más tardar el jueves 9 de julio a las 10:00");
    }

    [Fact]
    public async Task A_supervisor_writes_for_the_groups_he_leads_and_an_administrator_for_all()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var supervisor = await desk.Who("marcela.vergara@cordillera.example");
        var administrator = await desk.Who("alejandro.herrera@cordillera.example");
        await using var db = desk.Database();
        var groups = await db.Groups.ToDictionaryAsync(row => row.Code, row => row.Id);
        var save = desk.Get<SaveTemplateHandler>();
        var mine = new SaveTemplate(null, groups["mesa"], null, "Saludo", "Greeting", "Hola {contacto}", "Hello {contacto}");
        var id = (await save.Handle(mine, supervisor, Ct)).Value;
        id.Should().NotBeEmpty();
        (await save.Handle(mine with { GroupId = groups["soporte"] }, supervisor, Ct)).Refusal!.Code.Should().Be("template-general");
        (await save.Handle(mine with { GroupId = null }, supervisor, Ct)).Refusal!.Code.Should().Be("template-general");
        var general = (await save.Handle(mine with { GroupId = null }, administrator, Ct)).Value;
        (await save.Handle(mine with { Id = general }, supervisor, Ct)).Refusal!.Code.Should().Be("template-general", "moving it to one's own group is no way round");
        (await desk.Get<RemoveTemplateHandler>().Handle(new RemoveTemplate(general), supervisor, Ct)).Ok.Should().BeFalse();
        (await desk.Get<RemoveTemplateHandler>().Handle(new RemoveTemplate(id), supervisor, Ct)).Ok.Should().BeTrue();
        foreach (var other in new[] { await desk.Client(), await desk.Who("valentina.soto@cordillera.example"), await desk.Who("rodrigo.castillo@cordillera.example") })
        {
            (await save.Handle(mine, other, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<ListTemplatesHandler>().Handle(new ListTemplates(), other, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<RemoveTemplateHandler>().Handle(new RemoveTemplate(general), other, Ct)).Refusal.Should().Be(Refusal.Forbidden);
        }
    }

    [Theory]
    [InlineData("{contacto} {telefono}", "template-placeholder")]
    [InlineData("", "required")]
    public async Task What_cannot_be_filled_in_is_refused(string body, string code)
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var administrator = await desk.Who("alejandro.herrera@cordillera.example");
        var refused = await desk.Get<SaveTemplateHandler>().Handle(new SaveTemplate(null, null, null, "a", "b", body, "x"), administrator, Ct);
        (refused.Refusal!.Code, refused.Refusal.Field).Should().Be((code, "body"));
        refused.Refusal.Text(System.Globalization.CultureInfo.GetCultureInfo("es-CL")).Should().NotContain("body");
    }
}
