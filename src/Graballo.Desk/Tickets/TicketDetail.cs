using System.Text.Json;
using Graballo.Desk.Calendars;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Graballo.Domain.Clients;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <param name="Number">As stored or as people write it.</param>
public sealed record TicketDetail(string Number);

public sealed record AttachmentView(Guid Id, string FileName, string ContentType, long Size);

public sealed record MessageView(
    Guid Id, MessageKind Kind, AuthorKind Author, Guid? AuthorId, string AuthorName, string Body, Channel Channel, DateTimeOffset At,
    IReadOnlyList<AttachmentView> Attachments);

/// <param name="LeftAt">Null while the ticket is there.</param>
public sealed record StageView(Stage Stage, DateTimeOffset EnteredAt, DateTimeOffset? LeftAt);

public sealed record HandoffView(
    Guid Id, string Number, Guid UnitId, string Unit, string Request, string? Answer, HandoffStatus Status, string RequestedBy, string? AnsweredBy,
    DateTimeOffset RequestedAt, DateTimeOffset? AnsweredAt, DateTimeOffset DueAt);

/// <param name="Data">Flat names and texts for the sentence; see the texts <c>event.{Type}</c>.</param>
public sealed record EventView(
    long Id, DateTimeOffset At, string Type, string ActorName, bool IsPublic, IReadOnlyDictionary<string, string> Data);

public sealed record ClientCard(
    Guid CompanyId, string Company, string? Rut, Segment Segment, Guid ContactId, string Contact, string Email, string? Phone, string? Position,
    int OpenTickets, int AllTickets, double? AverageScore, IReadOnlyList<RelatedTicket> Latest);

public sealed record RelatedTicket(string Number, string Subject, TicketStatus Status, Stage Stage, DateTimeOffset OpenedAt);

/// <param name="Tokens">Ids of the elements where the flow stands.</param>
/// <param name="Visited">Ids of the elements that it has left.</param>
public sealed record FlowOnTicket(Guid InstanceId, string Key, int Version, ElementName Name, bool IsActive, IReadOnlyList<string> Tokens, IReadOnlyList<string> Visited);

public sealed record IncidentView(Guid Id, string ElementId, string Error, DateTimeOffset RaisedAt);

public sealed record SurveyView(DateTimeOffset SentAt, int? Score, string? Comment, DateTimeOffset? AnsweredAt);

/// <param name="Elements">What the elements of the ticket's flows are called, by id.</param>
/// <param name="PromiseMoments">Business moments that one may want to promise, soonest first.</param>
/// <param name="CanRetry">True when the reader may try a failed step again.</param>
public sealed record TicketView(
    Ticket Ticket, string Topic, string TopicEn, string TopicCode, string Assignee, string Group, string? RegisteredBy, WhyAssigned Why,
    ClientCard Client, IReadOnlyList<MessageView> Messages, IReadOnlyList<StageView> Stages, IReadOnlyList<ClockView> Clocks,
    IReadOnlyList<TaskView> Tasks, IReadOnlyList<HandoffView> Handoffs, IReadOnlyList<EventView> Events, IReadOnlyList<FlowOnTicket> Flows,
    IReadOnlyList<IncidentView> Incidents, SurveyView? Survey, bool IsFollowed, bool CanWork, IReadOnlyDictionary<string, ElementName> Elements,
    IReadOnlyList<DateTimeOffset> PromiseMoments, bool CanRetry)
{
    /// <summary>The service-level agreement in force and why it is this one; null when none was decided.</summary>
    public Agreement? Agreement { get; init; }

    /// <summary>Number of the ticket that this one went into; null when it stands for itself.</summary>
    public string? MergedInto { get; init; }

    /// <summary>Third parties that there is a contract with.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>True when a failed step keeps the flow from asking anybody anything.</summary>
    public bool IsStuck => Incidents.Count > 0 && Ticket.Status is not (TicketStatus.Resolved or TicketStatus.Closed) && Tasks.All(task => task.Status != HumanTaskStatus.Open);
}

public sealed class TicketDetailHandler(
    IDbContextFactory<DeskDbContext> databases, CalendarBook calendarBook, DefinitionCatalog catalog, FlowNames flowNames, TimeProvider time)
{
    private const int MostEvents = 500;

    public async Task<Outcome<TicketView>> Handle(TicketDetail query, Actor actor, CancellationToken ct)
    {
        if (TicketNumber.Normalise(query.Number) is not { } number)
            return new Refusal("number-wrong", "number");
        await using var db = await databases.CreateDbContextAsync(ct);
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, ct);
        if (ticket is null)
            return Refusal.NotFound;
        if (!TicketAccess.CanSeeAsStaff(actor, ticket))
            return Refusal.Forbidden;

        var id = ticket.Id;
        var topic = await db.Topics.AsNoTracking().SingleAsync(row => row.Id == ticket.TopicId, ct);
        var names = await NamesOf(db, ct);
        var calendars = await calendarBook.Current(ct);
        var now = time.GetUtcNow();
        var (flows, elements) = await FlowsOnTicket.Read(db, flowNames, id, ct);
        var newest = await catalog.Current(ct);
        var agreement = Agreements.Read(ticket.Agreement);
        return new TicketView(
            ticket, topic.Name, topic.NameEn, topic.Code, names.Agent(ticket.AssigneeId)!, names.Groups[ticket.GroupId], names.Agent(ticket.RegisteredById),
            WhyJson.Read(ticket.Why), await Card(db, ticket, ct), await Conversation.Read(db, id, publicOnly: false, ct),
            await StageViews.Read(db, id, ct),
            await ClockView.Read(db, ticket, newest, calendars, now, ct),
            await new TaskViews(db, catalog, names).Read(ticket, actor, elements, newest, ct),
            [.. (await db.Handoffs.AsNoTracking().Where(row => row.TicketId == id).OrderBy(row => row.RequestedAt).ToListAsync(ct))
                .Select(row => names.Handoff(row, ticket.Number))],
            [.. (await db.TicketEvents.AsNoTracking().Where(row => row.TicketId == id).OrderByDescending(row => row.Id).Take(MostEvents).ToListAsync(ct))
                .Select(View).Reverse()],
            flows,
            await db.Incidents.AsNoTracking().Where(row => row.TicketId == id && row.ResolvedAt == null)
                .Select(row => new IncidentView(row.Id, row.ElementId, row.Error, row.RaisedAt)).ToListAsync(ct),
            await db.Surveys.AsNoTracking().Where(row => row.TicketId == id).OrderByDescending(row => row.SentAt)
                .Select(row => new SurveyView(row.SentAt, row.Score, row.Comment, row.AnsweredAt)).FirstOrDefaultAsync(ct),
            actor.AgentId is { } me && await db.Followers.AnyAsync(row => row.TicketId == id && row.AgentId == me, ct),
            TicketAccess.CanWorkOn(actor, ticket) && ticket.Status != TicketStatus.Closed,
            elements, PromiseMoments.After(now, calendars[agreement?.Policy.Calendar]),
            TicketAccess.CanRetry(actor, ticket))
        {
            Agreement = agreement,
            Providers = InnerAgreements.Known(newest, now),
            MergedInto = ticket.MergedIntoId is { } into ? await db.Tickets.Where(row => row.Id == into).Select(row => row.Number).SingleAsync(ct) : null,
        };
    }

    internal static EventView View(TicketEvent row) => new(
        row.Id, row.At, row.Type, row.ActorName, row.IsPublic, JsonSerializer.Deserialize<Dictionary<string, string>>(row.Data) ?? []);

    private static async Task<ClientCard> Card(DeskDbContext db, Ticket ticket, CancellationToken ct)
    {
        var company = await db.Companies.AsNoTracking().SingleAsync(row => row.Id == ticket.CompanyId, ct);
        var contact = await db.Contacts.AsNoTracking().SingleAsync(row => row.Id == ticket.ContactId, ct);
        var all = db.Tickets.AsNoTracking().Where(row => row.CompanyId == company.Id);
        var latest = await all.Where(row => row.Id != ticket.Id).OrderByDescending(row => row.OpenedAt).Take(5)
            .Select(row => new RelatedTicket(row.Number, row.Subject, row.Status, row.Stage, row.OpenedAt)).ToListAsync(ct);
        var score = await db.Surveys.Where(row => row.Score != null && all.Any(t => t.Id == row.TicketId)).AverageAsync(row => (double?)row.Score, ct);
        return new ClientCard(
            company.Id, company.Name, company.Rut is { } rut && Rut.TryParse(rut, out var parsed) ? parsed.ToString() : null, company.Segment,
            contact.Id, contact.FullName, contact.Email, contact.Phone, contact.Position,
            await all.CountAsync(row => row.Status != TicketStatus.Closed, ct), await all.CountAsync(ct), score, latest);
    }

    internal static async Task<Names> NamesOf(DeskDbContext db, CancellationToken ct) => new(
        await db.Agents.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name, ct),
        await db.Units.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name, ct),
        await db.Groups.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Name, ct));

    internal sealed record Names(Dictionary<Guid, string> Agents, Dictionary<Guid, string> Units, Dictionary<Guid, string> Groups)
    {
        public string? Agent(Guid? id) => id is { } key ? Agents.GetValueOrDefault(key) : null;

        public string? Unit(Guid? id) => id is { } key ? Units.GetValueOrDefault(key) : null;

        public HandoffView Handoff(Handoff row, string number) => new(
            row.Id, number, row.UnitId, Unit(row.UnitId) ?? "", row.Request, row.Answer, row.Status, Agent(row.RequestedById) ?? "",
            Agent(row.AnsweredById), row.RequestedAt, row.AnsweredAt, row.DueAt);
    }
}
