using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Graballo.Journeys;

/// <summary>The inbox by keyboard.</summary>
public sealed class InboxJourney(DeskServer server) : IClassFixture<DeskServer>
{
    [Fact]
    public async Task Several_tickets_are_taken_by_keyboard_and_given_back()
    {
        await using var people = await People.Meet(server, "es-CL");
        var page = await people.SignedIn("marcela.vergara@cordillera.example", "/console/inbox?tab=all&sort=newest");
        var rows = page.Locator(".item");
        await Listening(page);
        await Expect(rows.Nth(3)).ToBeVisibleAsync();
        var before = await rows.Locator(".col-responsible").AllInnerTextsAsync();
        var mine = page.Locator("nav.tabs .tab").First.Locator(".count");
        var had = int.Parse(await mine.InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("Shift+J");
        await page.Keyboard.PressAsync("Shift+J");
        await Expect(page.Locator(".bulk")).ToContainTextAsync(people.T("Bulk.Chosen.Many", 3));
        await People.LooksAccessible(page);
        await page.Keyboard.PressAsync("m");
        await Expect(page.Locator(".toast")).ToContainTextAsync(people.T("Bulk.Done.Many", 3));
        await Expect(mine).ToHaveTextAsync((had + 3).ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Expect(rows.Nth(0).Locator(".col-responsible")).ToContainTextAsync("Marcela Vergara");
        await page.Keyboard.PressAsync("z");
        await Expect(page.Locator(".toast")).ToContainTextAsync(people.T("Bulk.Undone.Many", 3));
        await Expect(mine).ToHaveTextAsync(had.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (await rows.Locator(".col-responsible").AllInnerTextsAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task The_list_follows_what_is_typed_and_a_template_is_inserted_by_keyboard()
    {
        await using var people = await People.Meet(server, "es-CL");
        var page = await people.SignedIn("marcela.vergara@cordillera.example", "/console/inbox?tab=all");
        var company = (await server.Look("SELECT c.name FROM tickets t JOIN companies c ON c.id = t.company_id WHERE t.status = 'InProgress' LIMIT 1"))[0][0];
        await Listening(page);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(company, new() { Delay = 40 });
        var find = page.GetByRole(AriaRole.Searchbox);
        var expected = int.Parse((await server.Look($"SELECT count(*) FROM tickets t JOIN companies c ON c.id = t.company_id WHERE t.status <> 'Closed' AND c.name LIKE '%{company}%'"))[0][0], System.Globalization.CultureInfo.InvariantCulture);
        await Expect(page.Locator(".item")).ToHaveCountAsync(expected);
        await Expect(page.Locator(".item").First).ToContainTextAsync(company);
        await Expect(find).ToBeFocusedAsync();
        await Expect(find).ToHaveValueAsync(company);
        await Expect(page.Locator(".tab[aria-current] .count")).ToHaveTextAsync(expected.ToString(System.Globalization.CultureInfo.InvariantCulture));

        await page.Locator(".item a[data-row]").First.ClickAsync();
        await page.Locator(".composer textarea").FocusAsync();
        await page.Keyboard.PressAsync("Alt+t");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("Acuse");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await People.LooksAccessible(page);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".composer textarea")).ToHaveValueAsync(new Regex("^Estimada/o .+Marcela Vergara$", RegexOptions.Singleline));
        await Expect(page.Locator(".composer [data-send]")).ToBeEnabledAsync();

        await page.GotoAsync("/console/templates");
        await page.GetByRole(AriaRole.Button, new() { Name = "Acuse de recibo" }).ClickAsync();
        await People.LooksAccessible(page);
    }

    // The list is drawn before the page hears the keyboard.
    private static Task Listening(IPage page) => page.Locator("html[data-keys=on]").WaitForAsync();
}
