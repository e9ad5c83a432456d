using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.ServiceLevels;

/// <param name="Number">As a person writes it.</param>
public sealed record ChangePriority(string Number, Priority Priority);

/// <summary>Makes a ticket more or less pressing. Its agreement is decided anew, and its clocks are measured by it from their beginning.</summary>
public sealed class ChangePriorityHandler(DeskRuntime runtime)
{
    public Task<Outcome<Done>> Handle(ChangePriority command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command), ct);

    internal static async Task<Outcome<Done>> Act(TicketStep step, ChangePriority command)
    {
        if (!TicketAccess.CanWorkOn(step.Actor, step.Ticket))
            return Refusal.Forbidden;
        if (Check.Open(step.Ticket) is { } over)
            return over;
        if (!Enum.IsDefined(command.Priority))
            return new Refusal("priority-unknown", "priority");
        await Priorities.Set(step, command.Priority);
        return Done.It;
    }
}

/// <summary>What a new priority brings with it.</summary>
internal static class Priorities
{
    /// <summary>False when it is the old one. An agreement that cannot be decided leaves the one in force.</summary>
    public static async Task<bool> Set(TicketStep step, Priority priority)
    {
        var before = step.Ticket.Priority;
        if (before == priority)
            return false;
        step.Ticket.Priority = priority;
        step.Log(EventType.PriorityChanged, false, ("from", before.Code()), ("to", priority.Code()));
        await Agreements.Renew(step);
        step.Clocks.RecountAll();
        return true;
    }
}
