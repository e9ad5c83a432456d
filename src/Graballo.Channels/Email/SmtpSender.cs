using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Graballo.Channels.Email;

/// <summary>Hands each mail to the mail server.</summary>
public sealed class SmtpSender(MailSettings settings) : IMailSender
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public async Task Send(OutboxMessage message, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Limit);
        using var client = new SmtpClient();
        var security = settings.SmtpPort == 465 ? SecureSocketOptions.SslOnConnect
            : settings.RequireTls ? SecureSocketOptions.StartTls : SecureSocketOptions.StartTlsWhenAvailable;
        try
        {
            await client.ConnectAsync(settings.SmtpHost, settings.SmtpPort, security, limited.Token);
            if (settings.SmtpUser.Length > 0)
                await client.AuthenticateAsync(settings.SmtpUser, settings.SmtpPassword, limited.Token);
            await client.SendAsync(MailMessages.Of(message, settings), limited.Token);
            await client.DisconnectAsync(true, limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The mail server did not answer within {Limit.TotalSeconds} seconds.");
        }
    }
}
