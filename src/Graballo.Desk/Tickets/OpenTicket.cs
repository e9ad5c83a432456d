using System.Text.Json;
using Graballo.Desk.Attachments;
using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Graballo.Domain;
using Graballo.Domain.Clients;
using Graballo.Domain.Organisation;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <param name="Topic">Code of the topic.</param>
/// <param name="Subject">1 to 200 characters, one line.</param>
/// <param name="Body">1 to 50,000 characters.</param>
/// <param name="Channel">How it came in.</param>
/// <param name="ContactId">Who asks; null when the actor asks for himself.</param>
/// <param name="Files">May be empty.</param>
/// <param name="RequestKey">Sent again, the same key gives the same ticket; null: always a new one.</param>
/// <param name="Priority">As asked for; the priority decision has the last word. Null: normal.</param>
public sealed record OpenTicket(
    string Topic, string Subject, string Body, Channel Channel, Guid? ContactId = null, IReadOnlyList<Upload>? Files = null, Guid? RequestKey = null,
    Priority? Priority = null);

/// <param name="Number">Digits only.</param>
public sealed record OpenedTicket(Guid Id, string Number, string Assignee);

/// <summary>Receives a request: makes the ticket, chooses and starts its flow, which finds the responsible and starts the clocks.</summary>
public sealed class OpenTicketHandler(DeskRuntime runtime, TicketNumbers numbers, AttachmentStore store)
{
    public async Task<Outcome<OpenedTicket>> Handle(OpenTicket command, Actor actor, CancellationToken ct)
    {
        command = command with { Topic = PlainText.Line(command.Topic), Subject = PlainText.Line(command.Subject), Body = PlainText.Clean(command.Body) };
        if (Checked(command) is { } refused)
            return refused;
        var contactId = actor.IsClient ? actor.ContactId : command.ContactId;
        if (!actor.IsClient && !(actor.IsSystem || actor.Is(Role.Executive, Role.Supervisor, Role.Administrator)))
            return Refusal.Forbidden;
        if (contactId is null)
            return new Refusal("contact-unknown", "contact");
        var files = await store.Store(command.Files ?? [], ct);
        if (!files.Ok)
            return files.Refusal;
        var number = await numbers.Next(ct);
        return await runtime.OnNewTicket(actor, step => Act(step, command, number, contactId.Value, files.Value), ct);
    }

    private const string WithoutAgreement = "sla-sin-acuerdo";

    /// <summary>The verb inside a step.</summary>
    internal static async Task<Outcome<OpenedTicket>> Act(TicketStep step, OpenTicket command, string number, Guid contactId, IReadOnlyList<StoredFile> files)
    {
        var db = step.Db;
        if (command.RequestKey is { } key && await Known(step, key, contactId, command) is { } known)
            return known;
        var contact = await step.Queries.Contact(db, contactId, step.Ct);
        if (contact is not { IsActive: true })
            return new Refusal("contact-unknown", "contact");
        var company = await step.Queries.Company(db, contact.CompanyId, step.Ct);
        if (company is not { IsActive: true })
            return new Refusal("company-inactive", "contact");
        var topic = db.Topics.Local.SingleOrDefault(row => row.Code == command.Topic) ?? await step.Queries.Topic(db, command.Topic, step.Ct);
        if (topic is not { IsActive: true })
            return new Refusal("topic-unknown", "topic");

        var ticket = new Ticket
        {
            Id = step.NewId(),
            Number = number,
            CompanyId = company.Id,
            ContactId = contact.Id,
            TopicId = topic.Id,
            Channel = command.Channel,
            Subject = command.Subject,
            Priority = command.Priority ?? Priority.Normal,
            RequestKey = command.RequestKey,
            RegisteredById = step.Actor.AgentId,
            OpenedAt = step.Now,
            ChangedAt = step.Now,
            Locale = contact.Locale,
        };
        step.Begin(ticket, company, contact, topic);
        step.Log(EventType.Opened, true, ("channel", ticket.Channel.Code()), ("subject", ticket.Subject));
        SayFor(step, contact, command, files);
        var variables = await TicketVariables.Of(step);
        var flow = Choose(step, variables);
        await step.Flows.Start(flow, variables);
        if (ticket.AssigneeId == Guid.Empty)
        {
            // A flow that forgot to assign, or could not: the front desk answers for the ticket.
            var assigned = await Assigning.ToGroup(step, null, null, null);
            if (!assigned.Ok)
                return assigned.Refusal;
            foreach (var incident in step.Incidents)
                await Notices.Incident(step, incident.InstanceId, incident.IncidentKey, incident.Error);
        }
        // A flow that broke before it agreed on times: the ticket is watched all the same.
        if (step.Incidents.Count > 0 && step.Clocks.Known.Count == 0)
        {
            step.Clocks.Agree(new Agreement(
                new SlaPolicy(
                    WithoutAgreement, step.Calendars.For(step.Ticket, null).Code, TimeSpan.FromHours(4), null, TimeSpan.FromHours(27), new Dictionary<string, TimeSpan>(),
                    Warning.Standard, WaitingFor.Client),
                new Dictionary<string, string>()));
        }
        return new OpenedTicket(ticket.Id, ticket.Number, WhyJson.Read(ticket.Why).Name);
    }

    private static Refusal? Checked(OpenTicket command) => Refusal.All(
        string.IsNullOrEmpty(command.Topic) ? new Refusal("topic-unknown", "topic") : null,
        Check.Text(command.Subject, "subject", Check.LongestSubject), Check.Body(command.Body));

    // Somebody else's key tells nothing of what it opened, and a key that asked for something else is a mistake.
    private static async Task<Outcome<OpenedTicket>?> Known(TicketStep step, Guid key, Guid contactId, OpenTicket command)
    {
        var ticket = await step.Db.Tickets.AsNoTracking().SingleOrDefaultAsync(row => row.RequestKey == key, step.Ct);
        if (ticket is null)
            return null;
        var asked = await (from message in step.Db.Messages
                           join topic in step.Db.Topics on ticket.TopicId equals topic.Id
                           where message.TicketId == ticket.Id
                           orderby message.Id
                           select new { topic.Code, message.Body }).FirstAsync(step.Ct);
        var opened = await step.Db.TicketEvents.Where(row => row.TicketId == ticket.Id && row.Type == EventType.Opened).Select(row => row.Data).FirstAsync(step.Ct);
        using var data = JsonDocument.Parse(opened);
        var same = ticket.ContactId == contactId && (asked.Code, asked.Body) == (command.Topic, command.Body)
            && data.RootElement.GetProperty("subject").GetString() == command.Subject;
        return same ? new OpenedTicket(ticket.Id, ticket.Number, WhyJson.Read(ticket.Why).Name) : new Refusal("key-used", "requestKey");
    }

    // What an executive writes down is still the client's request; the history tells who wrote it.
    private static void SayFor(TicketStep step, Contact contact, OpenTicket command, IReadOnlyList<StoredFile> files)
    {
        var message = step.Say(MessageKind.Public, AuthorKind.Client, command.Body, command.Channel, files);
        message.AuthorId = contact.Id;
        message.AuthorName = contact.FullName;
    }

    private static string Choose(TicketStep step, FeelContext variables)
    {
        const string standard = "ticket-lifecycle";
        if (!step.Newest.Decisions.ContainsKey("flow"))
            return standard;
        var chosen = Decisions.Take(step, "flow", variables) as string;
        return chosen is not null && step.Newest.Flows.ContainsKey(chosen) ? chosen : standard;
    }
}
