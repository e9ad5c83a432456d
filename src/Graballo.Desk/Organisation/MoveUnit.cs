using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Organisation;

/// <param name="Id">The unit to move, with everything under it.</param>
/// <param name="Under">Its new parent.</param>
public sealed record MoveUnit(Guid Id, Guid Under);

/// <summary>Hangs a unit elsewhere in the organisation; levels follow, and four stay the most.</summary>
public sealed class MoveUnitHandler(IDbContextFactory<DeskDbContext> databases, WriteGate gate, TimeProvider clock)
{
    public async Task<Outcome<Done>> Handle(MoveUnit command, Actor actor, CancellationToken ct)
    {
        if (!OrganisationAccess.CanEdit(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, ct);
        try
        {
            var units = await db.Units.ToListAsync(ct);
            if (UnitTree.Move(units, command.Id, command.Under) is not { } levels)
                return WhyNot(units, command);
            var moved = units.Single(unit => unit.Id == command.Id);
            if (await CalendarReference.Nearest(db, moved.CalendarId, moved.ParentId, ct) != await CalendarReference.Nearest(db, moved.CalendarId, command.Under, ct))
                await Recounts.Begin(db, RecountCause.Unit, moved.Name, moved.Id, actor, clock.GetUtcNow(), ct);
            moved.ParentId = command.Under;
            foreach (var unit in units.Where(unit => levels.ContainsKey(unit.Id)))
                unit.Level = levels[unit.Id];
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return Done.It;
        }
        catch (Exception error) when (Conflicts.IsConflict(error))
        {
            // Two moves at once could make a circle together: the second is asked to look again.
            return Refusal.Busy;
        }
    }

    private static Refusal WhyNot(List<Unit> units, MoveUnit command)
    {
        var branch = new HashSet<Guid> { command.Id };
        for (var grown = true; grown;)
            grown = units.Exists(unit => unit.ParentId is { } above && branch.Contains(above) && branch.Add(unit.Id));
        if (units.Find(unit => unit.Id == command.Under) is not { } under || units.Find(unit => unit.Id == command.Id) is not { ParentId: not null } moved || branch.Contains(under.Id))
            return new Refusal("unit-level", "parent");
        var deepest = units.Where(unit => branch.Contains(unit.Id)).Max(unit => unit.Level) - moved.Level + under.Level + 1;
        return new Refusal("unit-deep", "parent", moved.Name, under.Name, deepest, Unit.DeepestLevel);
    }
}

/// <param name="AgentId">The person.</param>
/// <param name="UnitId">The new unit.</param>
public sealed record MoveAgent(Guid AgentId, Guid UnitId);

/// <summary>Puts a person into another unit; groups and tickets stay as they are.</summary>
public sealed class MoveAgentHandler(IDbContextFactory<DeskDbContext> databases, WriteGate gate)
{
    public async Task<Outcome<Done>> Handle(MoveAgent command, Actor actor, CancellationToken ct)
    {
        if (!OrganisationAccess.CanEdit(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        if (!await db.Units.AnyAsync(row => row.Id == command.UnitId, ct))
            return new Refusal("unit-unknown", "unit");
        var moved = await db.Agents.Where(row => row.Id == command.AgentId).ExecuteUpdateAsync(row => row.SetProperty(agent => agent.UnitId, command.UnitId), ct);
        return moved == 1 ? Done.It : Refusal.NotFound;
    }
}
