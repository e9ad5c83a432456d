using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Presence;

/// <param name="Id">Of an absence that has not ended.</param>
public sealed record EndAbsence(Guid Id);

/// <summary>Takes an absence back, or ends it now when it has begun: the person is there again, and what waits can go to him or her at once.</summary>
public sealed class EndAbsenceHandler(IDbContextFactory<DeskDbContext> databases, WriteGate gate, AssignWaiting waiting, TimeProvider clock)
{
    public async Task<Outcome<Done>> Handle(EndAbsence command, Actor actor, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        using (await gate.Enter(db, ct))
        {
            var absence = await db.Absences.SingleOrDefaultAsync(row => row.Id == command.Id && row.CancelledAt == null && row.Until > now, ct);
            if (absence is not null && !PresenceRules.CanRecordFor(actor, absence.AgentId))
                return Refusal.Forbidden;
            if (absence is null)
                return actor.IsStaff ? Refusal.NotFound : Refusal.Forbidden;
            // What was, was: one that has begun keeps its days so far.
            if (absence.From < now)
                absence.Until = now;
            else
                absence.CancelledAt = now;
            await db.SaveChangesAsync(ct);
        }
        await waiting.Sweep(ct);
        return Done.It;
    }
}
