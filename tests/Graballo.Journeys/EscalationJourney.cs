using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Graballo.Journeys;

public sealed class EscalationJourney(DeskServer server) : IClassFixture<DeskServer>
{
    // A promise is typed to the minute, and the sweep has to come by.
    private static readonly LocatorAssertionsToHaveCountOptions Patience = new() { Timeout = 150_000 };

    [Fact]
    public async Task A_promise_that_is_not_kept_climbs_two_rungs_before_the_eyes_of_who_works_and_not_of_the_client()
    {
        await using var people = await People.Meet(server, "es-CL");
        var found = (await server.Look("SELECT t.number, c.email FROM tickets t JOIN contacts c ON c.id = t.contact_id WHERE t.status = 'InProgress' ORDER BY t.number LIMIT 1"))[0];
        var (number, client) = (found[0], found[1]);
        var page = await people.SignedIn("marcela.vergara@cordillera.example", "/console/tickets/" + number);
        await page.GetByRole(AriaRole.Button, new() { Name = people.T("TaskAction.promise") }).First.ClickAsync();
        var soon = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow().AddSeconds(80), TimeZoneInfo.FindSystemTimeZoneById("America/Santiago"));
        await page.FillAsync("#promised", soon.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = people.T("Promise.Send"), Exact = true }).ClickAsync();

        var clock = page.Locator(".clock.full", new() { HasText = people.T("Clock.Promise") }).First;
        await Expect(clock.Locator(".ladder > li")).ToHaveCountAsync(2);
        await clock.Locator("summary").ClickAsync();
        await Expect(clock.Locator(".ladder > [data-state=done]")).ToHaveCountAsync(2, Patience);
        await Expect(clock).ToHaveAttributeAsync("data-state", "breached");
        await People.LooksAccessible(page);
        (await server.Look($"SELECT count(*) FROM climbed_rungs r JOIN tickets t ON t.id = r.ticket_id JOIN sla_clocks c ON c.id = r.clock_id WHERE t.number = '{number}' AND c.target = 'Promise'"))[0][0].Should().Be("2");

        var portal = await people.SignedIn(client, "/portal/requests/" + number);
        await Expect(portal.Locator("h1").First).ToBeVisibleAsync();
        (await portal.InnerTextAsync("main")).Should().NotContain(people.T("Ladder.Title")).And.NotContain("escalamiento");

        await page.SetViewportSizeAsync(360, 740);
        await People.LooksAccessible(page);
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).Should().BeTrue("nothing hangs out of a telephone");
    }
}
