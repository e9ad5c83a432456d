using Graballo.Desk.Calendars;
using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Organisation;

/// <param name="Id">Null makes a new one.</param>
/// <param name="Members">Agents in order of rank.</param>
public sealed record SaveGroup(
    Guid? Id, Guid UnitId, string Code, string Name, AssignmentStrategy Strategy, Guid? SupervisorId, IReadOnlyList<Guid> Members, bool IsActive = true, Guid? CalendarId = null);

public sealed class SaveGroupHandler(IDbContextFactory<DeskDbContext> databases, AssignWaiting waiting, TimeProvider clock)
{
    public async Task<Outcome<Guid>> Handle(SaveGroup command, Actor actor, CancellationToken ct)
    {
        if (!OrganisationAccess.CanEdit(actor))
            return Refusal.Forbidden;
        command = command with { Name = PlainText.Line(command.Name) };
        if (Refusal.All(Check.Text(command.Name, "name", 120), CodeRule.Check(command.Code)) is { } refused)
            return refused;
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await CalendarReference.Unknown(db, command.CalendarId, ct) is { } unknown)
            return unknown;
        if (!await db.Units.AnyAsync(row => row.Id == command.UnitId, ct))
            return new Refusal("unit-unknown", "unit");
        if (await db.Groups.AnyAsync(row => row.Code == command.Code && row.Id != command.Id, ct))
            return new Refusal("code-taken", "code", command.Code);
        if (!Enum.IsDefined(command.Strategy))
            return new Refusal("strategy-unknown", "strategy");
        if (command.SupervisorId is { } supervisor && !await db.Agents.AnyAsync(row => row.Id == supervisor, ct))
            return new Refusal("agent-unknown", "supervisor");
        var wanted = command.Members.Distinct().ToList();
        if (await db.Agents.CountAsync(row => wanted.Contains(row.Id), ct) != wanted.Count)
            return new Refusal("agent-unknown", "members");
        var group = command.Id is { } id ? await db.Groups.SingleOrDefaultAsync(row => row.Id == id, ct) : null;
        if (command.Id is not null && group is null)
            return Refusal.NotFound;
        if (group is not null && await CalendarReference.Nearest(db, group.CalendarId, group.UnitId, ct) != await CalendarReference.Nearest(db, command.CalendarId, command.UnitId, ct))
            await Recounts.Begin(db, RecountCause.Group, command.Name, group.Id, actor, clock.GetUtcNow(), ct);
        if (group is null)
            db.Groups.Add(group = new Group { Id = Guid.CreateVersion7(clock.GetUtcNow()), Code = command.Code, Name = command.Name });
        (group.UnitId, group.Code, group.Name, group.Strategy) = (command.UnitId, command.Code, command.Name, command.Strategy);
        (group.SupervisorId, group.IsActive, group.CalendarId) = (command.SupervisorId, command.IsActive, command.CalendarId);
        await Seat(db, group, wanted, ct);
        await db.SaveChangesAsync(ct);
        // Somebody may have joined.
        await waiting.Sweep(ct);
        return group.Id;
    }

    // A newcomer's turn begins now: not ahead of everybody for the turns missed before.
    private static async Task Seat(DeskDbContext db, Group group, List<Guid> wanted, CancellationToken ct)
    {
        var members = await db.GroupMembers.Where(row => row.GroupId == group.Id).ToListAsync(ct);
        db.GroupMembers.RemoveRange(members.Where(row => !wanted.Contains(row.AgentId)));
        for (var rank = 1; rank <= wanted.Count; rank++)
        {
            var agentId = wanted[rank - 1];
            if (members.Find(row => row.AgentId == agentId) is { } member)
                member.Rank = rank;
            else
                db.GroupMembers.Add(new GroupMember { GroupId = group.Id, AgentId = agentId, Rank = rank, LastTurn = members.Count == 0 ? 0 : members.Min(row => row.LastTurn) });
        }
    }
}
