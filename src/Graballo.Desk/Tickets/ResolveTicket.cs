using Graballo.Desk.Runtime;
using Graballo.Domain;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;

namespace Graballo.Desk.Tickets;

/// <param name="Number">As a person writes it.</param>
/// <param name="Resolution">What was done, as the client reads it.</param>
public sealed record ResolveTicket(string Number, string Resolution);

/// <summary>Says that the request is solved; the client is asked whether it is.</summary>
public sealed class ResolveTicketHandler(DeskRuntime runtime)
{
    public Task<Outcome<Done>> Handle(ResolveTicket command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command), ct);

    internal static async Task<Outcome<Done>> Act(TicketStep step, ResolveTicket command)
    {
        command = command with { Resolution = PlainText.Clean(command.Resolution) };
        var ticket = step.Ticket;
        if (!TicketAccess.CanWorkOn(step.Actor, ticket))
            return Refusal.Forbidden;
        if (Check.Open(ticket) is { } over)
            return over;
        if (command.Resolution.Length == 0)
            return new Refusal("resolution-required", "resolution");
        if (Check.Length(command.Resolution, "resolution", Check.LongestBody) is { } refused)
            return refused;
        if (step.OpenTasks.Find(row => row.Form == TaskForm.Resolve) is not { } task)
            return step.Incidents.Count > 0 && step.OpenTasks.Count == 0 ? new Refusal("flow-stuck") : new Refusal("resolve-not-yet", null, step.OpenTasks.Find(row => row.UnitId is null)?.Name ?? "");
        var waiting = step.OpenTasks.Count(row => row.Form == TaskForm.Handoff);
        if (waiting > 0)
            return waiting == 1 ? new Refusal("resolve-handoff-open") : new Refusal("resolve-handoffs-open", null, waiting);
        ticket.Resolution = command.Resolution;
        ticket.ResolvedAt = step.Now;
        ticket.Status = TicketStatus.Resolved;
        step.Clocks.StopAll();
        step.Say(MessageKind.Public, AuthorKind.Agent, ticket.Resolution, Channel.Web, []);
        step.Log(EventType.Resolved, true, ("author", step.Actor.Name));
        await step.Flows.Complete(task, FeelContext.Empty.With("resolution", ticket.Resolution));
        return Done.It;
    }
}
