using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Presence;

/// <param name="FromId">For whom is acted.</param>
/// <param name="ToId">Who acts.</param>
public sealed record SaveDelegation(Guid FromId, Guid ToId, DateTimeOffset From, DateTimeOffset Until, string? Note = null);

/// <summary>
/// Lets one person act for another for some time: sees the other's tickets as own ones, gets what is written to the other as a leader
/// while that one is absent, and the history tells for whom. It gives no rights that the one who acts does not have.
/// </summary>
public sealed class SaveDelegationHandler(IDbContextFactory<DeskDbContext> databases, WriteGate gate, TimeProvider clock)
{
    public async Task<Outcome<Guid>> Handle(SaveDelegation command, Actor actor, CancellationToken ct)
    {
        if (!PresenceRules.CanRecordFor(actor, command.FromId))
            return Refusal.Forbidden;
        command = command with { Note = PlainText.Line(command.Note ?? "") };
        var now = clock.GetUtcNow();
        if (PresenceRules.Check(command.From, command.Until, command.Note, now) is { } wrong)
            return wrong;
        if (command.FromId == command.ToId)
            return new Refusal("cover-self", "to");
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        var nobody = await PresenceRules.CheckPerson(db, command.FromId, "agent", ct) ?? await PresenceRules.CheckPerson(db, command.ToId, "to", ct);
        if (nobody is not null)
            return nobody;
        if (await db.Delegations.AnyAsync(
            row => row.FromId == command.FromId && row.CancelledAt == null && row.From < command.Until && command.From < row.Until, ct))
        {
            return new Refusal("delegation-overlaps", "from");
        }
        var delegation = new Delegation
        {
            Id = Guid.CreateVersion7(now),
            FromId = command.FromId,
            ToId = command.ToId,
            From = command.From,
            Until = command.Until,
            Note = command.Note is { Length: > 0 } note ? note : null,
            RecordedBy = actor.Name,
            RecordedAt = now,
        };
        db.Delegations.Add(delegation);
        await db.SaveChangesAsync(ct);
        return delegation.Id;
    }
}

/// <param name="Id">Of a delegation that has not ended.</param>
public sealed record EndDelegation(Guid Id);

/// <summary>Takes a delegation back, or ends it now when it has begun.</summary>
public sealed class EndDelegationHandler(IDbContextFactory<DeskDbContext> databases, WriteGate gate, TimeProvider clock)
{
    public async Task<Outcome<Done>> Handle(EndDelegation command, Actor actor, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        var now = clock.GetUtcNow();
        var delegation = await db.Delegations.SingleOrDefaultAsync(row => row.Id == command.Id && row.CancelledAt == null && row.Until > now, ct);
        // Who acts may give it back, too.
        if (delegation is not null && actor.AgentId != delegation.ToId && !PresenceRules.CanRecordFor(actor, delegation.FromId))
            return Refusal.Forbidden;
        if (delegation is null)
            return actor.IsStaff ? Refusal.NotFound : Refusal.Forbidden;
        if (delegation.From < now)
            delegation.Until = now;
        else
            delegation.CancelledAt = now;
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
