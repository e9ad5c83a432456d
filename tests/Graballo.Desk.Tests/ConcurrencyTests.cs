using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

public sealed class ConcurrencyTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Requests_at_once_get_numbers_of_their_own_and_fair_turns(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var client = await desk.Client();
        const int requests = 60;
        var numbers = await Task.WhenAll(Enumerable.Range(0, requests).Select(_ => Task.Run(() => desk.Open("factura-monto", client))));
        numbers.Should().OnlyHaveUniqueItems().And.OnlyContain(number => TicketNumber.Normalise(number) == number);

        await using var db = desk.Database();
        var turns = await db.Tickets.GroupBy(row => row.AssigneeId).Select(rows => rows.Count()).ToListAsync();
        turns.Sum().Should().Be(requests);
        turns.Should().HaveCount(5);
        (turns.Max() - turns.Min()).Should().BeLessThanOrEqualTo(1);
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Steps_on_one_ticket_at_once_are_all_taken_or_refused_and_none_is_lost(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var number = await desk.Open();
        var executive = await desk.Responsible(number);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() =>
            desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Respuesta " + i), executive, Ct))));
        var taken = outcomes.Count(outcome => outcome.Ok);
        outcomes.Where(outcome => !outcome.Ok).Should().OnlyContain(outcome => outcome.Refusal!.Code == "busy");
        await using var db = desk.Database();
        (await db.Messages.CountAsync(row => row.Author == AuthorKind.Agent)).Should().Be(taken);
        (await db.HumanTasks.CountAsync(row => row.Form == TaskForm.Respond && row.Status == Persistence.HumanTaskStatus.Completed)).Should().Be(1);
        (await db.HumanTasks.CountAsync(row => row.Form == TaskForm.Promise)).Should().Be(1);
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task The_same_request_sent_twice_is_one_ticket(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var client = await desk.Client();
        var command = new OpenTicket("otro", "Doble clic", "Texto", Channel.Web, RequestKey: Guid.CreateVersion7(desk.Now));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => desk.Get<OpenTicketHandler>().Handle(command, client, Ct))));
        outcomes.Should().OnlyContain(outcome => outcome.Ok);
        outcomes.Select(outcome => outcome.Value!.Number).Distinct().Should().ContainSingle();
    }
}
