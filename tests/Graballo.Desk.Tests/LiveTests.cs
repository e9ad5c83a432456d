using Graballo.Desk.Flows;
using Graballo.Desk.Monitor;
using Graballo.Desk.Persistence;
using Graballo.Desk.Portal;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>What a client's page hears of, and what failed steps show and let be done.</summary>
public sealed class LiveTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task A_client_s_page_hears_of_what_is_public_and_of_nothing_else()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        var (client, executive) = (await desk.Client(), await desk.Responsible(number));
        var (one, all) = (await Version(desk, number, client), await Version(desk, null, client));
        one.Should().BePositive();

        await StoryTests.Ok(desk.Get<AddNoteHandler>().Handle(new AddNote(number, "Interno"), executive, Ct));
        (await Version(desk, number, client), await Version(desk, null, client)).Should().Be((one, all), "a note among us is no news");
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Hola"), executive, Ct));
        (await Version(desk, number, client)).Should().BeGreaterThan(one);
        (await Version(desk, null, client)).Should().BeGreaterThan(all);
        var page = (await desk.Get<ClientTicketHandler>().Handle(new ClientTicket(number), client, Ct)).Value!;
        page.Version.Should().Be(await Version(desk, number, client), "the page knows what it shows");
    }

    [Fact]
    public async Task A_client_is_told_of_the_answer_then_of_the_solution_and_of_no_date_among_us()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        var (client, executive) = (await desk.Client(), await desk.Responsible(number));
        async Task<NextDateKind?> Told()
        {
            var page = (await desk.Get<ClientTicketHandler>().Handle(new ClientTicket(number), client, Ct)).Value!;
            (await desk.Get<PublicStateHandler>().Handle(new PublicState(number), Ct)).Value!.Next.Should().Be(page.Next);
            return page.Next?.Kind;
        }

        (await Told()).Should().Be(NextDateKind.Answer);
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Hola"), executive, Ct));
        (await Told()).Should().Be(NextDateKind.Solution);
        await StoryTests.Ok(desk.Get<WriteAsClientHandler>().Handle(new WriteAsClient(number, "¿Y?"), client, Ct));
        (await Told()).Should().Be(NextDateKind.Answer, "a question waits");
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "¿Cuál factura?", true), executive, Ct));
        (await Told()).Should().BeNull("we wait for the client");
    }

    [Fact]
    public async Task Several_tickets_get_one_priority_and_those_that_may_not_be_changed_are_told()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var numbers = new[] { await desk.Open(), await desk.Open(), "1" };
        var outcome = await StoryTests.Ok(desk.Get<ChangePriorityManyHandler>().Handle(new ChangePriorityMany(numbers, Domain.Tickets.Priority.Urgent), await desk.Who("marcela.vergara@cordillera.example"), Ct));
        (outcome.Done.Count, outcome.Left.Single().Number).Should().Be((2, "1"));
        (await desk.Ticket(numbers[0])).Priority.Should().Be(Domain.Tickets.Priority.Urgent);
        (await desk.Get<ChangePriorityManyHandler>().Handle(new ChangePriorityMany(numbers, Domain.Tickets.Priority.Low), await desk.Client(), Ct)).Value!.Done.Should().BeEmpty();
    }

    [Fact]
    public async Task Nobody_else_hears_anything()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        var verb = desk.Get<ClientVersionHandler>();
        var stranger = await desk.OtherClient();
        (await verb.Handle(new ClientVersion(number), stranger, Ct)).Refusal.Should().Be(Refusal.NotFound);
        (await verb.Handle(new ClientVersion(null), stranger, Ct)).Value!.Version.Should().Be(0);
        foreach (var actor in new[] { Actor.Nobody, await desk.Who("marcela.vergara@cordillera.example") })
            (await verb.Handle(new ClientVersion(number), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
    }

    [Fact]
    public async Task A_ticket_whose_flow_is_stuck_says_so_and_its_responsible_may_try_again()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var owner = await desk.Who("ximena.cortes@cordillera.example");
        var flow = (await desk.Get<ReadDefinitionHandler>().Handle(new ReadDefinition(DefinitionKind.Flow, "ticket-lifecycle"), owner, Ct)).Value!;
        var broken = flow.Xml.Replace("graballo:decisionRef=\"assignment\"", "graballo:decisionRef=\"no-such-decision\"", StringComparison.Ordinal);
        await StoryTests.Ok(desk.Get<DeployDefinitionHandler>().Handle(new DeployDefinition(DefinitionKind.Flow, broken, 1, null), owner, Ct));
        var number = await desk.Open();
        var responsible = await desk.Responsible(number);

        (await desk.Get<ResolveTicketHandler>().Handle(new ResolveTicket(number, "Listo"), responsible, Ct)).Refusal!.Code.Should().Be("flow-stuck");
        var view = (await desk.Get<TicketDetailHandler>().Handle(new TicketDetail(number), responsible, Ct)).Value!;
        (view.IsStuck, view.CanRetry).Should().Be((true, true));
        var incident = view.Incidents.Single();
        view.Elements[incident.ElementId].In("en").Should().Be("Choose who is responsible");
        (await desk.Get<InboxHandler>().Handle(new Inbox(InboxTab.Group), responsible, Ct)).Value!.Rows.Single(row => row.Number == number).Incidents.Should().Be(1);

        var manager = await desk.Who("rodrigo.castillo@cordillera.example");
        var listed = (await desk.Get<ListIncidentsHandler>().Handle(new ListIncidents(), manager, Ct)).Value!.Single();
        (listed.Number, listed.Element.Es, listed.Flow.In("en")).Should().Be((number, "Elegir responsable", "Life of a request"));
        (await desk.Get<ListIncidentsHandler>().Handle(new ListIncidents("soporte"), manager, Ct)).Value.Should().BeEmpty();

        var retry = new RetryIncident(number, incident.Id);
        foreach (var other in new[] { manager, await desk.Client(), await Another(desk, responsible) })
            (await desk.Get<RetryIncidentHandler>().Handle(retry, other, Ct)).Refusal.Should().Be(Refusal.Forbidden);
        foreach (var outsider in new[] { responsible, await desk.Client() })
            (await desk.Get<ListIncidentsHandler>().Handle(new ListIncidents(), outsider, Ct)).Refusal.Should().Be(Refusal.Forbidden);
        (await desk.Get<RetryIncidentHandler>().Handle(retry, responsible, Ct)).Ok.Should().BeTrue();
    }

    [Fact]
    public async Task What_is_offered_to_promise_is_business_time()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var number = await desk.Open();
        var executive = await desk.Responsible(number);
        // Sunday noon: nobody is there until Monday.
        desk.Clock.SetUtcNow(new DateTimeOffset(2026, 7, 12, 16, 0, 0, TimeSpan.Zero));
        var moments = (await desk.Get<TicketDetailHandler>().Handle(new TicketDetail(number), executive, Ct)).Value!.PromiseMoments;
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Santiago");
        moments.Select(at => TimeZoneInfo.ConvertTime(at, zone).ToString("ddd HH:mm", System.Globalization.CultureInfo.InvariantCulture))
            .Should().Equal("Mon 12:00", "Mon 18:00", "Wed 18:00");
    }

    private static async Task<long> Version(DeskHost desk, string? number, Actor client) =>
        (await desk.Get<ClientVersionHandler>().Handle(new ClientVersion(number), client, Ct)).Value!.Version;

    private static async Task<Actor> Another(DeskHost desk, Actor executive)
    {
        await using var db = desk.Database();
        var group = await db.GroupMembers.Where(row => row.AgentId != executive.AgentId).Select(row => row.AgentId).FirstAsync();
        return await desk.Who(await db.Agents.Where(row => row.Id == group).Select(row => row.Email).SingleAsync());
    }
}
