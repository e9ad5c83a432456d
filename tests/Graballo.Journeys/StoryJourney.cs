using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MimeKit;
using static Microsoft.Playwright.Assertions;

namespace Graballo.Journeys;

/// <summary>The whole story, with three people signed in at once.</summary>
public sealed partial class StoryJourney(DeskServer server) : IClassFixture<DeskServer>
{
    [Theory, InlineData("es-CL"), InlineData("en")]
    public async Task A_request_on_the_web_becomes_a_measured_satisfaction(string culture)
    {
        await using var people = await People.Meet(server, culture);
        // A strategic client has an executive of its own, so the story knows whose inbox to watch.
        var cast = (await server.Look(
            """
            SELECT k.email, k.first_name || ' ' || k.last_name, a.email, a.name FROM companies c
            JOIN contacts k ON k.company_id = c.id JOIN agents a ON a.id = c.executive_id ORDER BY k.email
            """))[culture == "en" ? 1 : 0];
        var subject = "Journey " + culture + ": monto errado";

        var executive = await people.SignedIn(cast[2], "/console/inbox");
        var backOffice = await people.SignedIn("patricio.nunez@cordillera.example", "/console/back-office");
        var client = await people.SignedIn(cast[0], "/portal/new");
        await People.LooksAccessible(client);

        // The client asks, and sees the number.
        await client.SelectOptionAsync("#topic", "reclamo-comercial");
        await client.FillAsync("#subject", subject);
        await client.FillAsync("#body", "La factura 1234 no coincide con la orden.");
        await client.SetInputFilesAsync("#files", new FilePayload { Name = "orden.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7 orden"u8.ToArray() });
        await client.GetByRole(AriaRole.Button, new() { Name = people.T("New.Send") }).ClickAsync();
        await client.WaitForURLAsync(NewRequest());
        var number = NewRequest().Match(client.Url).Groups[1].Value;
        var shown = number[..^1] + "-" + number[^1];
        await Expect(client.GetByText(shown).First).ToBeVisibleAsync();
        await People.LooksAccessible(client);
        await client.FillAsync("#body", "Olvidé decir que");

        // The executive sees it come without reloading, and why.
        var row = executive.Locator("[role=row]", new() { HasText = subject });
        await Expect(row).ToBeVisibleAsync();
        await People.LooksAccessible(executive);
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(executive.GetByRole(AriaRole.Dialog)).ToContainTextAsync(cast[3]);
        await executive.Keyboard.PressAsync("Escape");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await executive.WaitForURLAsync("**/console/tickets/" + number);
        await Expect(executive.GetByText("orden.pdf")).ToBeVisibleAsync();
        await People.LooksAccessible(executive);

        // Answers, notes, hands a part over.
        var composer = executive.Locator(".composer");
        await composer.Locator("textarea").FillAsync("Lo estamos revisando.");
        await composer.GetByRole(AriaRole.Button, new() { Name = people.T("Composer.Send"), Exact = true }).ClickAsync();
        await Expect(executive.Locator(".conversation")).ToContainTextAsync("Lo estamos revisando.");

        // The client reads it without reloading, and what was being written stays.
        await Expect(client.Locator(".talk")).ToContainTextAsync("Lo estamos revisando.");
        await Expect(client.Locator("#body")).ToHaveValueAsync("Olvidé decir que");
        await composer.GetByRole(AriaRole.Button, new() { Name = people.T("Composer.Internal"), Exact = true }).ClickAsync();
        await composer.Locator("textarea").FillAsync("SECRETO: cliente sensible");
        await composer.GetByRole(AriaRole.Button, new() { Name = people.T("Composer.AddNote"), Exact = true }).ClickAsync();
        await Expect(executive.Locator(".conversation")).ToContainTextAsync("SECRETO");
        var actions = executive.GetByRole(AriaRole.Toolbar);
        await actions.GetByRole(AriaRole.Button, new() { Name = people.T("TaskAction.handoff") }).ClickAsync();
        await executive.SelectOptionAsync("#unit", new SelectOptionValue { Label = "Contabilidad y Notas de Crédito" });
        await executive.FillAsync("#request", "¿Procede la nota de crédito?");
        await People.LooksAccessible(executive);
        await executive.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = people.T("Handoff.Send"), Exact = true }).ClickAsync();

        // The unit answers from its own inbox, where it appeared by itself.
        var card = backOffice.Locator("article", new() { HasText = subject });
        await card.GetByRole(AriaRole.Button, new() { Name = people.T("BackOffice.Answer"), Exact = true }).ClickAsync();
        await card.Locator("textarea").FillAsync("Procede, FOLIO 991.");
        await People.LooksAccessible(backOffice);
        await card.GetByRole(AriaRole.Button, new() { Name = people.T("BackOffice.Send") }).ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
        await Expect(executive.Locator(".conversation")).ToContainTextAsync("FOLIO 991");

        // A date, and the solution.
        await actions.GetByRole(AriaRole.Button, new() { Name = people.T("TaskAction.promise") }).ClickAsync();
        await executive.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = people.T("Promise.Send"), Exact = true }).ClickAsync();
        await Expect(actions.GetByRole(AriaRole.Button, new() { Name = people.T("TaskAction.resolve") })).ToBeEnabledAsync();
        await actions.GetByRole(AriaRole.Button, new() { Name = people.T("TaskAction.resolve") }).ClickAsync();
        await executive.FillAsync("#resolution", "Emitimos la nota de crédito.");
        await executive.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = people.T("Resolve.Send"), Exact = true }).ClickAsync();
        await Expect(executive.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        // The client's page, open all the while, shows it by itself: what is its to see. Accepts and gives a mark.
        await Expect(client.GetByRole(AriaRole.Button, new() { Name = people.T("Confirm.Yes") })).ToBeVisibleAsync();
        (await client.ContentAsync()).Should().Contain("Emitimos la nota").And.NotContain("SECRETO").And.NotContain("FOLIO");
        await client.GetByRole(AriaRole.Button, new() { Name = people.T("Confirm.Yes") }).ClickAsync();
        await client.Locator("input[name=Score][value='7']").CheckAsync();
        await client.GetByRole(AriaRole.Button, new() { Name = people.T("Survey.Send") }).ClickAsync();
        await client.WaitForURLAsync("**done=marked");
        await People.LooksAccessible(client);

        // Six stages earned, each with its time.
        await Expect(executive.Locator(".ribbon .seg[data-state=done]")).ToHaveCountAsync(6);
        foreach (var took in await executive.Locator(".ribbon .took").AllInnerTextsAsync())
            took.Should().NotBeNullOrWhiteSpace();

        var manager = await people.SignedIn("rodrigo.castillo@cordillera.example", "/console/board");
        await Expect(manager.GetByText(people.T("Stage.Satisfaction")).First).ToBeVisibleAsync();
        await People.LooksAccessible(manager);

        // Anybody with the number learns the state and nothing else.
        var stranger = await people.Somebody(360, 740);
        await stranger.GotoAsync("/state");
        await stranger.FillAsync("#number", shown);
        await stranger.GetByRole(AriaRole.Button, new() { Name = people.T("State.Ask") }).ClickAsync();
        await Expect(stranger.GetByText(shown).First).ToBeVisibleAsync();
        (await stranger.ContentAsync()).Should().NotContain(subject).And.NotContain(cast[1]).And.NotContain("nota de crédito");
        await People.LooksAccessible(stranger);

        var mails = await Task.WhenAll(Directory.GetFiles(server.MailFolder, "*.eml").Select(file => MimeMessage.LoadAsync(file)));
        mails.Where(mail => mail.Subject!.Contains(shown) && mail.To.Mailboxes.Single().Address == cast[0]).Should().HaveCountGreaterThanOrEqualTo(4);
    }

    [GeneratedRegex("/portal/requests/(\\d+)\\?new=1")]
    private static partial Regex NewRequest();
}
