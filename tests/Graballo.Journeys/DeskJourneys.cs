using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Graballo.Journeys;

public sealed class DeskJourneys(DeskServer server) : IClassFixture<DeskServer>
{
    [Fact]
    public async Task An_executive_registers_a_visitor_s_request_and_reads_the_number_out()
    {
        await using var people = await People.Meet(server, "es-CL");
        var page = await people.SignedIn("valentina.soto@cordillera.example", "/console/reception");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("76.1");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("losboldos");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Camila Rojas") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = people.T("Channel.InPerson"), Exact = true }).ClickAsync();
        await page.SelectOptionAsync("#topic", "despacho-atrasado");
        await page.FillAsync("#subject", "Vino al mesón");
        await page.FillAsync("#body", "Pide saber cuándo llega su pedido.");
        await People.LooksAccessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = people.T("Reception.Register") }).ClickAsync();
        await Expect(page.Locator(".number.huge")).ToContainTextAsync(new Regex("\\d{8}-\\d"));
        await People.LooksAccessible(page);
    }

    [Fact]
    public async Task A_process_owner_changes_the_flow_and_running_tickets_stay_on_theirs()
    {
        await using var people = await People.Meet(server, "es-CL");
        var page = await people.SignedIn("ximena.cortes@cordillera.example", "/console/design");
        await Expect(page).ToHaveTitleAsync(people.T("Nav.Design") + " · Graballo");
        await People.LooksAccessible(page);
        await page.GotoAsync("/console/design/flows/ticket-lifecycle");
        await page.Locator(".studio-canvas [data-element-id=promise]").ClickAsync();
        var name = page.Locator(".studio-props textarea, .studio-props input").First;
        await name.FillAsync("Prometer la fecha");
        await name.PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = people.T("Design.Deploy"), Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Prometer la fecha");
        await People.LooksAccessible(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = people.T("Deploy.Send", 2) }).ClickAsync();
        await Expect(page.Locator(".studio-head .badge").First).ToHaveTextAsync("v2");
        var versions = await server.Look("SELECT d.version, count(*) FROM flow_instances f JOIN definitions d ON d.id = f.definition_id WHERE f.is_active AND d.key = 'ticket-lifecycle' GROUP BY 1");
        versions.Should().ContainSingle(row => row[0] == "1");
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_what_to_do()
    {
        await using var people = await People.Meet(server, "es-CL");
        var stranger = await people.Somebody();
        await stranger.GotoAsync("/state?number=100000017");
        await Expect(stranger.GetByText(new Regex("el último comprueba los demás"))).ToBeVisibleAsync();

        var stale = await stranger.APIRequest.PostAsync("/sign-in", new() { Form = stranger.APIRequest.CreateFormData().Set("user", "x").Set("password", "y") });
        System.Net.WebUtility.HtmlDecode(await stale.TextAsync()).Should().Contain(people.T("Failure.Stale"));

        var client = await people.SignedIn("camila.rojas@losboldos.example", "/portal/new");
        await client.SelectOptionAsync("#topic", "otro");
        await client.FillAsync("#subject", "Con un programa");
        await client.FillAsync("#body", "Texto");
        await client.SetInputFilesAsync("#files", new FilePayload { Name = "virus.exe", MimeType = "application/octet-stream", Buffer = "MZ"u8.ToArray() });
        await client.GetByRole(AriaRole.Button, new() { Name = people.T("New.Send") }).ClickAsync();
        // At the top, where a phone shows it, and at the field.
        await Expect(client.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("virus.exe.*no se puede adjuntar") })).ToBeVisibleAsync();
        await Expect(client.Locator("#files-error")).ToContainTextAsync(new Regex("virus.exe.*no se puede adjuntar"));
        await Expect(client.Locator("#subject")).ToHaveValueAsync("Con un programa");

        var others = (await server.Look("SELECT t.number FROM tickets t JOIN companies c ON c.id = t.company_id WHERE c.name NOT LIKE 'Viña Los Boldos%' LIMIT 1"))[0][0];
        var answer = await client.GotoAsync("/portal/requests/" + others);
        answer!.Status.Should().Be(404);
        (await client.GotoAsync("/console/tickets/" + others))!.Url.Should().Contain("/forbidden");
        await client.GotoAsync("/console/board");
        client.Url.Should().Contain("/forbidden");
        await People.LooksAccessible(client);
    }

    [Theory, InlineData("light"), InlineData("dark")]
    public async Task Every_screen_is_accessible_in_both_themes(string theme)
    {
        await using var people = await People.Meet(server, "es-CL");
        var page = await people.SignedIn("alejandro.herrera@cordillera.example");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        var number = (await server.Look("SELECT number FROM tickets WHERE status = 'InProgress' LIMIT 1"))[0][0];
        foreach (var path in new[]
        {
            "/console/inbox?tab=all", "/console/tickets/" + number, "/console/reception", "/console/back-office", "/console/board", "/console/design", "/console/admin",
        })
        {
            await page.GotoAsync(path);
            await page.WaitForTimeoutAsync(1_500);
            await People.LooksAccessible(page);
        }
    }
}
