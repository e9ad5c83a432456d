using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Monitor;

/// <summary>People and their load, for the board.</summary>
internal static class BoardPeople
{
    public static async Task<List<BoardPerson>> Read(DeskDbContext db, string? code, DateTimeOffset now, CancellationToken ct)
    {
        var load = await db.Tickets.Where(row => row.Status != TicketStatus.Closed).GroupBy(row => row.AssigneeId)
            .Select(rows => new { rows.Key, Open = rows.Count(), Breached = rows.Count(row => row.IsBreached) }).ToDictionaryAsync(row => row.Key, ct);
        var members = await (
            from member in db.GroupMembers.AsNoTracking()
            join agent in db.Agents on member.AgentId equals agent.Id
            join grp in db.Groups on member.GroupId equals grp.Id
            where agent.IsActive && (code == null || grp.Code == code)
            orderby grp.Name, agent.Name
            select new
            {
                agent.Id,
                agent.Name,
                Group = grp.Name,
                IsAvailable = agent.IsAvailable && !db.Absences.Any(row => row.AgentId == agent.Id && row.CancelledAt == null && row.From <= now && now < row.Until),
                agent.Capacity,
            }).ToListAsync(ct);
        return members.ConvertAll(row => new BoardPerson(
            row.Id, row.Name, row.Group, row.IsAvailable, load.GetValueOrDefault(row.Id)?.Open ?? 0, row.Capacity, load.GetValueOrDefault(row.Id)?.Breached ?? 0));
    }

    public static async Task<List<BoardGroup>> Groups(DeskDbContext db, DateTimeOffset now, CancellationToken ct) => await (
        from grp in db.Groups.AsNoTracking()
        where grp.IsActive
        orderby grp.Name
        select new BoardGroup(
            grp.Code, grp.Name,
            db.Tickets.Count(row => row.GroupId == grp.Id && row.Status != TicketStatus.Closed),
            db.Tickets.Count(row => row.GroupId == grp.Id && row.Status != TicketStatus.Closed && row.IsBreached),
            db.GroupMembers.Count(row => row.GroupId == grp.Id && db.Agents.Any(agent => agent.Id == row.AgentId && (!agent.IsAvailable
                || db.Absences.Any(absence => absence.AgentId == agent.Id && absence.CancelledAt == null && absence.From <= now && now < absence.Until)))),
            db.GroupMembers.Count(row => row.GroupId == grp.Id))).ToListAsync(ct);
}
