using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Graballo.Desk.Calendars;
using Graballo.Desk.Forms;
using Graballo.Desk.Mail;
using Graballo.Desk.Persistence;
using Graballo.Desk.ServiceLevels;
using Graballo.Domain.Clients;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>
/// One step on one ticket: what is known of it, and what changes. Nothing here reaches the outside; all of it is committed
/// together by <see cref="DeskRuntime"/>, or not at all.
/// </summary>
public sealed partial class TicketStep
{
    // Read back by us and encoded by whoever shows it: quotes and accents stay short.
    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private long _began = Stopwatch.GetTimestamp();
    private readonly DefinitionCatalog _catalog;
    private readonly List<TicketStep> _beside = [];
    private Guid _group;
    private Company? _company;
    private Contact? _contact;
    private Topic? _topic;
    private List<ServiceCall>? _openCalls;

    internal TicketStep(
        DeskDbContext db, Actor actor, DateTimeOffset now, DeskSettings settings, DefinitionCatalog catalog, DefinitionCatalog.Latest newest,
        CalendarSet calendars, CodeBook.Codes codeIds, CancellationToken ct)
    {
        (Db, Actor, Now, Settings, Newest, Calendars, CodeIds, Ct) = (db, actor, now, settings, newest, calendars, codeIds, ct);
        _catalog = catalog;
        Queries = StepQueries.Of(db);
        Flows = new FlowRunner(this, catalog);
        Clocks = new StepClocks(this);
        Ladder = new StepLadder(this);
    }

    public DeskDbContext Db { get; }

    public Actor Actor { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public DeskSettings Settings { get; }

    public CancellationToken Ct { get; }

    public Ticket Ticket { get; private set; } = null!;

    internal DefinitionCatalog.Latest Newest { get; }

    internal CalendarSet Calendars { get; }

    internal CodeBook.Codes CodeIds { get; }

    internal StepQueries Queries { get; }

    internal FlowRunner Flows { get; }

    internal StepClocks Clocks { get; }

    internal StepLadder Ladder { get; }

    internal List<FlowInstance> Instances { get; private set; } = [];

    internal List<HumanTask> OpenTasks { get; private set; } = [];

    internal List<DeskTimer> Timers { get; private set; } = [];

    internal List<Subscription> Subscriptions { get; private set; } = [];

    internal List<Incident> Incidents { get; private set; } = [];

    /// <summary>The name of the responsible for whom the person acts by delegation; null when it acts for itself.</summary>
    internal string? ActsFor { get; private set; }

    /// <summary>How many deliveries from ticket to ticket led to this step, one after the other; 0 when something else did.</summary>
    internal int Hops { get; set; }

    /// <summary>Why the last assignment decision of this step came out as it did, by language.</summary>
    internal IReadOnlyDictionary<string, string> LastReasons { get; set; } = new Dictionary<string, string>();

    /// <summary>The same of the last decision about the service level.</summary>
    internal IReadOnlyDictionary<string, string> ServiceLevelReasons { get; set; } = new Dictionary<string, string>();

    /// <summary>What a person filled in at the tasks that this step completes.</summary>
    internal Dictionary<Guid, IReadOnlyList<FilledField>> FilledIn { get; } = [];

    internal List<StageVisit> OpenVisits { get; private set; } = [];

    /// <summary>How long the step has been going on, by a clock that nobody sets.</summary>
    internal TimeSpan Took => Stopwatch.GetElapsedTime(_began);

    /// <summary>A key of a new row.</summary>
    public Guid NewId() => Guid.CreateVersion7(Now);

    /// <summary>The same ticket, later and by another person; for stories that are told in one transaction.</summary>
    public void Continue(Actor actor, DateTimeOffset now) => (Actor, Now, _began) = (actor, now, Stopwatch.GetTimestamp());

    public async Task<Company> Company() => _company ??= await Queries.Company(Db, Ticket.CompanyId, Ct) ?? throw new InvalidOperationException("The ticket's client is gone.");

    public async Task<Contact> Contact() => _contact ??= await Queries.Contact(Db, Ticket.ContactId, Ct) ?? throw new InvalidOperationException("The ticket's contact is gone.");

    public async Task<Topic> Topic() => _topic ??= await Db.Topics.SingleAsync(row => row.Id == Ticket.TopicId, Ct);

    /// <summary>Calls to the outside that a flow of the ticket waits for; few steps need them, so they are read when asked for.</summary>
    internal async Task<List<ServiceCall>> OpenCalls() => _openCalls ??= await Db.ServiceCalls
        .Where(row => row.TicketId == Ticket.Id && (row.Status == ServiceCallStatus.Waiting || row.Status == ServiceCallStatus.Awaiting)).ToListAsync(Ct);

    internal void Begin(Ticket ticket, Company company, Contact contact, Topic topic)
    {
        (Ticket, _company, _contact, _topic) = (ticket, company, contact, topic);
        Db.Tickets.Add(ticket);
    }

    internal async Task<bool> Load(Guid? id, string? number, CancellationToken ct)
    {
        if (await (id is { } known ? Queries.ById(Db, known, ct) : Queries.ByNumber(Db, number!, ct)) is not { Ticket: var ticket } held)
            return false;
        (Ticket, _group) = (ticket, ticket.GroupId);
        Instances = await Queries.Instances(Db, ticket.Id).ToListAsync(ct);
        OpenTasks = await Queries.OpenTasks(Db, ticket.Id).ToListAsync(ct);
        Timers = await Queries.Timers(Db, ticket.Id).ToListAsync(ct);
        Subscriptions = !held.Awaits ? [] : await Queries.Subscriptions(Db, ticket.Id).ToListAsync(ct);
        Incidents = !held.IsStuck ? [] : await Queries.Incidents(Db, ticket.Id).ToListAsync(ct);
        OpenVisits = await Queries.OpenVisits(Db, ticket.Id).ToListAsync(ct);
        Clocks.Load(await Queries.Clocks(Db, ticket.Id).ToListAsync(ct), await Queries.Segments(Db, ticket.Id).ToListAsync(ct));
        if (Actor.AgentId is { } me && me != ticket.AssigneeId)
            ActsFor = await Queries.ActsFor(Db, me, ticket.AssigneeId, Now, ct);
        return true;
    }

    /// <summary>Adds to the history.</summary>
    /// <param name="type">Of <see cref="EventType"/>.</param>
    /// <param name="isPublic">True when the client may see it.</param>
    /// <param name="data">Names and texts for the sentence that screens make.</param>
    public void Log(string type, bool isPublic, params ReadOnlySpan<(string Name, string? Value)> data)
    {
        var texts = new Dictionary<string, string>(data.Length);
        foreach (var (name, value) in data)
            texts[name] = value ?? "";
        if (ActsFor is not null)
            texts["for"] = ActsFor;
        // The history itself remembers which request was acted on: one step on a ticket at a time, so no second one can miss it.
        if (Actor.Asked is { } asked)
            texts["request"] = $"{asked.Key:N}:{asked.Content}";
        Db.TicketEvents.Add(new TicketEvent
        {
            TicketId = Ticket.Id,
            At = Now,
            Type = type,
            ActorId = Actor.UserId == Guid.Empty ? null : Actor.UserId,
            ActorName = Actor.Name,
            IsPublic = isPublic,
            Data = texts.Count == 0 ? "{}" : JsonSerializer.Serialize(texts, Plainly),
        });
    }

    /// <summary>True when this very request was acted on before, a refusal when its key was used for another; null when it is new.</summary>
    internal async Task<Outcome<bool>?> AskedBefore()
    {
        if (Actor.Asked is not { } asked)
            return null;
        var (ticketId, person, mark) = (Ticket.Id, Actor.UserId, $"\"request\":\"{asked.Key:N}");
        var known = await Db.TicketEvents.AsNoTracking().Where(row => row.TicketId == ticketId && row.ActorId == person && row.Data.Contains(mark))
            .Select(row => row.Data).FirstOrDefaultAsync(Ct);
        if (known is null)
            return null;
        return known.Contains($"{mark}:{asked.Content}\"", StringComparison.Ordinal) ? true : new Refusal("key-used", "Idempotency-Key");
    }

    /// <summary>Adds to the conversation.</summary>
    internal Message Say(MessageKind kind, AuthorKind author, string body, Channel channel, IReadOnlyList<Attachments.StoredFile> files)
    {
        var message = new Message
        {
            Id = NewId(),
            TicketId = Ticket.Id,
            Kind = kind,
            Author = author,
            AuthorId = Actor.AgentId ?? Actor.ContactId,
            AuthorName = Actor.Name,
            Body = body,
            Channel = channel,
            At = Now,
        };
        Db.Messages.Add(message);
        foreach (var file in files)
        {
            Db.Attachments.Add(new Attachment
            {
                Id = NewId(),
                TicketId = Ticket.Id,
                MessageId = message.Id,
                FileName = file.FileName,
                ContentType = file.ContentType,
                Size = file.Size,
                Sha256 = file.Sha256,
            });
        }
        return message;
    }

    /// <summary>Queues a mail; it leaves after the commit.</summary>
    /// <param name="key">Unique for the effect: the same key is never sent twice.</param>
    internal void Mail(string key, MailTo to, MailText text) => Db.Outbox.Add(new OutboxMessage
    {
        Id = NewId(),
        Key = key,
        TicketId = Ticket.Id,
        To = to.Address,
        ToName = to.Name,
        Subject = text.Subject,
        TextBody = text.Text,
        HtmlBody = text.Html,
        CreatedAt = Now,
        NextAttemptAt = Now,
    });

    internal void EnterStage(Stage stage)
    {
        Ticket.Stage = stage;
        var visit = new StageVisit { Id = NewId(), TicketId = Ticket.Id, Stage = stage, EnteredAt = Now };
        Db.StageVisits.Add(visit);
        OpenVisits.Add(visit);
        Clocks.Enter(visit);
        Log(EventType.StageEntered, true, ("stage", stage.Code()));
    }

    internal void LeaveStage(Stage stage)
    {
        foreach (var visit in OpenVisits.FindAll(row => row.Stage == stage))
        {
            visit.LeftAt = Now;
            OpenVisits.Remove(visit);
            Clocks.Leave(visit);
            Log(EventType.StageLeft, true, ("stage", stage.Code()));
        }
    }

    /// <summary>What follows from all that was done; the last thing before the commit.</summary>
    internal async Task Finish()
    {
        Flows.Save();
        if (_group != Guid.Empty && Ticket.GroupId != _group)
            await Agreements.Renew(this);
        _group = Ticket.GroupId;
        await Clocks.Finish();
        foreach (var beside in _beside)
            await beside.Finish();
        Ticket.ChangedAt = Now;
        Ticket.Version++;
    }
}
