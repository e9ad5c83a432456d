using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Portal;

/// <param name="Open">True: open ones; false: closed ones; null: all.</param>
/// <param name="OnlyMine">False: those of the whole company.</param>
public sealed record ClientTickets(bool? Open = true, bool OnlyMine = false, string? Text = null, int Skip = 0, int Take = 20);

public sealed record ClientTicketRow(
    string Number, string Subject, string Topic, string TopicEn, string Contact, TicketStatus Status, Stage Stage, DateTimeOffset OpenedAt,
    DateTimeOffset ChangedAt, DateTimeOffset? PromisedAt, bool AwaitsYou);

public sealed record ClientTicketsPage(IReadOnlyList<ClientTicketRow> Rows, int Total);

/// <summary>The requests of a client's company.</summary>
public sealed class ClientTicketsHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<ClientTicketsPage>> Handle(ClientTickets query, Actor actor, CancellationToken ct)
    {
        if (!actor.IsClient)
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var tickets = db.Tickets.AsNoTracking().Where(row => row.CompanyId == actor.CompanyId);
        if (query.OnlyMine)
            tickets = tickets.Where(row => row.ContactId == actor.ContactId);
        if (query.Open is { } open)
            tickets = tickets.Where(row => (row.Status != TicketStatus.Closed) == open);
        if (TicketNumber.Normalise(query.Text) is { } number)
            tickets = tickets.Where(row => row.Number == number);
        else if (!string.IsNullOrWhiteSpace(query.Text))
        {
            var like = Like.Anywhere(query.Text);
            tickets = tickets.Where(row => EF.Functions.Like(Like.Folded(row.Subject), like, Like.EscapeSign));
        }
        var rows = await (
            from ticket in tickets.OrderByDescending(row => row.OpenedAt).ThenBy(row => row.Id).Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, 100))
            join topic in db.Topics on ticket.TopicId equals topic.Id
            join contact in db.Contacts on ticket.ContactId equals contact.Id
            select new ClientTicketRow(
                ticket.Number, ticket.Subject, topic.Name, topic.NameEn, contact.FirstName + " " + contact.LastName, ticket.Status, ticket.Stage,
                ticket.OpenedAt, ticket.ChangedAt, ticket.PromisedAt,
                ticket.Status == TicketStatus.WaitingForClient || ticket.Status == TicketStatus.Resolved)).ToListAsync(ct);
        return new ClientTicketsPage(rows, await tickets.CountAsync(ct));
    }
}

/// <param name="Number">As a person writes it.</param>
public sealed record ClientTicket(string Number);

/// <param name="Activities">What happened, without anything internal, oldest first.</param>
/// <param name="CanConfirm">True when we ask whether the solution is accepted.</param>
/// <param name="CanAnswerSurvey">True when a survey waits for an answer.</param>
/// <param name="Version">As of <see cref="ClientVersion"/>.</param>
public sealed record ClientTicketView(
    string Number, string Subject, string Topic, string TopicEn, string Contact, Channel Channel, TicketStatus Status, Stage Stage, string Responsible,
    DateTimeOffset OpenedAt, DateTimeOffset? PromisedAt, NextDate? Next, DateTimeOffset? ResolvedAt, string? Resolution, DateTimeOffset? ClosedAt,
    IReadOnlyList<StageView> Stages, IReadOnlyList<MessageView> Messages, IReadOnlyList<EventView> Activities, SurveyView? Survey,
    bool CanWrite, bool CanConfirm, bool CanAnswerSurvey, long Version);

/// <summary>One request as its client sees it. Another company's ticket is answered as if it did not exist.</summary>
public sealed class ClientTicketHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<ClientTicketView>> Handle(ClientTicket query, Actor actor, CancellationToken ct)
    {
        if (!actor.IsClient)
            return Refusal.Forbidden;
        if (TicketNumber.Normalise(query.Number) is not { } number)
            return new Refusal("number-wrong", "number");
        await using var db = await databases.CreateDbContextAsync(ct);
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, ct);
        if (ticket is null || !TicketAccess.CanSeeAsClient(actor, ticket))
            return Refusal.NotFound;
        var topic = await db.Topics.AsNoTracking().SingleAsync(row => row.Id == ticket.TopicId, ct);
        var contact = await db.Contacts.AsNoTracking().SingleAsync(row => row.Id == ticket.ContactId, ct);
        var responsible = await db.Agents.Where(row => row.Id == ticket.AssigneeId).Select(row => row.Name).SingleAsync(ct);
        var survey = await db.Surveys.AsNoTracking().Where(row => row.TicketId == ticket.Id).OrderByDescending(row => row.SentAt)
            .Select(row => new SurveyView(row.SentAt, row.Score, row.Comment, row.AnsweredAt)).FirstOrDefaultAsync(ct);
        var events = await db.TicketEvents.AsNoTracking().Where(row => row.TicketId == ticket.Id && row.IsPublic).OrderBy(row => row.Id).ToListAsync(ct);
        return new ClientTicketView(
            ticket.Number, ticket.Subject, topic.Name, topic.NameEn, contact.FullName, ticket.Channel, ticket.Status, ticket.Stage, responsible,
            ticket.OpenedAt, ticket.PromisedAt, await NextDate.Of(db, ticket, ct), ticket.ResolvedAt, ticket.Resolution, ticket.ClosedAt,
            await StageViews.Read(db, ticket.Id, ct),
            await Conversation.Read(db, ticket.Id, publicOnly: true, ct), Settled(events.ConvertAll(TicketDetailHandler.View)), survey,
            ticket.Status != TicketStatus.Closed, ticket.Status == TicketStatus.Resolved, survey is { AnsweredAt: null },
            events.Count == 0 ? 0 : events[^1].Id);
    }

    // Who answers for it, once that was settled: a ticket taken and given back at once was never in other hands for its client.
    private static List<EventView> Settled(List<EventView> events)
    {
        var told = new List<EventView>();
        var responsible = "";
        foreach (var (at, happened) in events.Index())
        {
            if (happened.Type == EventType.Assigned)
            {
                var name = happened.Data.GetValueOrDefault("name", "");
                if (name == responsible || (at + 1 < events.Count && events[at + 1].Type == EventType.Assigned))
                    continue;
                responsible = name;
            }
            told.Add(happened);
        }
        return told;
    }
}
