using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Graballo.Journeys;

/// <summary>Who is away and who covers, what would happen, and the organisation as it is drawn.</summary>
public sealed class PeopleJourney(DeskServer server) : IClassFixture<DeskServer>
{
    [Fact]
    public async Task An_absence_with_cover_moves_the_tickets_and_ends()
    {
        await using var people = await People.Meet(server, "es-CL");
        var busy = (await server.Look(
            "SELECT a.name, a.id, min(t.number) FROM tickets t JOIN agents a ON a.id = t.assignee_id WHERE t.status = 'InProgress' AND a.name <> 'Valentina Soto' GROUP BY a.id ORDER BY count(*) DESC LIMIT 1"))[0];
        var (name, id, number) = (busy[0], busy[1], busy[2]);
        var page = await people.SignedIn("marcela.vergara@cordillera.example", "/console/absences");
        await page.GetByRole(AriaRole.Button, new() { Name = people.T("Absences.New") }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.Locator("#agent").SelectOptionAsync(new SelectOptionValue { Label = name });
        await dialog.Locator("#from").FillAsync(Today(0));
        await dialog.Locator("#until").FillAsync(Today(3));
        await dialog.Locator("#cover").SelectOptionAsync(new SelectOptionValue { Label = "Valentina Soto" });
        await People.LooksAccessible(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = people.T("Save") }).ClickAsync();
        await Expect(page.Locator(".away-list").First).ToContainTextAsync(people.T("Absences.CoveredBy", "Valentina Soto"));
        await Expect(page.Locator(".strip .away")).ToHaveCountAsync(1);
        (await server.Look($"SELECT count(*) FROM tickets WHERE status <> 'Closed' AND assignee_id = '{id}'"))[0][0].Should().Be("0", "nobody absent keeps a ticket");
        await People.LooksAccessible(page);

        await page.GotoAsync("/console/tickets/" + number);
        var side = page.Locator(".ticket-side");
        await Expect(side).ToContainTextAsync("Valentina Soto");
        await side.GetByText(people.T("Ticket.Why")).ClickAsync();
        await Expect(side).ToContainTextAsync("cubre a " + name);

        await page.GotoAsync("/console/absences");
        await page.GetByRole(AriaRole.Button, new() { Name = people.T("Absences.EndNow") + " " + name }).ClickAsync();
        await Expect(page.Locator(".toast")).ToContainTextAsync(people.T("Absences.Ended"));
        await Expect(page.Locator(".away-list").First.Locator("li")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_would_happen_is_told_with_its_reasons_and_nothing_is_recorded()
    {
        await using var people = await People.Meet(server, "es-CL");
        var before = await server.Look("SELECT count(*), (SELECT count(*) FROM ticket_events), (SELECT count(*) FROM outbox) FROM tickets");
        var page = await people.SignedIn("ximena.cortes@cordillera.example", "/console/what-if");
        await page.Locator("#client").FillAsync("Boldos");
        await page.GetByRole(AriaRole.Button, new() { Name = "Viña Los Boldos SpA" }).ClickAsync();
        await page.Locator("#topic").SelectOptionAsync("factura-monto");
        await page.GetByRole(AriaRole.Button, new() { Name = people.T("WhatIf.Ask") }).ClickAsync();
        var answer = page.Locator("section[aria-labelledby=answer]");
        await Expect(answer).ToContainTextAsync("Facturación y Cobranza");
        await Expect(answer).ToContainTextAsync(people.T("Why.Others"));
        await Expect(answer).ToContainTextAsync(people.T("WhatIf.Decision.assignment"));
        await People.LooksAccessible(page);
        (await server.Look("SELECT count(*), (SELECT count(*) FROM ticket_events), (SELECT count(*) FROM outbox) FROM tickets"))[0].Should().Equal(before[0]);

        await page.GotoAsync("/console/workload");
        await Expect(page.Locator(".load svg").First).ToBeVisibleAsync();
        await People.LooksAccessible(page);
    }

    [Fact]
    public async Task A_unit_is_dragged_elsewhere_and_moved_back_by_keyboard()
    {
        await using var people = await People.Meet(server, "es-CL");
        var page = await people.SignedIn("alejandro.herrera@cordillera.example", "/console/admin?tab=chart");
        var unit = page.GetByRole(AriaRole.Region, new() { Name = "Subgerencia de Cobranza", Exact = true });
        var operations = page.GetByRole(AriaRole.Region, new() { Name = "Gerencia de Operaciones", Exact = true });
        await Expect(unit).ToBeVisibleAsync();
        await People.LooksAccessible(page);
        await unit.DragToAsync(operations, new() { SourcePosition = new() { X = 60, Y = 40 }, TargetPosition = new() { X = 60, Y = 40 } });
        await Expect(page.Locator(".toast")).ToContainTextAsync(people.T("Chart.Moved", "Subgerencia de Cobranza", "Gerencia de Operaciones"));
        var move = page.GetByRole(AriaRole.Button, new() { Name = people.T("Chart.MoveOne", "Subgerencia de Cobranza") });
        await move.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#move-to").SelectOptionAsync(new SelectOptionValue { Label = "\u2003Gerencia de Finanzas" });
        await People.LooksAccessible(page);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = people.T("Chart.Move"), Exact = true }).ClickAsync();
        await Expect(page.Locator(".toast").Last).ToContainTextAsync(people.T("Chart.Moved", "Subgerencia de Cobranza", "Gerencia de Finanzas"));
        (await server.Look("SELECT p.code, u.level FROM units u JOIN units p ON p.id = u.parent_id WHERE u.code = 'cobranza'"))[0].Should().Equal("finanzas", "3");
    }

    private static string Today(int later) =>
        TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("America/Santiago")).AddDays(later)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
