using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;

namespace Graballo.Desk.Portal;

/// <param name="Number">As a person writes it.</param>
/// <param name="Accepted">False: something is missing; the ticket goes back to its responsible.</param>
/// <param name="Reason">What is missing; needed when not accepted.</param>
public sealed record ConfirmClosure(string Number, bool Accepted, string? Reason = null);

/// <summary>The client says whether the solution is one.</summary>
public sealed class ConfirmClosureHandler(DeskRuntime runtime)
{
    /// <summary>The name of the message that the shipped flows wait for.</summary>
    public const string Message = "client-confirms";

    public Task<Outcome<Done>> Handle(ConfirmClosure command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command), ct);

    internal static async Task<Outcome<Done>> Act(TicketStep step, ConfirmClosure command)
    {
        var ticket = step.Ticket;
        if (!TicketAccess.CanSeeAsClient(step.Actor, ticket))
            return Refusal.NotFound;
        if (ticket.Status != TicketStatus.Resolved)
            return new Refusal("not-resolved");
        var reason = PlainText.Clean(command.Reason);
        if (!command.Accepted && reason.Length == 0)
            return new Refusal("reason-required", "reason");
        if (Check.Length(reason, "reason", Check.LongestBody) is { } refused)
            return refused;
        if (command.Accepted)
            Accept(step);
        else
            await Reject(step, reason);
        var payload = FeelContext.Empty.With("accepted", command.Accepted).With("reason", reason);
        return await step.Flows.Deliver(Message, ticket.Id.ToString("N"), payload) ? Done.It : new Refusal("not-resolved");
    }

    private static void Accept(TicketStep step)
    {
        step.Ticket.AcceptedByClient = true;
        step.Log(EventType.Accepted, true, ("author", step.Actor.Name));
    }

    private static async Task Reject(TicketStep step, string reason)
    {
        var ticket = step.Ticket;
        ticket.Status = TicketStatus.InProgress;
        ticket.ResolvedAt = null;
        ticket.Reopenings++;
        step.Clocks.Reopen();
        var message = step.Say(MessageKind.Public, AuthorKind.Client, reason, Channel.Web, []);
        step.Clocks.ClientWrote(message.Id);
        step.Log(EventType.Rejected, true, ("author", step.Actor.Name));
        await Notices.Send(step, $"{message.Id:N}:assignee", "client-wrote", "assignee", ("author", message.AuthorName), ("message", reason));
    }
}
