using System.Security.Cryptography;
using System.Text;
using Graballo.Desk.Persistence;
using MimeKit;

namespace Graballo.Channels.Email;

/// <summary>Makes the MIME message of a queued mail. The same key gives the same Message-ID, so that a repeat can be told.</summary>
internal static class MailMessages
{
    public static MimeMessage Of(OutboxMessage queued, MailSettings settings)
    {
        var message = new MimeMessage
        {
            MessageId = IdOf(queued, settings),
            Subject = queued.Subject,
            Date = queued.CreatedAt,
            Body = new BodyBuilder { TextBody = queued.TextBody, HtmlBody = queued.HtmlBody }.ToMessageBody(),
        };
        message.From.Add(new MailboxAddress(settings.FromName, settings.From));
        message.To.Add(new MailboxAddress(queued.ToName, queued.To));
        // RFC 3834: so that no other robot answers.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        if (queued.TicketId != Guid.Empty)
            message.Headers.Add("X-Graballo-Ticket", queued.TicketId.ToString("N"));
        return message;
    }

    /// <summary>A name that is safe in a file system and as short for every key.</summary>
    public static string NameOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..40];

    private static string IdOf(OutboxMessage queued, MailSettings settings) => NameOf(queued.Key) + "@" + settings.From.Split('@')[^1];
}
