using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Monitor;

public sealed record Workload;

/// <param name="At">The beginning of the hour.</param>
/// <param name="Open">Open tickets of the group then; null for what is to come.</param>
/// <param name="Capacity">What those on shift and not absent can hold then.</param>
/// <param name="Opened">Tickets that came in within the hour.</param>
/// <param name="Closed">Tickets that ended within the hour.</param>
public sealed record WorkHour(DateTimeOffset At, int? Open, int Capacity, int Opened, int Closed);

/// <param name="State">here, away, absent or off-shift.</param>
/// <param name="Open">Tickets in hand, of any group; they fill the capacity.</param>
/// <param name="InGroup">Those of this group among them.</param>
/// <param name="Work">Open tickets, each by its weight.</param>
/// <param name="HasShift">False: given tickets at any hour.</param>
public sealed record MemberLoad(Guid AgentId, string Name, string State, int Open, int InGroup, int Capacity, int Work, bool HasShift);

/// <summary>Somebody who holds tickets of a group without being among its members.</summary>
/// <param name="Leads">True for whoever leads the group.</param>
public sealed record OutsideLoad(Guid AgentId, string Name, bool Leads, int InGroup);

/// <param name="Waiting">Tickets that wait for somebody who can take them.</param>
/// <param name="Capacity">What those who are here can hold now.</param>
/// <param name="Others">Whoever else holds tickets of the group: with the members' and those that wait they make up the open ones.</param>
public sealed record GroupLoad(
    Guid Id, string Code, string Name, string? Leader, int Open, int Breached, int Waiting, int Capacity, IReadOnlyList<MemberLoad> Members,
    IReadOnlyList<OutsideLoad> Others, IReadOnlyList<WorkHour> Hours);

/// <param name="AsOf">When this was read.</param>
public sealed record WorkloadView(IReadOnlyList<GroupLoad> Groups, DateTimeOffset AsOf);

/// <summary>The work of each group now and through today, against what its people can hold. A ticket counts for the group that it is in now.</summary>
public sealed class WorkloadHandler(IDbContextFactory<DeskDbContext> databases, CalendarBook calendarBook, DeskSettings settings, TimeProvider clock)
{
    public async Task<Outcome<WorkloadView>> Handle(Workload query, Actor actor, CancellationToken ct)
    {
        if (!actor.IsSystem && !actor.Is(Role.Supervisor, Role.Manager, Role.Administrator, Role.ProcessOwner))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);
        var day = Hours(TimeZoneInfo.ConvertTime(now, zone).Date, zone);
        var data = await WorkloadData.Read(db, day[0], day[^1].AddHours(1), now, await calendarBook.Current(ct), ct);
        var groups = await db.Groups.AsNoTracking().Where(row => row.IsActive).OrderBy(row => row.Name).ToListAsync(ct);
        return new WorkloadView(groups.ConvertAll(group => data.Of(group, day, now)), now);
    }

    // A day has 23 hours in spring and 25 in autumn.
    private static List<DateTimeOffset> Hours(DateTime date, TimeZoneInfo zone)
    {
        var (begins, ends) = (At(date, zone), At(date.AddDays(1), zone));
        var hours = new List<DateTimeOffset>();
        for (var at = begins; at < ends; at = at.AddHours(1))
            hours.Add(at);
        return hours;
    }

    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        // In Santiago midnight itself is the hour that spring leaves out.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(30);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
