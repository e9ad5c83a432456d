using Graballo.Desk.Calendars;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Presence;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

public enum InboxTab
{
    /// <summary>My open tickets that wait for us, and those of whom I act for.</summary>
    Mine,

    /// <summary>Open tickets of my groups, whoever is responsible.</summary>
    Group,

    /// <summary>Those of my groups that wait for somebody who can take them; not those that wait for the client to agree.</summary>
    Queue,

    /// <summary>My tickets that wait for the client.</summary>
    Waiting,

    /// <summary>Tickets that I follow.</summary>
    Followed,

    /// <summary>Every open ticket; supervisors, managers and administrators only.</summary>
    All,
}

public enum InboxSort
{
    Due,
    Newest,
    Changed,
    Priority,
}

/// <param name="Tab">Which pile.</param>
/// <param name="Text">Part of number, subject or company; null: all.</param>
/// <param name="Topic">Code; null: all.</param>
/// <param name="Stage">Null: all.</param>
/// <param name="Breached">Only the late ones.</param>
/// <param name="AssigneeId">Only this person's; null: all.</param>
/// <param name="CompanyId">Only this client's; null: all.</param>
/// <param name="Sort">Order.</param>
/// <param name="Skip">Rows to leave out, 0 or more.</param>
/// <param name="Take">Rows wanted, 1 to 200.</param>
public sealed record Inbox(
    InboxTab Tab, string? Text = null, string? Topic = null, Stage? Stage = null, bool Breached = false, Guid? AssigneeId = null,
    Guid? CompanyId = null, InboxSort Sort = InboxSort.Due, int Skip = 0, int Take = 50);

/// <param name="Left">Business time left on the next deadline; null when no clock runs.</param>
/// <param name="Task">Name of the oldest open task; null when none.</param>
/// <param name="Incidents">Steps of its flows that failed and wait for a person.</param>
/// <param name="Why">Why this responsible.</param>
public sealed record InboxRow(
    Guid TicketId, string Number, string Subject, string Company, string Contact, string Topic, string TopicEn, Channel Channel, Priority Priority,
    TicketStatus Status, Stage Stage, DateTimeOffset? DueAt, TimeSpan? Left, SlaTarget? DueTarget, bool IsBreached, Guid AssigneeId, string Assignee,
    string Group, ElementName? Task, int Incidents, WhyAssigned Why, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt)
{
    /// <summary>Since when nobody in the group could take it; null: it is in hand.</summary>
    public DateTimeOffset? WaitsSince { get; init; }

    /// <summary>Whom its clocks rest for; nobody while one runs.</summary>
    public WaitingFor PausedFor { get; init; }

    /// <summary>When the next rung of an escalation ladder comes; null when none does as things stand.</summary>
    public DateTimeOffset? NextRungAt { get; init; }

    /// <summary>How the next deadline stands; null when no clock measures.</summary>
    public SlaState? State { get; init; }
}

/// <param name="Total">Rows that the filter finds, before skip and take.</param>
/// <param name="Counts">Rows of each tab with the same filter.</param>
public sealed record InboxPage(IReadOnlyList<InboxRow> Rows, int Total, IReadOnlyDictionary<InboxTab, int> Counts);

public sealed class InboxHandler(IDbContextFactory<DeskDbContext> databases, CalendarBook calendarBook, FlowNames flowNames, TimeProvider time)
{
    public async Task<Outcome<InboxPage>> Handle(Inbox query, Actor actor, CancellationToken ct)
    {
        if (!actor.IsStaff || !Enum.IsDefined(query.Tab) || (query.Tab == InboxTab.All && !TicketAccess.SeesEveryTicket(actor)))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var counts = new Dictionary<InboxTab, int>();
        Guid[] mine = actor.AgentId is { } me ? [me, .. await Standings.ActsFor(db, me, time.GetUtcNow(), ct)] : [];
        foreach (var tab in Enum.GetValues<InboxTab>())
        {
            if (tab != InboxTab.All || TicketAccess.SeesEveryTicket(actor))
                counts[tab] = await Filter(db, Pile(db, tab, actor, mine), query).CountAsync(ct);
        }
        var found = Filter(db, Pile(db, query.Tab, actor, mine), query);
        var page = await Rows(db, Order(found, query.Sort).Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, 200))).ToListAsync(ct);
        return new InboxPage(await Complete(db, page, ct), counts[query.Tab], counts);
    }

    private static IQueryable<Ticket> Pile(DeskDbContext db, InboxTab tab, Actor actor, Guid[] mine)
    {
        var open = db.Tickets.AsNoTracking().Where(ticket => ticket.Status != TicketStatus.Closed);
        var me = actor.AgentId ?? Guid.Empty;
        return tab switch
        {
            InboxTab.Mine => Held(open, mine).Where(t => t.Status != TicketStatus.WaitingForClient && t.Status != TicketStatus.Resolved),
            InboxTab.Waiting => Held(open, mine).Where(t => t.Status == TicketStatus.WaitingForClient || t.Status == TicketStatus.Resolved),
            InboxTab.Group => OfGroups(db, open, me),
            InboxTab.Queue => OfGroups(db, open.Where(t => t.WaitsSince != null && t.Status != TicketStatus.Resolved), me),
            InboxTab.Followed => open.Where(t => db.Followers.Any(f => f.TicketId == t.Id && f.AgentId == me)),
            InboxTab.All => open,
            _ => open.Where(_ => false),
        };
    }

    // Nearly everybody acts for nobody else: that is the plain question that the index answers.
    private static IQueryable<Ticket> Held(IQueryable<Ticket> open, Guid[] mine)
    {
        if (mine is not [var only])
            return open.Where(t => mine.Contains(t.AssigneeId));
        return open.Where(t => t.AssigneeId == only);
    }

    private static IQueryable<Ticket> OfGroups(DeskDbContext db, IQueryable<Ticket> open, Guid me) =>
        open.Where(t => db.GroupMembers.Any(m => m.GroupId == t.GroupId && m.AgentId == me) || db.Groups.Any(g => g.Id == t.GroupId && g.SupervisorId == me));

    private static IQueryable<Ticket> Filter(DeskDbContext db, IQueryable<Ticket> tickets, Inbox query)
    {
        if (query.Topic is { } topic)
            tickets = tickets.Where(t => db.Topics.Any(row => row.Id == t.TopicId && row.Code == topic));
        if (query.Stage is { } stage)
            tickets = tickets.Where(t => t.Stage == stage);
        if (query.Breached)
            tickets = tickets.Where(t => t.IsBreached);
        if (query.AssigneeId is { } assignee)
            tickets = tickets.Where(t => t.AssigneeId == assignee);
        if (query.CompanyId is { } company)
            tickets = tickets.Where(t => t.CompanyId == company);
        if (string.IsNullOrWhiteSpace(query.Text))
            return tickets;
        if (TicketNumber.Normalise(query.Text) is { } number)
            return tickets.Where(t => t.Number == number);
        var like = Like.Anywhere(query.Text);
        return tickets.Where(t => EF.Functions.Like(Like.Folded(t.Subject), like, Like.EscapeSign)
            || EF.Functions.Like(t.Number, like, Like.EscapeSign)
            || db.Companies.Any(c => c.Id == t.CompanyId && EF.Functions.Like(Like.Folded(c.Name), like, Like.EscapeSign)));
    }

    private static IQueryable<Ticket> Order(IQueryable<Ticket> tickets, InboxSort sort) => sort switch
    {
        InboxSort.Newest => tickets.OrderByDescending(t => t.OpenedAt).ThenBy(t => t.Id),
        InboxSort.Changed => tickets.OrderByDescending(t => t.ChangedAt).ThenBy(t => t.Id),
        InboxSort.Priority => tickets
            .OrderBy(t => t.Priority == Priority.Urgent ? 0 : t.Priority == Priority.High ? 1 : t.Priority == Priority.Normal ? 2 : 3)
            .ThenBy(t => t.DueAt == null).ThenBy(t => t.DueAt).ThenBy(t => t.Id),
        _ => tickets.OrderByDescending(t => t.IsBreached).ThenBy(t => t.DueAt == null).ThenBy(t => t.DueAt).ThenBy(t => t.Id),
    };

    private static IQueryable<RawRow> Rows(DeskDbContext db, IQueryable<Ticket> tickets) =>
        from ticket in tickets
        join company in db.Companies on ticket.CompanyId equals company.Id
        join contact in db.Contacts on ticket.ContactId equals contact.Id
        join topic in db.Topics on ticket.TopicId equals topic.Id
        join agent in db.Agents on ticket.AssigneeId equals agent.Id
        join grp in db.Groups on ticket.GroupId equals grp.Id
        select new RawRow(
            ticket, company.Name, contact.FirstName + " " + contact.LastName, topic.Name, topic.NameEn, agent.Name, grp.Name,
            db.Incidents.Count(incident => incident.TicketId == ticket.Id && incident.ResolvedAt == null));

    private async Task<List<InboxRow>> Complete(DeskDbContext db, List<RawRow> rows, CancellationToken ct)
    {
        var ids = rows.ConvertAll(row => row.Ticket.Id);
        var clocks = (await db.SlaClocks.AsNoTracking().Where(c => ids.Contains(c.TicketId) && c.StoppedAt == null).ToListAsync(ct))
            .ToLookup(clock => clock.TicketId);
        var tasks = await Tasks(db, ids, ct);
        var calendars = await calendarBook.Current(ct);
        var now = time.GetUtcNow();
        return rows.ConvertAll(row =>
        {
            var ticket = row.Ticket;
            var ours = clocks[ticket.Id].Where(clock => clock.Target <= SlaTarget.Promise).ToList();
            var next = ours.Where(clock => clock.DueAt is not null).MinBy(clock => clock.DueAt);
            var resting = next is null ? ours.Find(clock => clock.IsPaused) : null;
            return new InboxRow(
                ticket.Id, ticket.Number, ticket.Subject, row.Company, row.Contact, row.Topic, row.TopicEn, ticket.Channel, ticket.Priority, ticket.Status,
                ticket.Stage, next?.DueAt, (next ?? resting) is { } measured ? SlaClocks.Left(measured, calendars[measured.Calendar], now) : null, (next ?? resting)?.Target, ticket.IsBreached,
                ticket.AssigneeId, row.Assignee, row.Group, tasks.GetValueOrDefault(ticket.Id), row.Incidents, WhyJson.Read(ticket.Why), ticket.OpenedAt, ticket.ChangedAt)
            {
                WaitsSince = ticket.WaitsSince,
                PausedFor = resting?.PausedFor ?? WaitingFor.Nobody,
                NextRungAt = clocks[ticket.Id].Min(clock => clock.NextRungAt),
                State = (next ?? resting) is { } shown ? SlaClocks.StateOf(shown, calendars[shown.Calendar], now) : null,
            };
        });
    }

    // The oldest open task of each ticket.
    private async Task<Dictionary<Guid, ElementName>> Tasks(DeskDbContext db, List<Guid> tickets, CancellationToken ct)
    {
        var open = await (
            from task in db.HumanTasks.AsNoTracking()
            join instance in db.FlowInstances on task.InstanceId equals instance.Id
            where tickets.Contains(task.TicketId) && task.Status == HumanTaskStatus.Open
            orderby task.OpenedAt
            select new { task.TicketId, task.ElementId, task.Name, instance.DefinitionId }).ToListAsync(ct);
        var names = new Dictionary<Guid, ElementName>();
        foreach (var task in open)
            names.TryAdd(task.TicketId, new ElementName(task.Name, (await flowNames.Of(task.DefinitionId, ct)).GetValueOrDefault(task.ElementId)?.En));
        return names;
    }

    private sealed record RawRow(
        Ticket Ticket, string Company, string Contact, string Topic, string TopicEn, string Assignee, string Group, int Incidents);
}
