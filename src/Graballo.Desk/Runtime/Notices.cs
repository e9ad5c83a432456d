using Graballo.Desk.Mail;
using Graballo.Desk.Presence;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>Mails about a ticket: to whom, in which language, with what in them.</summary>
internal static class Notices
{
    /// <param name="key">Unique for the effect.</param>
    /// <param name="template">Of <see cref="MailTemplates"/>.</param>
    /// <param name="to">contact, assignee, supervisor, unitHead or manager.</param>
    /// <param name="extra">Texts that the template needs beyond the ticket's own.</param>
    /// <returns>The name of who is told; null when there is nobody.</returns>
    public static async Task<string?> Send(TicketStep step, string key, string template, string to, params (string Name, string Value)[] extra)
    {
        var (recipient, locale, toClient) = to == "contact" ? await ToContact(step) : await ToAgent(step, to);
        return recipient is null ? null : await Send(step, key, template, recipient, locale, toClient, extra);
    }

    /// <summary>The same, to one of ours.</summary>
    public static Task<string?> ToPerson(TicketStep step, string key, string template, Agent person, params (string Name, string Value)[] extra) =>
        Send(step, key, template, new MailTo(person.Email, person.Name), person.Locale, false, extra);

    private static async Task<string?> Send(TicketStep step, string key, string template, MailTo recipient, string locale, bool toClient, (string Name, string Value)[] extra)
    {
        var ticket = step.Ticket;
        var texts = new Dictionary<string, string>
        {
            ["name"] = recipient.Name,
            ["number"] = TicketNumber.Display(ticket.Number),
            ["subject"] = ticket.Subject,
            ["company"] = (await step.Company()).Name,
            ["resolution"] = ticket.Resolution ?? "",
            ["link"] = new Uri(step.Settings.PublicUrl, toClient ? $"portal/requests/{ticket.Number}" : $"console/tickets/{ticket.Number}").ToString(),
            ["organisation"] = step.Settings.OrganisationName,
            ["promised"] = MailTemplates.When(ticket.PromisedAt, locale, step.Settings.TimeZone),
            ["due"] = MailTemplates.When(ticket.DueAt, locale, step.Settings.TimeZone),
        };
        foreach (var (name, value) in extra)
            texts[name] = value;
        step.Mail(key, recipient, MailTemplates.Render(template, locale, texts));
        step.Log(EventType.MailQueued, false, ("template", template), ("to", recipient.Name));
        return recipient.Name;
    }

    /// <summary>A step of a flow failed: whoever leads the group is told, once.</summary>
    public static Task<string?> Incident(TicketStep step, Guid instanceId, string incidentKey, string error) =>
        Send(step, $"{instanceId:N}:{incidentKey}:incident", "incident", "supervisor", ("error", error.Length > 500 ? error[..500] : error));

    private static async Task<(MailTo? To, string Locale, bool ToClient)> ToContact(TicketStep step)
    {
        var contact = await step.Contact();
        return (new MailTo(contact.Email, contact.FullName), step.Ticket.Locale, true);
    }

    private static async Task<(MailTo? To, string Locale, bool ToClient)> ToAgent(TicketStep step, string role)
    {
        var agent = await AgentFor(step, role);
        return agent is null ? (null, "es-CL", false) : (new MailTo(agent.Email, agent.Name), agent.Locale, false);
    }

    /// <summary>The person who holds a role towards this ticket, or who stands for that one; the next one up when a place is empty.</summary>
    public static async Task<Agent?> AgentFor(TicketStep step, string role)
    {
        var db = step.Db;
        if (role == "assignee")
            return await db.Agents.AsNoTracking().SingleOrDefaultAsync(row => row.Id == step.Ticket.AssigneeId, step.Ct);
        var group = await db.Groups.AsNoTracking().SingleAsync(row => row.Id == step.Ticket.GroupId, step.Ct);
        var standing = await Standings.Read(db, step.Now, step.Ct);
        var unitId = role == "unitHead" && step.OpenTasks.Find(task => task.UnitId is not null)?.UnitId is { } taskUnit ? taskUnit : group.UnitId;
        return role switch
        {
            "supervisor" => standing.LeaderOf(group),
            "manager" => standing.HeadOf(unitId, highest: 2),
            _ => standing.HeadOf(unitId),
        };
    }
}
