using Graballo.Desk.Attachments;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.Portal;

/// <param name="Number">As a person writes it.</param>
/// <param name="Body">1 to 50,000 characters.</param>
/// <param name="Channel">How it came in.</param>
/// <param name="Files">May be empty.</param>
public sealed record WriteAsClient(string Number, string Body, Channel Channel = Channel.Web, IReadOnlyList<Upload>? Files = null);

/// <summary>The client writes in its ticket. Clocks that rested for this answer run again.</summary>
public sealed class WriteAsClientHandler(DeskRuntime runtime, AttachmentStore store)
{
    public async Task<Outcome<Done>> Handle(WriteAsClient command, Actor actor, CancellationToken ct)
    {
        command = command with { Body = PlainText.Clean(command.Body) };
        var files = await store.Store(command.Files ?? [], ct);
        return files.Ok ? await runtime.OnTicket(command.Number, actor, step => Act(step, command, files.Value), ct) : files.Refusal;
    }

    internal static async Task<Outcome<Done>> Act(TicketStep step, WriteAsClient command, IReadOnlyList<StoredFile> files)
    {
        var ticket = step.Ticket;
        if (!TicketAccess.CanSeeAsClient(step.Actor, ticket))
            return Refusal.NotFound;
        if (ticket.Status == TicketStatus.Closed)
            return new Refusal("closed");
        if (Check.Body(command.Body) is { } refused)
            return refused;
        var message = step.Say(MessageKind.Public, AuthorKind.Client, command.Body, command.Channel, files);
        step.Log(EventType.ClientWrote, true, ("author", message.AuthorName));
        if (ticket.Status == TicketStatus.WaitingForClient)
        {
            ticket.Status = TicketStatus.InProgress;
            step.Clocks.Wait();
        }
        step.Clocks.ClientWrote(message.Id);
        await Notices.Send(step, $"{message.Id:N}:assignee", "client-wrote", "assignee", ("author", message.AuthorName), ("message", message.Body));
        return Done.It;
    }
}
