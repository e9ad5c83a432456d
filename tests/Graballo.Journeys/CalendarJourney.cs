using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Graballo.Journeys;

public sealed class CalendarJourney(DeskServer server) : IClassFixture<DeskServer>
{
    private const string Owner = "ximena.cortes@cordillera.example";

    [Theory, InlineData("es-CL", "turno-es"), InlineData("en", "turno-en")]
    public async Task A_process_owner_draws_a_calendar_closes_a_day_and_sees_what_it_means(string culture, string code)
    {
        await using var people = await People.Meet(server, culture);
        var page = await people.SignedIn(Owner, "/console/calendars");
        await Expect(page.Locator(".calendar-cards")).ToContainTextAsync(people.T("Calendars.Desk"));
        await People.LooksAccessible(page);
        await page.GetByRole(AriaRole.Link, new() { Name = people.T("Calendars.New") }).ClickAsync();
        await page.FillAsync("#name", "Turno " + culture);
        await page.FillAsync("#code", code);
        var week = page.Locator(".week-grid");
        await Expect(week.Locator("button[aria-pressed=true]")).ToHaveCountAsync(45);

        // By keyboard: from Monday 0:00 nine to the right is 9:00, one below is Tuesday.
        await week.Locator("button").First.FocusAsync();
        for (var step = 0; step < 9; step++)
            await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Space");
        await Expect(week.Locator("button[aria-pressed=true]")).ToHaveCountAsync(44);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Space");
        await Expect(week.Locator("button[aria-pressed=true]")).ToHaveCountAsync(43);
        // Half an hour by its field.
        await page.Locator(".week-spans .day").First.Locator("input[type=time]").First.FillAsync("09:30");
        await Expect(week.Locator("button[aria-pressed=mixed]")).ToHaveCountAsync(1);
        await page.Locator(".unsaved").GetByRole(AriaRole.Button, new() { Name = people.T("Save") }).ClickAsync();
        await page.WaitForURLAsync("**/console/calendars/" + code);
        await Expect(page.Locator(".calendar-history")).ToContainTextAsync(people.T("Calendars.VersionNo", 1));

        var year = page.Locator(".year");
        await Expect(year.Locator("[data-kind=Holiday]").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = people.T("Calendars.YearAfter") }).ClickAsync();
        await year.Locator(".month").Nth(2).Locator("button").First.ClickAsync();
        var dialog = page.Locator("dialog[open]");
        await dialog.GetByLabel(people.T("Calendars.DayName")).FillAsync("Inventario");
        await People.LooksAccessible(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = people.T("Calendars.Apply") }).ClickAsync();
        await Expect(page.Locator(".special")).ToContainTextAsync("Inventario");
        await page.Locator(".unsaved").GetByRole(AriaRole.Button, new() { Name = people.T("Save") }).ClickAsync();
        await Expect(page.Locator(".calendar-history")).ToContainTextAsync("Inventario");
        await Expect(page.Locator(".unsaved")).ToHaveCountAsync(0);

        await page.FillAsync("#if-from", "2027-02-26T17:00");
        await page.FillAsync("#if-hours", "2");
        // Friday 26 February from 17:00, one hour; Monday 1 March is closed; Tuesday begins at 10:00.
        await Expect(page.Locator(".answer")).ToContainTextAsync("11:00");
        await Expect(page.Locator(".answer")).ToContainTextAsync(culture == "en" ? "2 March" : "2 de marzo");
        await People.LooksAccessible(page);
    }

    [Fact]
    public async Task A_file_is_looked_at_before_it_is_taken_and_the_export_is_read_back()
    {
        await using var people = await People.Meet(server, "es-CL");
        var page = await people.SignedIn(Owner, "/console/calendars/chile-laboral");
        await page.GetByRole(AriaRole.Button, new() { Name = people.T("Calendars.Import") }).ClickAsync();
        var dialog = page.Locator("dialog[open]");
        await dialog.Locator("input[type=file]").SetInputFilesAsync(Ics("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:mañana\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Línea 3");
        await dialog.Locator("input[type=file]").SetInputFilesAsync(Ics("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20280302\r\nSUMMARY:Aniversario\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
        await Expect(dialog).ToContainTextAsync(people.T("Calendars.Would.One", 1));
        await Expect(dialog.Locator("tbody")).ToContainTextAsync("Aniversario");
        await People.LooksAccessible(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = people.T("Calendars.TakeOver") }).ClickAsync();
        await page.Locator(".unsaved").GetByRole(AriaRole.Button, new() { Name = people.T("Save") }).ClickAsync();
        await Expect(page.Locator(".calendar-history")).ToContainTextAsync("Aniversario");

        var exported = await page.APIRequest.GetAsync("/calendars/chile-laboral.ics");
        exported.Headers["content-type"].Should().StartWith("text/calendar");
        (await exported.TextAsync()).Should().Contain("SUMMARY:Aniversario").And.Contain("DTSTART;VALUE=DATE:20280302");
    }

    [Fact]
    public async Task Who_may_only_look_changes_nothing_and_a_client_does_not_get_in()
    {
        await using var people = await People.Meet(server, "es-CL");
        var supervisor = await people.SignedIn("marcela.vergara@cordillera.example", "/console/calendars/chile-laboral");
        await Expect(supervisor.Locator(".notice.calm")).ToContainTextAsync(people.T("Calendars.ReadOnly"));
        await Expect(supervisor.Locator("#name")).ToBeDisabledAsync();
        await supervisor.Locator(".year button").Nth(40).ClickAsync();
        await Expect(supervisor.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = people.T("Calendars.Apply") })).ToHaveCountAsync(0);
        var client = await people.SignedIn("camila.rojas@losboldos.example", "/portal");
        (await client.APIRequest.GetAsync("/calendars/chile-laboral.ics")).Status.Should().Be(404);
    }

    private static FilePayload Ics(string text) => new() { Name = "feriados.ics", MimeType = "text/calendar", Buffer = Encoding.UTF8.GetBytes(text) };
}
