using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Presence;

/// <summary>Takes a ticket, or its tasks, out of the hands of somebody who is absent or gone: to the cover while that one can, else by the group's rule.</summary>
internal static class CoverTicket
{
    // Refused, so that nothing is committed.
    private static readonly Refusal Nothing = new("nothing-to-cover");

    public static async Task<Outcome<Done>> Act(TicketStep step, Guid agentId)
    {
        var ticket = step.Ticket;
        var standing = await Standings.Read(step.Db, step.Now, step.Ct);
        if (ticket.Status == TicketStatus.Closed || standing.IsHere(agentId))
            return Nothing;
        var name = standing.Agents[agentId].Name;
        var moved = ticket.AssigneeId == agentId ? await Hand(step, standing.InPlaceOf(agentId)?.Code, name) : HandTasks(step, agentId);
        if (!moved.Ok)
            return moved.Refusal;
        step.Log(
            EventType.Covered, false, ("from", name), ("name", WhyJson.Read(ticket.Why).Name),
            ("why", standing.Absences.TryGetValue(agentId, out var absence) ? absence.Kind.ToString() : "left"));
        return Done.It;
    }

    private static async Task<Outcome<string>> Hand(TicketStep step, string? cover, string absent)
    {
        var before = step.Ticket.AssigneeId;
        var why = WhyJson.Read(step.Ticket.Why);
        var group = await step.Db.Groups.SingleAsync(row => row.Id == step.Ticket.GroupId, step.Ct);
        var strategy = Assignment.StrategyOf(why.Strategy) ?? group.Strategy;
        // A ticket that waits has nobody's place to fill but its leader's.
        var given = step.Ticket.WaitsSince is null
            ? await Assigning.InGroup(step, group, new Wish(strategy, cover, why.Skill), why.Rules, absent)
            : await Assigning.InGroup(step, group, new Wish(strategy, why.Designated, why.Skill), why.Rules, why.For);
        return given.Ok && step.Ticket.AssigneeId == before ? Nothing : given;
    }

    private static Outcome<string> HandTasks(TicketStep step, Guid agentId)
    {
        var tasks = step.OpenTasks.FindAll(task => task.UnitId is null && task.AssigneeId == agentId);
        foreach (var task in tasks)
            task.AssigneeId = step.Ticket.AssigneeId;
        return tasks.Count == 0 ? Nothing : "";
    }
}
