using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Desk.Presence;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Monitor;

/// <summary>What the workload of all groups is made of, read once.</summary>
internal sealed record WorkloadData(
    CalendarSet Calendars, Standing Standing, ILookup<Guid, Agent> Members, ILookup<Guid, Absence> Absences, IReadOnlyList<WorkloadData.Pile> Open,
    ILookup<Guid, DateTimeOffset> Opened, ILookup<Guid, DateTimeOffset> Closed)
{
    public static async Task<WorkloadData> Read(DeskDbContext db, DateTimeOffset begins, DateTimeOffset ends, DateTimeOffset now, CalendarSet calendars, CancellationToken ct)
    {
        var members = await (
            from member in db.GroupMembers.AsNoTracking()
            join agent in db.Agents on member.AgentId equals agent.Id
            where agent.IsActive
            orderby member.Rank
            select new { member.GroupId, Agent = agent }).ToListAsync(ct);
        var absences = await db.Absences.AsNoTracking().Where(row => row.CancelledAt == null && row.From < ends && begins < row.Until).ToListAsync(ct);
        var open = await db.Tickets.Where(row => row.Status != TicketStatus.Closed)
            .GroupBy(row => new { row.GroupId, row.AssigneeId, row.Priority, row.Status, row.IsBreached, Waits = row.WaitsSince != null && row.Status != TicketStatus.Resolved })
            .Select(rows => new Pile(rows.Key.GroupId, rows.Key.AssigneeId, rows.Key.Priority, rows.Key.Status, rows.Key.IsBreached, rows.Key.Waits, rows.Count())).ToListAsync(ct);
        var opened = await db.Tickets.Where(row => row.OpenedAt >= begins && row.OpenedAt < ends).Select(row => new { row.GroupId, row.OpenedAt }).ToListAsync(ct);
        var closed = await (
            from happened in db.TicketEvents
            join ticket in db.Tickets on happened.TicketId equals ticket.Id
            where happened.Type == EventType.Closed && happened.At >= begins && happened.At < ends
            select new { ticket.GroupId, happened.At }).ToListAsync(ct);
        return new WorkloadData(
            calendars, await Standings.Read(db, now, ct), members.ToLookup(row => row.GroupId, row => row.Agent), absences.ToLookup(row => row.AgentId), open,
            opened.ToLookup(row => row.GroupId, row => row.OpenedAt), closed.ToLookup(row => row.GroupId, row => row.At));
    }

    public GroupLoad Of(Group group, IReadOnlyList<DateTimeOffset> day, DateTimeOffset now)
    {
        var piles = Open.Where(pile => pile.GroupId == group.Id).ToList();
        var open = piles.Sum(pile => pile.Count);
        var members = Members[group.Id].Select(agent => Load(group, agent, now)).ToList();
        return new GroupLoad(
            group.Id, group.Code, group.Name, Standing.LeaderOf(group)?.Name, open, piles.Where(pile => pile.IsBreached).Sum(pile => pile.Count),
            piles.Where(pile => pile.Waits).Sum(pile => pile.Count), members.Where(member => member.State == "here").Sum(member => member.Capacity), members,
            Others(group, piles), [.. day.Select(at => Hour(group, at, open, now))]);
    }

    private List<OutsideLoad> Others(Group group, List<Pile> piles) =>
        [.. piles.Where(pile => !pile.Waits && !Members[group.Id].Any(agent => agent.Id == pile.AgentId)).GroupBy(pile => pile.AgentId)
            .Select(held => new OutsideLoad(held.Key, Standing.Agents[held.Key].Name, held.Key == group.SupervisorId, held.Sum(pile => pile.Count)))
            .OrderByDescending(other => other.Leads).ThenBy(other => other.Name)];

    private MemberLoad Load(Group group, Agent agent, DateTimeOffset now)
    {
        var held = Open.Where(pile => pile.AgentId == agent.Id && !pile.Waits).ToList();
        return new MemberLoad(
            agent.Id, agent.Name, IsAbsent(agent, now) ? "absent" : !agent.IsAvailable ? "away" : IsOffShift(agent, now) ? "off-shift" : "here",
            held.Sum(pile => pile.Count), held.Where(pile => pile.GroupId == group.Id).Sum(pile => pile.Count), agent.Capacity,
            held.Sum(pile => pile.Count * Assignment.Weight(pile.Priority, pile.Status)), agent.Shift is not null);
    }

    // Backwards from what is open now: what came in since was not there yet, what ended since still was.
    private WorkHour Hour(Group group, DateTimeOffset at, int open, DateTimeOffset now)
    {
        var ends = at.AddHours(1);
        var middle = at.AddMinutes(30);
        return new WorkHour(
            at, at > now ? null : open - Opened[group.Id].Count(time => time >= at) + Closed[group.Id].Count(time => time >= at),
            Members[group.Id].Where(agent => !IsAbsent(agent, middle) && !IsOffShift(agent, middle)).Sum(agent => agent.Capacity),
            Opened[group.Id].Count(time => time >= at && time < ends), Closed[group.Id].Count(time => time >= at && time < ends));
    }

    private bool IsAbsent(Agent agent, DateTimeOffset at) => Absences[agent.Id].Any(absence => absence.Holds(at));

    private bool IsOffShift(Agent agent, DateTimeOffset at) => agent.Shift is { } shift && !Calendars[shift].IsOpen(at);

    internal sealed record Pile(Guid GroupId, Guid AgentId, Priority Priority, TicketStatus Status, bool IsBreached, bool Waits, int Count);
}
