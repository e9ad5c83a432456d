using Graballo.Desk.Runtime;
using Graballo.Domain;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <param name="Number">As a person writes it.</param>
/// <param name="AgentId">The new responsible; null: whose turn it is in the group.</param>
/// <param name="GroupId">The new group; null: stays.</param>
/// <param name="Reason">Shown in the history; may be empty when taking it oneself.</param>
public sealed record ReassignTicket(string Number, Guid? AgentId, Guid? GroupId, string Reason);

/// <summary>Takes a ticket, or gives it to somebody else. There is never a moment without a responsible.</summary>
public sealed class ReassignTicketHandler(DeskRuntime runtime)
{
    public Task<Outcome<Done>> Handle(ReassignTicket command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command), ct);

    internal static async Task<Outcome<Done>> Act(TicketStep step, ReassignTicket command)
    {
        command = command with { Reason = PlainText.Line(command.Reason) };
        if (!TicketAccess.CanWorkOn(step.Actor, step.Ticket))
            return Refusal.Forbidden;
        if (step.Ticket.Status == TicketStatus.Closed)
            return new Refusal("closed");
        if (Check.Length(command.Reason, "reason", 400) is { } refused)
            return refused;
        if ((command.AgentId is null || command.AgentId != step.Actor.AgentId) && string.IsNullOrWhiteSpace(command.Reason))
            return new Refusal("required", "reason", "reason");
        var groupId = command.GroupId ?? step.Ticket.GroupId;
        var group = await step.Db.Groups.AsNoTracking().SingleOrDefaultAsync(row => row.Id == groupId && (row.IsActive || row.Id == step.Ticket.GroupId), step.Ct);
        if (group is null)
            return new Refusal("group-unknown", "group");
        var before = await Hand.Of(step);
        var given = command.AgentId is { } agentId ? await ToPerson(step, agentId, group, command.Reason) : await ToTurn(step, group);
        if (!given.Ok)
            return given.Refusal;
        before.Tell(step, given.Value, group.Name, command.Reason);
        return Done.It;
    }

    private static async Task<Outcome<string>> ToPerson(TicketStep step, Guid agentId, Group group, string reason)
    {
        var agent = await step.Db.Agents.AsNoTracking().SingleOrDefaultAsync(row => row.Id == agentId && row.IsActive, step.Ct);
        if (agent is null || !await Attends(step, agent))
            return new Refusal("agent-unknown", "agent");
        if (await IsAbsent(step, agent.Id))
            return new Refusal("agent-absent", "agent", agent.Name);
        if (agent.Id == step.Ticket.AssigneeId && group.Id == step.Ticket.GroupId && step.Ticket.WaitsSince is null)
            return new Refusal("reassign-same", "agent", agent.Name);
        var load = await step.Db.Tickets.CountAsync(row => row.AssigneeId == agent.Id && row.Status != TicketStatus.Closed, step.Ct);
        Assigning.Give(step, agent.Id, group.Id, new WhyAssigned(
            "manual", agent.Name, group.Name, load, agent.Capacity, [], new Dictionary<string, string>(), step.Actor.Name, reason));
        return agent.Name;
    }

    private static async Task<Outcome<string>> ToTurn(TicketStep step, Group group)
    {
        if (group.Id == step.Ticket.GroupId)
            return new Refusal("reassign-same-group", "group", group.Name);
        var chosen = await Assigning.ToGroup(step, group.Code, null, null);
        return chosen.Ok ? WhyJson.Read(step.Ticket.Why).Name : chosen.Refusal;
    }

    /// <summary>Nothing is given to somebody who is absent: it would be an orphan.</summary>
    internal static Task<bool> IsAbsent(TicketStep step, Guid agentId) =>
        step.Db.Absences.AnyAsync(row => row.AgentId == agentId && row.CancelledAt == null && row.From <= step.Now && step.Now < row.Until, step.Ct);

    private static Task<bool> Attends(TicketStep step, Agent agent) => (
        from user in step.Db.Users
        join given in step.Db.UserRoles on user.Id equals given.UserId
        join role in step.Db.Roles on given.RoleId equals role.Id
        where user.AgentId == agent.Id && (role.Name == Role.Executive || role.Name == Role.Supervisor || role.Name == Role.Administrator)
        select user.Id).AnyAsync(step.Ct);
}
