using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;

namespace Graballo.Channels.Email;

/// <summary>Writes each mail as an .eml file named by its key: written twice, it is still one file.</summary>
public sealed class PickupSender(MailSettings settings) : IMailSender
{
    public async Task Send(OutboxMessage message, CancellationToken ct)
    {
        Directory.CreateDirectory(settings.PickupFolder);
        var name = MailMessages.NameOf(message.Key);
        var draft = Path.Combine(settings.PickupFolder, name + ".part");
        await using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None, 4096, useAsync: true))
            await MailMessages.Of(message, settings).WriteToAsync(file, ct);
        File.Move(draft, Path.Combine(settings.PickupFolder, name + ".eml"), overwrite: true);
    }
}
