using System.Globalization;
using Graballo.Desk.Runtime;
using Graballo.Domain.Organisation;
using Graballo.Domain.ServiceLevels;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.ServiceLevels;

/// <summary>Whom a rung means by a role.</summary>
internal static class RungPeople
{
    private const string BackOffice = "backOffice";
    private const string Level = "level";

    /// <summary>Every role that a ladder may name.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["assignee", "supervisor", "unitHead", BackOffice, "manager", "level1", "level2", "level3", "level4"];

    /// <summary>Null when nobody holds it.</summary>
    public static async Task<Agent?> Find(TicketStep step, SlaClock clock, string role)
    {
        if (role == BackOffice)
            return await Head(step, await UnitOf(step, clock));
        if (!role.StartsWith(Level, StringComparison.Ordinal) || !int.TryParse(role[Level.Length..], CultureInfo.InvariantCulture, out var level))
            return Roles.Contains(role) ? await Notices.AgentFor(step, role) : null;
        var units = await Above(step, clock);
        return await Head(step, units.Find(unit => unit.Level == level));
    }

    /// <summary>So many heads up the organisation, the nearest first; the same person is not counted twice.</summary>
    public static async Task<IReadOnlyList<Agent>> Heads(TicketStep step, SlaClock clock, int levels)
    {
        var heads = new List<Agent>();
        if (levels == 0)
            return heads;
        foreach (var unit in await Above(step, clock))
        {
            if (heads.Count < levels && await Head(step, unit) is { } head && !heads.Exists(known => known.Id == head.Id))
                heads.Add(head);
        }
        return heads;
    }

    // From the unit that the clock is about to the whole organisation.
    private static async Task<List<Unit>> Above(TicketStep step, SlaClock clock)
    {
        var units = new List<Unit>();
        for (var unit = await UnitOf(step, clock); unit is not null && units.Count < Unit.DeepestLevel;)
        {
            units.Add(unit);
            var parent = unit.ParentId;
            unit = parent is null ? null : await step.Db.Units.AsNoTracking().SingleOrDefaultAsync(row => row.Id == parent, step.Ct);
        }
        return units;
    }

    private static async Task<Unit?> UnitOf(TicketStep step, SlaClock clock)
    {
        var id = clock.Target == SlaTarget.Ola && Guid.TryParseExact(clock.Ref, "N", out var handoff)
            ? await step.Db.Handoffs.Where(row => row.Id == handoff).Select(row => (Guid?)row.UnitId).SingleOrDefaultAsync(step.Ct)
            : await step.Db.Groups.Where(row => row.Id == step.Ticket.GroupId).Select(row => (Guid?)row.UnitId).SingleOrDefaultAsync(step.Ct);
        return id is null ? null : await step.Db.Units.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, step.Ct);
    }

    private static async Task<Agent?> Head(TicketStep step, Unit? unit) =>
        unit?.HeadId is { } head ? await step.Db.Agents.AsNoTracking().SingleOrDefaultAsync(row => row.Id == head && row.IsActive, step.Ct) : null;
}
