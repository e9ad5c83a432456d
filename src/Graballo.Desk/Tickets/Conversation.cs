using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <summary>The messages of a ticket with their files, oldest first.</summary>
internal static class Conversation
{
    private const int Latest = 3;

    /// <summary>What the clients of these tickets wrote: the request and the latest messages after it.</summary>
    public static async Task<ILookup<Guid, MessageView>> OfClients(DeskDbContext db, IReadOnlyList<Guid> tickets, CancellationToken ct)
    {
        var theirs = db.Messages.AsNoTracking().Where(row => tickets.Contains(row.TicketId) && row.Kind == MessageKind.Public && row.Author == AuthorKind.Client);
        var messages = await theirs.Where(row => !theirs.Any(before => before.TicketId == row.TicketId && before.At < row.At)
                || theirs.Count(after => after.TicketId == row.TicketId && after.At > row.At) < Latest)
            .OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(ct);
        var ids = messages.ConvertAll(row => row.Id);
        var files = (await db.Attachments.AsNoTracking().Where(row => ids.Contains(row.MessageId)).ToListAsync(ct)).ToLookup(row => row.MessageId);
        return messages.ToLookup(row => row.TicketId, row => View(row, files));
    }

    public static async Task<List<MessageView>> Read(DeskDbContext db, Guid ticketId, bool publicOnly, CancellationToken ct)
    {
        // What was said in tickets that went into this one is part of it.
        var ids = await db.Tickets.Where(row => row.MergedIntoId == ticketId).Select(row => row.Id).ToListAsync(ct);
        ids.Add(ticketId);
        var messages = await db.Messages.AsNoTracking()
            .Where(row => ids.Contains(row.TicketId) && (!publicOnly || row.Kind == MessageKind.Public))
            .OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(ct);
        var files = (await db.Attachments.AsNoTracking().Where(row => ids.Contains(row.TicketId)).ToListAsync(ct)).ToLookup(row => row.MessageId);
        return messages.ConvertAll(row => View(row, files));
    }

    private static MessageView View(Message row, ILookup<Guid, Attachment> files) => new(
        row.Id, row.Kind, row.Author, row.AuthorId, row.AuthorName, row.Body, row.Channel, row.At,
        [.. files[row.Id].Select(file => new AttachmentView(file.Id, file.FileName, file.ContentType, file.Size))]);
}
