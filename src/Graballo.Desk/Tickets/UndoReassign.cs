using System.Globalization;
using System.Text.Json;
using Graballo.Desk.Runtime;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <param name="Number">As a person writes it.</param>
public sealed record UndoReassign(string Number);

/// <summary>Puts a ticket back into the hands that one has just taken it from. Refused once anything else has happened to it.</summary>
public sealed class UndoReassignHandler(DeskRuntime runtime)
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    public Task<Outcome<Done>> Handle(UndoReassign command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, Act, ct);

    internal static async Task<Outcome<Done>> Act(TicketStep step)
    {
        if (!TicketAccess.CanWorkOn(step.Actor, step.Ticket))
            return Refusal.Forbidden;
        var last = await step.Db.TicketEvents.AsNoTracking().Where(row => row.TicketId == step.Ticket.Id && row.Type == EventType.Reassigned)
            .OrderByDescending(row => row.Id).FirstOrDefaultAsync(step.Ct);
        if (last is null || last.ActorId != step.Actor.UserId)
            return new Refusal("undo-none");
        var hand = Hand.Read(last);
        if (hand.Version != step.Ticket.Version || step.Now - last.At > Late)
            return new Refusal("undo-late");
        if (!await step.Db.Agents.AnyAsync(row => row.Id == hand.AgentId && row.IsActive, step.Ct))
            return new Refusal("agent-unknown", "agent");
        if (await ReassignTicketHandler.IsAbsent(step, hand.AgentId))
            return new Refusal("agent-absent", "agent", hand.Name);
        hand.Return(step);
        return Done.It;
    }
}

/// <summary>In whose hands a ticket was before it was reassigned; kept in the history so that it can be given back.</summary>
internal sealed record Hand(Guid AgentId, string Name, Guid GroupId, string Why, IReadOnlyList<Guid> Tasks, int Version)
{
    public static async Task<Hand> Of(TicketStep step)
    {
        var ticket = step.Ticket;
        var name = await step.Db.Agents.Where(row => row.Id == ticket.AssigneeId).Select(row => row.Name).SingleAsync(step.Ct);
        var tasks = step.OpenTasks.Where(task => task.UnitId is null && task.AssigneeId == ticket.AssigneeId).Select(task => task.Id).ToList();
        // The step that is being taken adds one.
        return new Hand(ticket.AssigneeId, name, ticket.GroupId, ticket.Why, tasks, ticket.Version + 1);
    }

    public static Hand Read(TicketEvent happened)
    {
        var data = JsonSerializer.Deserialize<Dictionary<string, string>>(happened.Data)!;
        return new Hand(
            Guid.Parse(data["fromAgent"]), data["from"], Guid.Parse(data["fromGroup"]), data["fromWhy"],
            [.. data["tasks"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)], int.Parse(data["version"], CultureInfo.InvariantCulture));
    }

    public void Tell(TicketStep step, string to, string group, string reason) => step.Log(
        EventType.Reassigned, false, ("from", Name), ("name", to), ("group", group), ("reason", reason), ("fromAgent", AgentId.ToString()),
        ("fromGroup", GroupId.ToString()), ("fromWhy", Why), ("tasks", string.Join(' ', Tasks)), ("version", Version.ToString(CultureInfo.InvariantCulture)));

    public void Return(TicketStep step)
    {
        var holder = step.Ticket.AssigneeId;
        var own = step.OpenTasks.FindAll(task => task.UnitId is null && task.AssigneeId == holder && !Tasks.Contains(task.Id));
        step.Log(EventType.ReassignmentUndone, false, ("name", Name));
        Assigning.Give(step, AgentId, GroupId, WhyJson.Read(Why));
        foreach (var task in own)
            task.AssigneeId = holder;
    }
}
