using System.Text.RegularExpressions;
using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Organisation;

/// <param name="Id">Null makes a new one.</param>
/// <param name="ParentId">Null only for the one unit at level 1.</param>
/// <param name="DeputyId">Who answers while the head is absent; null: the head's own cover, or the unit above.</param>
public sealed record SaveUnit(
    Guid? Id, Guid? ParentId, string Code, string Name, bool IsBackOffice, Guid? HeadId, bool IsActive = true, Guid? CalendarId = null, Guid? DeputyId = null);

public sealed class SaveUnitHandler(IDbContextFactory<DeskDbContext> databases, WriteGate gate, TimeProvider clock)
{
    public async Task<Outcome<Guid>> Handle(SaveUnit command, Actor actor, CancellationToken ct)
    {
        if (!OrganisationAccess.CanEdit(actor))
            return Refusal.Forbidden;
        command = command with { Name = PlainText.Line(command.Name) };
        if (Refusal.All(Check.Text(command.Name, "name", 120), CodeRule.Check(command.Code)) is { } refused)
            return refused;
        await using var db = await databases.CreateDbContextAsync(ct);
        using var turn = await gate.Enter(db, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, ct);
        try
        {
            var saved = await Act(db, command, actor, ct);
            if (!saved.Ok)
                return saved;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return saved;
        }
        catch (Exception error) when (Conflicts.IsConflict(error))
        {
            // Two at once could make a circle together, or take one code: the second is asked to look again.
            return Refusal.Busy;
        }
    }

    private async Task<Outcome<Guid>> Act(DeskDbContext db, SaveUnit command, Actor actor, CancellationToken ct)
    {
        var unit = command.Id is { } id ? await db.Units.SingleOrDefaultAsync(row => row.Id == id, ct) : null;
        if (command.Id is not null && unit is null)
            return Refusal.NotFound;
        if (await Wrong(db, command, unit, ct) is { } wrong)
            return wrong;
        if (await LevelUnder(db, command, unit, ct) is not { } level)
            return new Refusal("unit-level", "parent");
        if (unit is not null && await CalendarReference.Nearest(db, unit.CalendarId, unit.ParentId, ct) != await CalendarReference.Nearest(db, command.CalendarId, command.ParentId, ct))
            await Recounts.Begin(db, RecountCause.Unit, command.Name, unit.Id, actor, clock.GetUtcNow(), ct);
        if (unit is null)
            db.Units.Add(unit = new Unit { Id = Guid.CreateVersion7(clock.GetUtcNow()), Code = command.Code, Name = command.Name });
        (unit.ParentId, unit.Level, unit.Code, unit.Name) = (command.ParentId, level, command.Code, command.Name);
        (unit.IsBackOffice, unit.IsActive, unit.CalendarId) = (command.IsBackOffice, command.IsActive, command.CalendarId);
        (unit.HeadId, unit.DeputyId) = (command.HeadId, command.DeputyId);
        return unit.Id;
    }

    private static async Task<Refusal?> Wrong(DeskDbContext db, SaveUnit command, Unit? known, CancellationToken ct)
    {
        if (await CalendarReference.Unknown(db, command.CalendarId, ct) is { } calendar)
            return calendar;
        // Somebody who is gone may stay named: who stands in answers meanwhile.
        foreach (var (person, field) in new[] { (command.HeadId, "head"), (command.DeputyId, "deputy") })
        {
            if (person is { } id && !await db.Agents.AnyAsync(row => row.Id == id, ct))
                return new Refusal("agent-unknown", field);
        }
        if (await db.Units.AnyAsync(row => row.Code == command.Code && row.Id != command.Id, ct))
            return new Refusal("code-taken", "code", command.Code);
        if (known is { ParentId: null } && !command.IsActive)
            return new Refusal("unit-top", "active");
        var open = known is { IsBackOffice: true } && !command.IsBackOffice
            ? await db.Handoffs.CountAsync(row => row.UnitId == known.Id && row.Status == HandoffStatus.Open, ct)
            : 0;
        return open > 0 ? new Refusal("unit-answers", "backOffice", open) : null;
    }

    // A unit with units below it stays at its level; so no move can make a circle or a fifth level.
    private static async Task<int?> LevelUnder(DeskDbContext db, SaveUnit command, Unit? known, CancellationToken ct)
    {
        if (command.ParentId is null)
            return await db.Units.AnyAsync(row => row.ParentId == null && row.Id != command.Id, ct) ? null : 1;
        var parent = await db.Units.AsNoTracking().SingleOrDefaultAsync(row => row.Id == command.ParentId, ct);
        if (parent is null || parent.Id == command.Id || parent.Level >= Unit.DeepestLevel)
            return null;
        var level = parent.Level + 1;
        return known is not null && known.Level != level && await db.Units.AnyAsync(row => row.ParentId == known.Id, ct) ? null : level;
    }
}

internal static partial class CodeRule
{
    public static Refusal? Check(string? code, string field = "code") =>
        code is not null && Form().IsMatch(code) ? null : new Refusal("code-wrong", field);

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
