using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Rules.Feel;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Outside;

/// <param name="Token">What we gave to the external system.</param>
/// <param name="Payload">JSON.</param>
public sealed record ReceiveCallback(string Token, string Payload);

/// <summary>An external system answers by the address it was given. The token is the credential; the same answer twice is taken once.</summary>
public sealed class ReceiveCallbackHandler(DeskRuntime runtime, IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    /// <summary>Bytes of a payload.</summary>
    public const int LargestPayload = 64 * 1024;

    public async Task<Outcome<Done>> Handle(ReceiveCallback command, CancellationToken ct)
    {
        if (command.Token.Length is < 32 or > 128 || await Find(command.Token, ct) is not { } call)
            return Refusal.NotFound;
        if (call.Status == ServiceCallStatus.Done)
            return Done.It;
        if (call.Status is not (ServiceCallStatus.Waiting or ServiceCallStatus.Awaiting) || call.ExpiresAt <= clock.GetUtcNow())
            return Refusal.NotFound;
        if (command.Payload.Length > LargestPayload || !OutsideJson.TryRead(command.Payload.Length == 0 ? "null" : command.Payload, out var value))
            return new Refusal("payload-wrong", null, LargestPayload / 1024, OutsideJson.DeepestAnswer);
        return await runtime.OnTicket(
            call.TicketId, Actor.System, step => FinishCall.Completed(step, call.Id, FeelContext.Empty.With("response", value), value), ct);
    }

    private async Task<ServiceCall?> Find(string token, CancellationToken ct)
    {
        var hash = QueueCall.HashOf(token);
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.ServiceCalls.AsNoTracking().SingleOrDefaultAsync(row => row.TokenHash == hash, ct);
    }
}
