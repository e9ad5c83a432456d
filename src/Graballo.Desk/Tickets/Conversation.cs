using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <summary>The messages of a ticket with their files, oldest first.</summary>
internal static class Conversation
{
    public static async Task<List<MessageView>> Read(DeskDbContext db, Guid ticketId, bool publicOnly, CancellationToken ct)
    {
        var messages = await db.Messages.AsNoTracking()
            .Where(row => row.TicketId == ticketId && (!publicOnly || row.Kind == MessageKind.Public))
            .OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(ct);
        var files = (await db.Attachments.AsNoTracking().Where(row => row.TicketId == ticketId).ToListAsync(ct)).ToLookup(row => row.MessageId);
        return messages.ConvertAll(row => new MessageView(
            row.Id, row.Kind, row.Author, row.AuthorId, row.AuthorName, row.Body, row.Channel, row.At,
            [.. files[row.Id].Select(file => new AttachmentView(file.Id, file.FileName, file.ContentType, file.Size))]));
    }
}
