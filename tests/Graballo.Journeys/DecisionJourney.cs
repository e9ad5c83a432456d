using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Graballo.Journeys;

public sealed class DecisionJourney(DeskServer server) : IClassFixture<DeskServer>
{
    [Fact]
    public async Task Before_deploying_decisions_their_owner_sees_what_would_change_in_the_last_tickets()
    {
        await using var people = await People.Meet(server, "es-CL");
        var page = await people.SignedIn("ximena.cortes@cordillera.example", "/console/design/decisions/asignacion-de-tickets");
        await Expect(page.Locator(".studio-canvas svg").First).ToBeVisibleAsync();
        await page.Locator("button, [role=tab]", new() { HasText = "Competencia" }).First.ClickAsync();
        await page.Locator(".dmn-literal-expression-container .cm-content").FillAsync("\"otra\"");
        await page.Keyboard.PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = people.T("Design.Deploy"), Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync(people.T("Compare.Title"));
        await Expect(dialog).ToContainTextAsync(people.T("Compare.Found.Many", 60, 60));
        await People.LooksAccessible(page);
    }
}
