using Graballo.Desk.Runtime;
using Graballo.Domain;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <param name="Number">The ticket that ends, as a person writes it.</param>
/// <param name="Into">The one that goes on.</param>
/// <param name="Reason">For the history; may be empty.</param>
public sealed record MergeTickets(string Number, string Into, string? Reason = null);

/// <summary>
/// Two requests of one client that are the same thing become one ticket. The older promise counts, with its pauses; what was said in
/// both stays to be read, and both numbers go on answering.
/// </summary>
public sealed class MergeTicketsHandler(DeskRuntime runtime)
{
    public Task<Outcome<Done>> Handle(MergeTickets command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Into, actor, step => Act(step, command), ct);

    internal static async Task<Outcome<Done>> Act(TicketStep step, MergeTickets command)
    {
        var reason = PlainText.Line(command.Reason);
        if (!TicketAccess.CanWorkOn(step.Actor, step.Ticket))
            return Refusal.Forbidden;
        if (Check.Length(reason, "reason", 400) is { } tooLong)
            return tooLong;
        if (TicketNumber.Normalise(command.Number) is not { } digits)
            return new Refusal("number-wrong", "number");
        if (digits == step.Ticket.Number)
            return new Refusal("merge-same", "number");
        if (await step.Beside(digits) is not { } other)
            return Refusal.NotFound;
        if (Unfit(step, other) is { } refused)
            return refused;
        await Clocks(step, other);
        await Followers(step, other);
        await End(step, other, reason);
        return Done.It;
    }

    private static Refusal? Unfit(TicketStep step, TicketStep other)
    {
        var number = TicketNumber.Display(other.Ticket.Number);
        if (step.Ticket.CompanyId != other.Ticket.CompanyId)
            return new Refusal("merge-client", "number", number);
        if (step.Ticket.Status == TicketStatus.Closed)
            return new Refusal("closed");
        if (other.Ticket.Status == TicketStatus.Closed)
            return new Refusal("merge-closed", "number", number);
        return other.OpenTasks.Exists(task => task.Form == TaskForm.Handoff) ? new Refusal("merge-handoff", "number", number) : null;
    }

    // What the client waits for since earlier goes on; what only the ended ticket measured goes on too.
    private static async Task Clocks(TicketStep step, TicketStep other)
    {
        var climbed = await other.Ladder.Climbed();
        foreach (var theirs in other.Clocks.Known.FindAll(clock => !clock.History[^1].IsEnd && clock.Target is not (SlaTarget.Stage or SlaTarget.Ola)))
        {
            var ours = theirs.Target == SlaTarget.Underpinning ? null : step.Clocks.Live(theirs.Target);
            other.Clocks.Cancel(theirs);
            if (theirs.Target == SlaTarget.FirstResponse && step.Ticket.FirstRespondedAt is not null)
                step.Clocks.ClientWrote(step.NewId(), theirs.StartedAt);
            else if (ours is null && theirs.Target == SlaTarget.Resolution)
                continue;
            else if (ours is null || Earlier(theirs, ours))
                await step.Clocks.GoOn(theirs, ours, climbed.Where(row => row.ClockId == theirs.Id));
        }
        if (step.Clocks.Live(SlaTarget.Promise)?.History[^1].FixedDueAt is { } promised)
            step.Ticket.PromisedAt = promised;
        step.Clocks.Wait();
    }

    private static bool Earlier(SlaClock theirs, SlaClock ours) => theirs.Target == SlaTarget.Promise
        ? theirs.History[^1].FixedDueAt < ours.History[^1].FixedDueAt
        : theirs.StartedAt < ours.StartedAt;

    private static async Task Followers(TicketStep step, TicketStep other)
    {
        var (to, from) = (step.Ticket.Id, other.Ticket.Id);
        var known = await step.Db.Followers.Where(row => row.TicketId == to).Select(row => row.AgentId).ToListAsync(step.Ct);
        var theirs = await step.Db.Followers.Where(row => row.TicketId == from).Select(row => row.AgentId).ToListAsync(step.Ct);
        foreach (var agent in theirs.Except(known))
            step.Db.Followers.Add(new Follower { TicketId = to, AgentId = agent });
    }

    private static async Task End(TicketStep step, TicketStep other, string reason)
    {
        var (to, from) = (step.Ticket.Id, other.Ticket.Id);
        other.Ticket.MergedIntoId = to;
        await step.Db.Tickets.Where(row => row.MergedIntoId == from).ExecuteUpdateAsync(row => row.SetProperty(ticket => ticket.MergedIntoId, to), step.Ct);
        other.Log(EventType.Merged, true, ("number", step.Ticket.Number));
        step.Log(EventType.MergedIn, true, ("number", other.Ticket.Number));
        if (reason.Length > 0)
            step.Say(MessageKind.Internal, AuthorKind.Agent, reason, Channel.Intranet, []);
        foreach (var instance in other.Instances.FindAll(row => row.IsActive))
            await other.Flows.Advance(instance.Id, new CancelFlow("The ticket was merged."));
        await Closing.Close(other);
    }
}
