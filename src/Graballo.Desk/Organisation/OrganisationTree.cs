using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Organisation;

public sealed record OrganisationTree;

public sealed record UnitView(
    Guid Id, Guid? ParentId, int Level, string Code, string Name, bool IsBackOffice, Guid? HeadId, string? Head, bool IsActive, int People, Guid? CalendarId, Guid? DeputyId,
    string? Deputy);

public sealed record MemberView(Guid AgentId, string Name, int Rank);

public sealed record GroupView(
    Guid Id, Guid UnitId, string Code, string Name, AssignmentStrategy Strategy, Guid? SupervisorId, string? Supervisor, bool IsActive, int OpenTickets,
    IReadOnlyList<MemberView> Members, Guid? CalendarId);

/// <param name="Roles">Of <see cref="Role"/>; empty without a sign-in.</param>
public sealed record AgentView(
    Guid Id, Guid UnitId, string Code, string Name, string Email, int Capacity, string Skills, bool IsAvailable, string Locale, bool IsActive, int OpenTickets,
    IReadOnlyList<string> Roles, bool HasSignIn, string? Shift, bool IsAbsent, IReadOnlyList<ChannelLimit> Channels);

/// <param name="Most">Open tickets of the channel that can be held at once.</param>
public sealed record ChannelLimit(Channel Channel, int Most);

public sealed record TopicView(Guid Id, string Code, string Name, string NameEn, string Area, bool IsActive);

/// <summary>A calendar to choose.</summary>
public sealed record CalendarName(Guid Id, string Code, string Name);

public sealed record OrganisationView(
    IReadOnlyList<UnitView> Units, IReadOnlyList<GroupView> Groups, IReadOnlyList<AgentView> Agents, IReadOnlyList<TopicView> Topics,
    IReadOnlyList<CalendarName> Calendars, bool CanEdit);

internal static class OrganisationAccess
{
    public static bool CanEdit(Actor actor) => actor.IsSystem || actor.Is(Role.Administrator);
}

/// <summary>Units, groups, people and topics, for administration and for every list to choose from.</summary>
public sealed class OrganisationTreeHandler(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    public async Task<Outcome<OrganisationView>> Handle(OrganisationTree query, Actor actor, CancellationToken ct)
    {
        if (!actor.IsStaff && !actor.Is(Role.BackOffice, Role.ProcessOwner))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var agents = await db.Agents.AsNoTracking().OrderBy(row => row.Name).ToListAsync(ct);
        var names = agents.ToDictionary(row => row.Id, row => row.Name);
        var units = await db.Units.AsNoTracking().OrderBy(row => row.Level).ThenBy(row => row.Name).ToListAsync(ct);
        var groups = await db.Groups.AsNoTracking().OrderBy(row => row.Name).ToListAsync(ct);
        var members = (await db.GroupMembers.AsNoTracking().OrderBy(row => row.Rank).ToListAsync(ct)).ToLookup(row => row.GroupId);
        var roles = (await (from user in db.Users
                            join given in db.UserRoles on user.Id equals given.UserId
                            join role in db.Roles on given.RoleId equals role.Id
                            where user.AgentId != null
                            select new { AgentId = user.AgentId!.Value, role.Name }).ToListAsync(ct)).ToLookup(row => row.AgentId, row => row.Name!);
        var signIns = (await db.Users.Where(row => row.AgentId != null).Select(row => row.AgentId!.Value).ToListAsync(ct)).ToHashSet();
        var open = db.Tickets.Where(row => row.Status != TicketStatus.Closed);
        var byAgent = await open.GroupBy(row => row.AssigneeId).Select(rows => new { rows.Key, Count = rows.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        var byGroup = await open.GroupBy(row => row.GroupId).Select(rows => new { rows.Key, Count = rows.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        var now = clock.GetUtcNow();
        var absent = (await db.Absences.Where(row => row.CancelledAt == null && row.From <= now && now < row.Until).Select(row => row.AgentId).ToListAsync(ct)).ToHashSet();
        var limits = (await db.ChannelCapacities.AsNoTracking().ToListAsync(ct)).ToLookup(row => row.AgentId, row => new ChannelLimit(row.Channel, row.Most));
        string? NameOf(Guid? id) => id is { } key ? names.GetValueOrDefault(key) : null;
        return new OrganisationView(
            units.ConvertAll(row => new UnitView(
                row.Id, row.ParentId, row.Level, row.Code, row.Name, row.IsBackOffice, row.HeadId, NameOf(row.HeadId), row.IsActive, agents.Count(agent => agent.UnitId == row.Id),
                row.CalendarId, row.DeputyId, NameOf(row.DeputyId))),
            groups.ConvertAll(row => new GroupView(
                row.Id, row.UnitId, row.Code, row.Name, row.Strategy, row.SupervisorId, NameOf(row.SupervisorId), row.IsActive, byGroup.GetValueOrDefault(row.Id),
                [.. members[row.Id].Select(member => new MemberView(member.AgentId, names[member.AgentId], member.Rank))], row.CalendarId)),
            agents.ConvertAll(row => new AgentView(
                row.Id, row.UnitId, row.Code, row.Name, row.Email, row.Capacity, row.Skills, row.IsAvailable, row.Locale, row.IsActive, byAgent.GetValueOrDefault(row.Id),
                [.. roles[row.Id]], signIns.Contains(row.Id), row.Shift, absent.Contains(row.Id), [.. limits[row.Id]])),
            await db.Topics.AsNoTracking().OrderBy(row => row.Area).ThenBy(row => row.Name)
                .Select(row => new TopicView(row.Id, row.Code, row.Name, row.NameEn, row.Area, row.IsActive)).ToListAsync(ct),
            await db.Calendars.AsNoTracking().OrderBy(row => row.Name).Select(row => new CalendarName(row.Id, row.Code, row.Name)).ToListAsync(ct),
            OrganisationAccess.CanEdit(actor));
    }
}

public sealed record ListTopics;

/// <summary>The topics that a request can have; anybody who signs in may know them.</summary>
public sealed class ListTopicsHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<IReadOnlyList<TopicView>>> Handle(ListTopics query, Actor actor, CancellationToken ct)
    {
        if (actor.UserId == Guid.Empty && !actor.IsSystem)
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Topics.AsNoTracking().Where(row => row.IsActive).OrderBy(row => row.Area).ThenBy(row => row.Name)
            .Select(row => new TopicView(row.Id, row.Code, row.Name, row.NameEn, row.Area, row.IsActive)).ToListAsync(ct);
    }
}
