using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Graballo.Desk.Jobs;

/// <summary>Where mails leave the house.</summary>
public interface IMailSender
{
    /// <summary>Hands over one mail. Handing over the same key again must not make a second mail where the far side can tell.</summary>
    Task Send(OutboxMessage message, CancellationToken ct);
}

/// <summary>Delivers what committed steps queued: claims, sends, marks. A crash in between sends again under the same key.</summary>
[DisallowConcurrentExecution]
public sealed class DeliverOutbox(
    IDbContextFactory<DeskDbContext> databases, WriteGate gate, IMailSender sender, TimeProvider clock, ILogger<DeliverOutbox> log) : IJob
{
    private const int Batch = 50;
    private const int MostAttempts = 12;

    // Long enough for a slow mail server; after that another node may try.
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await Deliver(cancellationToken);

    /// <summary>Sends everything that is due; returns how many left.</summary>
    public async Task<int> Deliver(CancellationToken ct)
    {
        var sent = 0;
        while (true)
        {
            var due = await Due(ct);
            foreach (var id in due)
                sent += await DeliverOne(id, ct) ? 1 : 0;
            if (due.Count < Batch)
                return sent;
        }
    }

    private async Task<List<Guid>> Due(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        return await db.Outbox.AsNoTracking().Where(row => row.NextAttemptAt != null && row.NextAttemptAt <= now)
            .OrderBy(row => row.NextAttemptAt).Take(Batch).Select(row => row.Id).ToListAsync(ct);
    }

    private async Task<bool> DeliverOne(Guid id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var claimed = await Write(db, () => db.Outbox.Where(row => row.Id == id && row.NextAttemptAt <= now).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.NextAttemptAt, now + Claim).SetProperty(r => r.Attempts, r => r.Attempts + 1), ct), ct);
        if (claimed == 0)
            return false;
        var message = await db.Outbox.AsNoTracking().SingleAsync(row => row.Id == id, ct);
        try
        {
            await sender.Send(message, ct);
        }
#pragma warning disable CA1031 // A mail that cannot be sent must not hold up the next one.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            await Failed(db, message, error, ct);
            return false;
        }
        var at = clock.GetUtcNow();
        await Write(db, () => db.Outbox.Where(row => row.Id == id).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.SentAt, at).SetProperty(r => r.NextAttemptAt, (DateTimeOffset?)null).SetProperty(r => r.LastError, (string?)null), ct), ct);
        return true;
    }

    private async Task Failed(DeskDbContext db, OutboxMessage message, Exception error, CancellationToken ct)
    {
        var givenUp = message.Attempts >= MostAttempts;
        DateTimeOffset? next = givenUp ? null : clock.GetUtcNow() + TimeSpan.FromSeconds(10 * Math.Pow(2, message.Attempts));
        var reason = error.Message.Length > 2000 ? error.Message[..2000] : error.Message;
        log.LogWarning(error, "Mail {Key} could not be sent, attempt {Attempt}{End}.", message.Key, message.Attempts, givenUp ? ", given up" : "");
        await Write(db, () => db.Outbox.Where(row => row.Id == message.Id).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.NextAttemptAt, next).SetProperty(r => r.LastError, reason), ct), ct);
    }

    private async Task<int> Write(DeskDbContext db, Func<Task<int>> write, CancellationToken ct)
    {
        using var turn = await gate.Enter(db, ct);
        return await write();
    }
}
