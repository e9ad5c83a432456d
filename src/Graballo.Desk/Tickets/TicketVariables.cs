using Graballo.Desk.Runtime;
using Graballo.Domain.Clients;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;

namespace Graballo.Desk.Tickets;

/// <summary>What flows and decisions know of a ticket when it is opened.</summary>
internal static class TicketVariables
{
    /// <summary>The names of the variables.</summary>
    public static IReadOnlyList<string> Names { get; } = ["client", "contact", "ticket"];

    /// <summary>As it is now, read in a step.</summary>
    public static async Task<FeelContext> Of(TicketStep step)
    {
        var company = await step.Company();
        var executive = company.ExecutiveId is { } agentId ? (await step.Db.Agents.FindAsync([agentId], step.Ct))?.Code : null;
        var group = company.GroupId is { } groupId ? (await step.Db.Groups.FindAsync([groupId], step.Ct))?.Code : null;
        return Of(step.Ticket, company, await step.Contact(), await step.Topic(), executive, group);
    }

    /// <param name="executive">Code of the client's executive; null when it has none.</param>
    /// <param name="group">Code of the client's group; null when it has none.</param>
    public static FeelContext Of(Ticket ticket, Company company, Contact contact, Topic topic, string? executive, string? group) => FeelContext.Empty
        .With("client", FeelContext.Empty.With("rut", company.Rut).With("name", company.Name)
            .With("segment", company.Segment.ToString().ToLowerInvariant()).With("executive", executive).With("group", group))
        .With("contact", FeelContext.Empty.With("name", contact.FullName).With("email", contact.Email).With("locale", contact.Locale))
        .With("ticket", FeelContext.Empty.With("id", ticket.Id.ToString("N")).With("number", ticket.Number).With("topic", topic.Code).With("area", topic.Area)
            .With("channel", ticket.Channel.Code()).With("priority", ticket.Priority.Code()).With("subject", ticket.Subject)
            .With("hasRut", company.Rut is not null).With("locale", ticket.Locale));
}
