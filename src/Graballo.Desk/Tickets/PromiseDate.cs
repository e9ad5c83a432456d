using Graballo.Desk.Runtime;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;

namespace Graballo.Desk.Tickets;

/// <param name="Number">As a person writes it.</param>
/// <param name="PromisedAt">In the future, within a year.</param>
public sealed record PromiseDate(string Number, DateTimeOffset PromisedAt);

/// <summary>Promises the client a date. Promising again replaces the date, and the client is told.</summary>
public sealed class PromiseDateHandler(DeskRuntime runtime)
{
    public Task<Outcome<Done>> Handle(PromiseDate command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command), ct);

    internal static async Task<Outcome<Done>> Act(TicketStep step, PromiseDate command)
    {
        var ticket = step.Ticket;
        if (!TicketAccess.CanWorkOn(step.Actor, ticket))
            return Refusal.Forbidden;
        if (Check.Open(ticket) is { } over)
            return over;
        if (command.PromisedAt <= step.Now)
            return new Refusal("promise-past", "promisedAt");
        if (command.PromisedAt > step.Now.AddYears(1))
            return new Refusal("promise-far", "promisedAt");
        var task = step.OpenTasks.Find(row => row.Form == TaskForm.Promise);
        // The client has been told that date already.
        if (task is null && ticket.PromisedAt == command.PromisedAt)
            return Done.It;
        ticket.PromisedAt = command.PromisedAt.ToUniversalTime();
        step.Clocks.Promise(ticket.PromisedAt.Value);
        step.Log(EventType.Promised, true, ("at", ticket.PromisedAt.Value.ToString("O")));
        if (task is not null)
            await step.Flows.Complete(task, FeelContext.Empty.With("promisedAt", FeelValue.From(ticket.PromisedAt.Value)));
        else
            await Notices.Send(step, $"{ticket.Id:N}:promise:{ticket.Version}", "promise-made", "contact");
        return Done.It;
    }
}
