using Graballo.Desk.BackOffice;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Attachments;

public sealed record ReadAttachment(Guid Id);

/// <summary>An open file; the caller disposes of the content.</summary>
public sealed record OpenedAttachment(string FileName, string ContentType, Stream Content);

/// <summary>Gives a file to who may see the message that it belongs to; to anybody else it does not exist.</summary>
public sealed class ReadAttachmentHandler(IDbContextFactory<DeskDbContext> databases, AttachmentStore store)
{
    public async Task<Outcome<OpenedAttachment>> Handle(ReadAttachment query, Actor actor, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await (
            from attachment in db.Attachments.AsNoTracking()
            join message in db.Messages on attachment.MessageId equals message.Id
            join ticket in db.Tickets on attachment.TicketId equals ticket.Id
            where attachment.Id == query.Id
            select new { Attachment = attachment, message.Kind, Ticket = ticket }).SingleOrDefaultAsync(ct);
        if (found is null)
            return Refusal.NotFound;
        // A unit that was asked, or has a task, sees what the client sent.
        var asked = found is { Kind: MessageKind.Public } && actor.Is(Role.BackOffice)
            && (await db.Handoffs.AnyAsync(row => row.TicketId == found.Ticket.Id && UnitInboxHandler.UnitsOf(db, actor).Any(unit => unit.Id == row.UnitId), ct)
                || await db.HumanTasks.AnyAsync(
                    row => row.TicketId == found.Ticket.Id && row.Status != HumanTaskStatus.Cancelled && UnitPeople.Of(db, actor).Any(unit => unit.Id == row.UnitId), ct));
        var sees = asked || TicketAccess.CanSeeAsStaff(actor, found.Ticket)
            || (found.Kind == MessageKind.Public && TicketAccess.CanSeeAsClient(actor, found.Ticket));
        return sees
            ? new OpenedAttachment(found.Attachment.FileName, found.Attachment.ContentType, store.Open(found.Attachment.Sha256))
            : Refusal.NotFound;
    }
}
