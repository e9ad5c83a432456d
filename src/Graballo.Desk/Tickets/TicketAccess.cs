using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.Tickets;

/// <summary>Who may see and do what on a ticket. Every verb asks here.</summary>
public static class TicketAccess
{
    /// <summary>Lists over all groups are for those who lead.</summary>
    public static bool SeesEveryTicket(Actor actor) =>
        actor.IsSystem || actor.Is(Role.Supervisor, Role.Manager, Role.Administrator);

    /// <summary>A client's user sees the tickets of its company, and of those only what is public.</summary>
    public static bool CanSeeAsClient(Actor actor, Ticket ticket) =>
        actor.IsClient && actor.CompanyId == ticket.CompanyId;

    /// <summary>The staff helps each other: every executive may open every ticket. Back office sees its own hand-offs only.</summary>
    public static bool CanSeeAsStaff(Actor actor, Ticket ticket) => actor.IsStaff;

    /// <summary>Trying the failed step of a flow again: whoever leads or designs, and whoever must answer for the ticket.</summary>
    public static bool CanRetry(Actor actor, Ticket ticket) =>
        actor.IsSystem || actor.Is(Role.Supervisor, Role.ProcessOwner, Role.Administrator)
        || (CanWorkOn(actor, ticket) && ticket.AssigneeId == actor.AgentId);

    /// <summary>Answering, promising, resolving, handing off.</summary>
    public static bool CanWorkOn(Actor actor, Ticket ticket) =>
        actor.IsSystem || (actor.AgentId is not null && actor.Is(Role.Executive, Role.Supervisor, Role.Administrator));
}
