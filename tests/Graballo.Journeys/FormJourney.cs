using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Graballo.Journeys;

/// <summary>A process owner asks for something at a task; whoever does it fills it in, and the flow goes by what was said.</summary>
public sealed partial class FormJourney(DeskServer server) : IClassFixture<DeskServer>
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    private const string Asked = """
        <graballo:field name="aprobado" label="¿Se aprueba el crédito?" type="choice" required="true"><graballo:option value="si" label="Sí"/><graballo:option value="no" label="No"/></graballo:field>
        <graballo:field name="monto" label="Monto" type="number" required="true"/>
        """;

    [Fact]
    public async Task An_owner_asks_for_an_approval_and_the_executive_s_answer_steers_the_ticket()
    {
        await server.Deploy(Flow("", ""));
        await using var people = await People.Meet(server, "es-CL");
        var owner = await people.SignedIn("ximena.cortes@cordillera.example", "/console/design/flows/ticket-lifecycle");
        await Reach(owner, owner.Locator(".studio-canvas .djs-shape[data-element-id=approve]"));
        var panel = owner.Locator(".studio-props");
        var badge = owner.Locator(".studio-head .badge").First;
        var next = int.Parse((await badge.InnerTextAsync())[1..], System.Globalization.CultureInfo.InvariantCulture) + 1;

        // All by keyboard: the focus goes on to the next control although the panel is drawn anew after each change.
        await panel.GetByRole(AriaRole.Button, new() { Name = people.T("Panel.fieldAdd") }).FocusAsync();
        await owner.Keyboard.PressAsync("Enter");
        await Focused(panel.GetByLabel(people.T("Panel.fieldName")));
        await Type(owner, "aprobado");
        await Type(owner, "¿Se aprueba el crédito?");
        await Type(owner, "Approve the credit?");
        await Focused(panel.GetByLabel(people.T("Panel.fieldType")));
        await panel.GetByLabel(people.T("Panel.fieldType")).SelectOptionAsync("choice");
        await Focused(panel.GetByLabel(people.T("Panel.fieldType")));
        await owner.Keyboard.PressAsync("Tab");
        await Type(owner, "si = Sí = Yes\nno = No");
        await owner.Keyboard.PressAsync("Space");
        await Expect(panel.GetByLabel(people.T("Panel.fieldRequired"))).ToBeCheckedAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = people.T("Panel.fieldAdd") }).ClickAsync();
        await Type(owner, "monto");
        await Type(owner, "Monto");
        await panel.GetByLabel(people.T("Panel.fieldType")).Nth(1).SelectOptionAsync("number");
        await Expect(panel.Locator(".prop-field")).ToHaveCountAsync(2);
        await owner.GetByRole(AriaRole.Button, new() { Name = people.T("Design.Undo"), Exact = true }).ClickAsync();
        await Expect(panel.GetByLabel(people.T("Panel.fieldType")).Nth(1)).ToHaveValueAsync("text");
        await owner.GetByRole(AriaRole.Button, new() { Name = people.T("Design.Redo"), Exact = true }).ClickAsync();
        await Expect(panel.GetByLabel(people.T("Panel.fieldType")).Nth(1)).ToHaveValueAsync("number");
        await People.LooksAccessible(owner);
        await owner.GetByRole(AriaRole.Button, new() { Name = people.T("Design.Deploy"), Exact = true }).ClickAsync();
        await owner.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = people.T("Deploy.Send", next) }).ClickAsync();
        await Expect(badge).ToHaveTextAsync("v" + next);

        var executive = await Answered(people, "Journey: crédito");
        var task = executive.Locator(".ticket-side .task", new() { HasText = "Aprobar crédito" });
        await task.GetByRole(AriaRole.Button).PressAsync("Enter");
        var dialog = executive.GetByRole(AriaRole.Dialog);
        await Focused(dialog.GetByRole(AriaRole.Radio).First);
        await dialog.GetByRole(AriaRole.Button, new() { Name = people.T("Form.Send") }).ClickAsync();
        await Expect(dialog.Locator(".error")).ToHaveCountAsync(1);
        await Focused(dialog.GetByRole(AriaRole.Radio).First);
        await People.LooksAccessible(executive);
        await dialog.GetByLabel("Sí", new() { Exact = true }).CheckAsync();
        await dialog.GetByLabel("Monto").FillAsync("1200,5,1");
        await executive.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await Focused(task.GetByRole(AriaRole.Button));
        await task.GetByRole(AriaRole.Button).PressAsync("Enter");
        await Expect(dialog.GetByLabel("Monto")).ToHaveValueAsync("1200,5,1");
        await dialog.GetByLabel("Monto").PressAsync("Control+Enter");
        await Expect(dialog.Locator(".error")).ToContainTextAsync("número");
        await dialog.GetByLabel("Monto").FillAsync("1.200");
        await dialog.GetByLabel("Monto").PressAsync("Control+Enter");
        await Expect(executive.Locator(".conversation")).ToContainTextAsync("¿Se aprueba el crédito? Sí; Monto 1.200");
        await Expect(executive.Locator(".ticket-side .task")).ToContainTextAsync("Prometer fecha");
        await People.LooksAccessible(executive);
    }

    [Fact]
    public async Task A_unit_does_its_task_from_its_own_inbox()
    {
        await server.Deploy(Flow("graballo:candidateUnit=\"bo-finanzas\"", Asked));
        await using var people = await People.Meet(server, "es-CL");
        var unit = await people.SignedIn("patricio.nunez@cordillera.example", "/console/back-office");
        var executive = await Answered(people, "Journey: crédito de la unidad");
        await Expect(executive.Locator(".ticket-side .task", new() { HasText = "Aprobar crédito" })).ToBeVisibleAsync();
        await Expect(executive.Locator(".ticket-side .task button")).ToHaveCountAsync(0);

        // It appeared by itself.
        var card = unit.Locator("article", new() { HasText = "Journey: crédito de la unidad" });
        await card.GetByRole(AriaRole.Button, new() { Name = people.T("TaskAction.fill"), Exact = true }).ClickAsync();
        await Focused(card.GetByRole(AriaRole.Radio).First);
        await People.LooksAccessible(unit);
        await card.GetByLabel("No", new() { Exact = true }).CheckAsync();
        await card.GetByLabel("Monto").FillAsync("300");
        await card.GetByRole(AriaRole.Button, new() { Name = people.T("Form.Send") }).ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
        await Expect(executive.Locator(".ticket-side .task")).ToContainTextAsync("Resolver requerimiento");
        await unit.GotoAsync("/console/back-office?tab=answered");
        await Expect(card).ToContainTextAsync("Patricio Núñez");
        await Expect(card.Locator("dd").First).ToHaveTextAsync("No");
    }

    // A client asks, and its executive answers: the flow stands at the approval.
    private async Task<IPage> Answered(People people, string subject)
    {
        var cast = (await server.Look("SELECT k.email, a.email FROM companies c JOIN contacts k ON k.company_id = c.id JOIN agents a ON a.id = c.executive_id ORDER BY k.email"))[0];
        var client = await people.SignedIn(cast[0], "/portal/new");
        await client.SelectOptionAsync("#topic", "reclamo-comercial");
        await client.FillAsync("#subject", subject);
        await client.FillAsync("#body", "Pido un crédito.");
        await client.GetByRole(AriaRole.Button, new() { Name = people.T("New.Send") }).ClickAsync();
        await client.WaitForURLAsync(NewRequest());
        var executive = await people.SignedIn(cast[1], "/console/tickets/" + NewRequest().Match(client.Url).Groups[1].Value);
        var composer = executive.Locator(".composer");
        await composer.Locator("textarea").FillAsync("Lo vemos.");
        await composer.GetByRole(AriaRole.Button, new() { Name = people.T("Composer.Send"), Exact = true }).ClickAsync();
        await Expect(executive.Locator(".conversation")).ToContainTextAsync("Lo vemos.");
        return executive;
    }

    // Turns the wheel over the drawing until the element is in sight, and chooses it.
    private static async Task Reach(IPage page, ILocator element)
    {
        await Expect(element).ToBeAttachedAsync();
        var canvas = (await page.Locator(".studio-canvas").BoundingBoxAsync())!;
        var (x, y) = (canvas.X + (canvas.Width / 2), canvas.Y + (canvas.Height / 2));
        await page.Mouse.MoveAsync(x, y);
        for (var turn = 0; turn < 60 && await element.BoundingBoxAsync() is { } box && Math.Abs(box.X + (box.Width / 2) - x) > 200; turn++)
            await page.Mouse.WheelAsync(box.X > x ? 300 : -300, 0);
        await element.ClickAsync();
    }

    private static async Task Type(IPage page, string text)
    {
        await page.Keyboard.InsertTextAsync(text);
        await page.Keyboard.PressAsync("Tab");
    }

    private static Task Focused(ILocator control) => Expect(control).ToBeFocusedAsync();

    // The shipped flow, with an approval before the promise: without it there is nothing to promise.
    private static string Flow(string attributes, string fields)
    {
        var xml = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "definitions", "ticket-lifecycle.bpmn"));
        var stage = xml.Descendants(Bpmn + "subProcess").Single(element => (string?)element.Attribute("id") == "transaction");
        stage.Elements().Elements().Where(element => element.Name == Bpmn + "incoming" || element.Name == Bpmn + "outgoing").Remove();
        stage.Elements(Bpmn + "sequenceFlow").Single(flow => (string?)flow.Attribute("targetRef") == "promise").SetAttributeValue("targetRef", "approve");
        stage.Add(XElement.Parse($"""
            <x xmlns:bpmn="{Bpmn}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:graballo="urn:graballo:bpmn">
              <bpmn:userTask id="approve" name="Aprobar crédito" {attributes}><bpmn:extensionElements>{fields}</bpmn:extensionElements></bpmn:userTask>
              <bpmn:exclusiveGateway id="isApproved" name="¿Se aprueba?" default="no"/>
              <bpmn:sequenceFlow id="asked" sourceRef="approve" targetRef="isApproved"/>
              <bpmn:sequenceFlow id="yes" sourceRef="isApproved" targetRef="promise"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">aprobado = "si" and monto &gt; 1000</bpmn:conditionExpression></bpmn:sequenceFlow>
              <bpmn:sequenceFlow id="no" sourceRef="isApproved" targetRef="transactionEnd"/>
            </x>
            """).Elements());
        xml.Descendants().Where(element => element.Name.LocalName == "BPMNDiagram").Remove();
        return xml.ToString();
    }

    [GeneratedRegex("/portal/requests/([0-9]+)")]
    private static partial Regex NewRequest();
}
