using System.Globalization;
using Graballo.Desk.Presence;
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

    /// <summary>Whoever is there for it now: the holder or who stands in, else the next one up. Null when nobody is.</summary>
    public static async Task<Agent?> Find(TicketStep step, SlaClock clock, string role)
    {
        var isLevel = role.StartsWith(Level, StringComparison.Ordinal);
        if (!Roles.Contains(role) || (role != BackOffice && !isLevel))
            return Roles.Contains(role) ? await Notices.AgentFor(step, role) : null;
        var standing = await Standings.Read(step.Db, step.Now, step.Ct);
        var units = standing.From(await UnitOf(step, clock));
        if (isLevel)
            units = units.Where(unit => unit.Level == int.Parse(role[Level.Length..], CultureInfo.InvariantCulture));
        return standing.HeadOf(units.FirstOrDefault()?.Id);
    }

    /// <summary>So many heads up the organisation, the nearest first; the same person is not counted twice.</summary>
    public static async Task<IReadOnlyList<Agent>> Heads(TicketStep step, SlaClock clock, int levels)
    {
        if (levels == 0)
            return [];
        var standing = await Standings.Read(step.Db, step.Now, step.Ct);
        return [.. standing.From(await UnitOf(step, clock)).Select(unit => standing.HeadOf(unit.Id)).OfType<Agent>().DistinctBy(head => head.Id).Take(levels)];
    }

    // What the clock is about: the unit asked in a hand-off, else the group's.
    private static async Task<Guid?> UnitOf(TicketStep step, SlaClock clock) => clock.Target == SlaTarget.Ola && Guid.TryParseExact(clock.Ref, "N", out var handoff)
        ? await step.Db.Handoffs.Where(row => row.Id == handoff).Select(row => (Guid?)row.UnitId).SingleOrDefaultAsync(step.Ct)
        : await step.Db.Groups.Where(row => row.Id == step.Ticket.GroupId).Select(row => (Guid?)row.UnitId).SingleOrDefaultAsync(step.Ct);
}
