using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Presence;

/// <param name="Id">Null records a new one.</param>
/// <param name="AgentId">Who is away.</param>
/// <param name="From">May lie some time back: somebody fell ill.</param>
/// <param name="Until">The first moment of being back; after now.</param>
/// <param name="CoverId">Who takes the open tickets; null: each goes by the rule of its group.</param>
public sealed record SaveAbsence(Guid? Id, Guid AgentId, DateTimeOffset From, DateTimeOffset Until, AbsenceKind Kind, Guid? CoverId, string? Note = null);

/// <summary>Records or changes an absence. One that has begun by now is acted on at once.</summary>
public sealed class SaveAbsenceHandler(IDbContextFactory<DeskDbContext> databases, WriteGate gate, CoverAbsent cover, AssignWaiting waiting, TimeProvider clock)
{
    public async Task<Outcome<Guid>> Handle(SaveAbsence command, Actor actor, CancellationToken ct)
    {
        if (!PresenceRules.CanRecordFor(actor, command.AgentId))
            return Refusal.Forbidden;
        command = command with { Note = PlainText.Line(command.Note ?? "") };
        var now = clock.GetUtcNow();
        if (PresenceRules.Check(command.From, command.Until, command.Note, now) is { } wrong)
            return wrong;
        if (!Enum.IsDefined(command.Kind))
            return new Refusal("required", "kind", "kind");
        await using var db = await databases.CreateDbContextAsync(ct);
        var saved = await Save(db, command, actor, now, ct);
        if (saved.Ok && command.From <= now)
            await cover.Sweep(ct);
        if (saved.Ok)
            await waiting.Sweep(ct);
        return saved;
    }

    private async Task<Outcome<Guid>> Save(DeskDbContext db, SaveAbsence command, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        using var turn = await gate.Enter(db, ct);
        if (await Refused(db, command, now, ct) is { } refused)
            return refused;
        var absence = command.Id is { } id ? await db.Absences.SingleOrDefaultAsync(row => row.Id == id && row.CancelledAt == null, ct) : null;
        if (command.Id is not null && absence is null)
            return Refusal.NotFound;
        if (absence is not null && !PresenceRules.CanRecordFor(actor, absence.AgentId))
            return Refusal.Forbidden;
        if (absence is null)
            db.Absences.Add(absence = new Absence { Id = Guid.CreateVersion7(now), RecordedBy = actor.Name, RecordedAt = now });
        (absence.AgentId, absence.From, absence.Until) = (command.AgentId, command.From, command.Until);
        (absence.Kind, absence.CoverId, absence.Note) = (command.Kind, command.CoverId, command.Note is { Length: > 0 } note ? note : null);
        absence.BegunAt = null;
        await db.SaveChangesAsync(ct);
        return absence.Id;
    }

    private static async Task<Refusal?> Refused(DeskDbContext db, SaveAbsence command, DateTimeOffset now, CancellationToken ct)
    {
        if (await PresenceRules.CheckPerson(db, command.AgentId, "agent", ct) is { } nobody)
            return nobody;
        if (command.CoverId == command.AgentId)
            return new Refusal("cover-self", "cover");
        if (await PresenceRules.CheckPerson(db, command.CoverId, "cover", ct) is { } noCover)
            return noCover;
        if (command.CoverId is { } cover && await IsAwayThroughout(db, cover, command.From > now ? command.From : now, command.Until, ct))
            return new Refusal("cover-away", "cover");
        return await db.Absences.AnyAsync(
            row => row.AgentId == command.AgentId && row.Id != command.Id && row.CancelledAt == null && row.From < command.Until && command.From < row.Until, ct)
            ? new Refusal("absence-overlaps", "from")
            : null;
    }

    // Away for a part, somebody covers the rest; the list says so.
    private static async Task<bool> IsAwayThroughout(DeskDbContext db, Guid cover, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        foreach (var absence in await db.Absences.AsNoTracking()
            .Where(row => row.AgentId == cover && row.CancelledAt == null && row.From < until && from < row.Until).OrderBy(row => row.From).ToListAsync(ct))
        {
            if (absence.From > from)
                return false;
            from = absence.Until;
        }
        return from >= until;
    }
}
