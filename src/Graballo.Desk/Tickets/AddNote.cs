using Graballo.Desk.Attachments;
using Graballo.Desk.Runtime;
using Graballo.Domain;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.Tickets;

public sealed record AddNote(string Number, string Body, IReadOnlyList<Upload>? Files = null);

/// <summary>Writes down something that only we read.</summary>
public sealed class AddNoteHandler(DeskRuntime runtime, AttachmentStore store)
{
    public async Task<Outcome<Done>> Handle(AddNote command, Actor actor, CancellationToken ct)
    {
        command = command with { Body = PlainText.Clean(command.Body) };
        var files = await store.Store(command.Files ?? [], ct);
        return files.Ok ? await runtime.OnTicket(command.Number, actor, step => Task.FromResult(Act(step, command, files.Value)), ct) : files.Refusal;
    }

    internal static Outcome<Done> Act(TicketStep step, AddNote command, IReadOnlyList<StoredFile> files)
    {
        if (!TicketAccess.CanWorkOn(step.Actor, step.Ticket) && !TicketAccess.SeesEveryTicket(step.Actor))
            return Refusal.Forbidden;
        if (Check.Body(command.Body) is { } refused)
            return refused;
        var note = step.Say(MessageKind.Internal, AuthorKind.Agent, command.Body, Channel.Intranet, files);
        step.Log(EventType.Noted, false, ("author", note.AuthorName));
        return Done.It;
    }
}
