using Graballo.Desk.Persistence;
using Graballo.Desk.Portal;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>Several tickets at once, and taking it back.</summary>
public sealed class ReassignTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task Several_tickets_are_taken_and_given_back_as_they_were()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var supervisor = await desk.Who("marcela.vergara@cordillera.example");
        string[] numbers = [await desk.Open(), await desk.Open("despacho-atrasado")];
        var before = new[] { await desk.Ticket(numbers[0]), await desk.Ticket(numbers[1]) };

        var taken = (await desk.Get<ReassignManyHandler>().Handle(new ReassignMany([.. numbers, numbers[0], "100000017"], supervisor.AgentId, null, ""), supervisor, Ct)).Value!;
        taken.Done.Should().Equal(numbers);
        taken.Left.Should().ContainSingle(row => row.Number == "100000017", "what was not done is named");
        (await desk.Ticket(numbers[0])).AssigneeId.Should().Be(supervisor.AgentId!.Value);
        (await Holders(desk, numbers[0])).Should().Equal(supervisor.AgentId!.Value);

        var undone = (await desk.Get<UndoReassignManyHandler>().Handle(new UndoReassignMany(taken.Done), supervisor, Ct)).Value!;
        undone.Left.Should().BeEmpty();
        for (var i = 0; i < numbers.Length; i++)
        {
            var now = await desk.Ticket(numbers[i]);
            (now.AssigneeId, now.GroupId, now.Why).Should().Be((before[i].AssigneeId, before[i].GroupId, before[i].Why));
            (await Holders(desk, numbers[i])).Should().Equal(before[i].AssigneeId);
        }
        var history = (await desk.Get<TicketDetailHandler>().Handle(new TicketDetail(numbers[0]), supervisor, Ct)).Value!.Events.Select(row => row.Type).ToList();
        history.Should().ContainInOrder(EventType.Reassigned, EventType.ReassignmentUndone);
    }

    [Fact]
    public async Task What_somebody_has_touched_since_is_not_taken_back()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var supervisor = await desk.Who("marcela.vergara@cordillera.example");
        string[] numbers = [await desk.Open(), await desk.Open()];
        await desk.Get<ReassignManyHandler>().Handle(new ReassignMany(numbers, supervisor.AgentId, null, ""), supervisor, Ct);
        await StoryTests.Ok(desk.Get<WriteAsClientHandler>().Handle(new WriteAsClient(numbers[0], "¿Alguna novedad?"), await desk.Client(), Ct));

        var undone = (await desk.Get<UndoReassignManyHandler>().Handle(new UndoReassignMany(numbers), supervisor, Ct)).Value!;
        undone.Done.Should().Equal(numbers[1]);
        undone.Left.Should().ContainSingle(row => row.Number == numbers[0] && row.Why.Code == "undo-late");
        (await desk.Ticket(numbers[0])).AssigneeId.Should().Be(supervisor.AgentId!.Value);
        // Twice is once.
        (await desk.Get<UndoReassignHandler>().Handle(new UndoReassign(numbers[1]), supervisor, Ct)).Refusal!.Code.Should().Be("undo-late");
    }

    [Fact]
    public async Task Only_who_reassigned_takes_it_back_and_only_for_a_moment()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var supervisor = await desk.Who("marcela.vergara@cordillera.example");
        var number = await desk.Open();
        var other = await desk.Responsible(number);
        await StoryTests.Ok(desk.Get<ReassignTicketHandler>().Handle(new ReassignTicket(number, supervisor.AgentId, null, ""), supervisor, Ct));
        (await desk.Get<UndoReassignHandler>().Handle(new UndoReassign(number), other, Ct)).Refusal!.Code.Should().Be("undo-none");
        foreach (var nobody in new[] { await desk.Client(), Actor.Nobody })
        {
            (await desk.Get<UndoReassignHandler>().Handle(new UndoReassign(number), nobody, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            var none = (await desk.Get<ReassignManyHandler>().Handle(new ReassignMany([number], supervisor.AgentId, null, "x"), nobody, Ct)).Value!;
            none.Left.Should().ContainSingle(row => row.Why == Refusal.Forbidden);
        }
        desk.Clock.Advance(TimeSpan.FromMinutes(3));
        (await desk.Get<UndoReassignHandler>().Handle(new UndoReassign(number), supervisor, Ct)).Refusal!.Code.Should().Be("undo-late");
    }

    [Fact]
    public async Task A_group_s_turn_chooses_who_answers_for_what_is_moved_there()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var supervisor = await desk.Who("marcela.vergara@cordillera.example");
        var number = await desk.Open();
        await using var db = desk.Database();
        var to = await db.Groups.SingleAsync(row => row.Code == "soporte");
        var verb = desk.Get<ReassignTicketHandler>();
        (await verb.Handle(new ReassignTicket(number, null, to.Id, " "), supervisor, Ct)).Refusal!.Field.Should().Be("reason");
        await StoryTests.Ok(verb.Handle(new ReassignTicket(number, null, to.Id, "Es un problema de acceso"), supervisor, Ct));
        var ticket = await desk.Ticket(number);
        ticket.GroupId.Should().Be(to.Id);
        (await db.GroupMembers.AnyAsync(row => row.GroupId == to.Id && row.AgentId == ticket.AssigneeId)).Should().BeTrue();
        (await verb.Handle(new ReassignTicket(number, null, to.Id, "otra vez"), supervisor, Ct)).Refusal!.Code.Should().Be("reassign-same-group");
        (await verb.Handle(new ReassignTicket(number, ticket.AssigneeId, null, "otra vez"), supervisor, Ct)).Refusal!.Code.Should().Be("reassign-same");
    }

    [Fact]
    public async Task The_client_learns_nothing_of_why_it_was_reassigned()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var supervisor = await desk.Who("marcela.vergara@cordillera.example");
        var number = await desk.Open();
        await StoryTests.Ok(desk.Get<ReassignTicketHandler>().Handle(new ReassignTicket(number, supervisor.AgentId, null, "SECRETO"), supervisor, Ct));
        var seen = (await desk.Get<ClientTicketHandler>().Handle(new ClientTicket(number), await desk.Client(), Ct)).Value!;
        seen.Activities.Should().NotContain(row => row.Type == EventType.Reassigned);
        System.Text.Json.JsonSerializer.Serialize(seen).Should().NotContain("SECRETO").And.NotContain("fromWhy");
    }

    [Fact]
    public async Task The_tabs_count_what_the_filter_finds()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var supervisor = await desk.Who("marcela.vergara@cordillera.example");
        await desk.Open();
        await desk.Open("despacho-atrasado");
        var page = (await desk.Get<InboxHandler>().Handle(new Inbox(InboxTab.All, Topic: "despacho-atrasado"), supervisor, Ct)).Value!;
        (page.Total, page.Counts[InboxTab.All]).Should().Be((1, 1));
        page.Rows.Single().Task!.In("en").Should().Be("Answer the client");
        page.Rows.Single().Task!.In("es").Should().Be("Responder al cliente");
    }

    private static async Task<List<Guid>> Holders(DeskHost desk, string number)
    {
        await using var db = desk.Database();
        return await (from task in db.HumanTasks
                      join ticket in db.Tickets on task.TicketId equals ticket.Id
                      where ticket.Number == number && task.Status == HumanTaskStatus.Open && task.UnitId == null
                      select task.AssigneeId!.Value).ToListAsync();
    }
}
