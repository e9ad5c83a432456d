using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Presence;

/// <summary>What absences and delegations have in common: who may record them, and which spans of time make sense.</summary>
internal static class PresenceRules
{
    public const int LongestNote = 400;

    /// <summary>Oneself, or anybody for those who lead.</summary>
    public static bool CanRecordFor(Actor actor, Guid agentId) =>
        actor.IsSystem || (actor.AgentId == agentId && agentId != Guid.Empty) || actor.Is(Role.Supervisor, Role.Administrator);

    public static Refusal? Check(DateTimeOffset from, DateTimeOffset until, string? note, DateTimeOffset now) => Refusal.All(
        until <= from ? new Refusal("span-backwards", "until") : null,
        until <= now || from < now - Absence.Longest ? new Refusal("span-past", "until") : null,
        until - from > Absence.Longest || from > now + Absence.Longest ? new Refusal("span-long", "until", (int)Absence.Longest.TotalDays) : null,
        Tickets.Check.Length(note, "note", LongestNote));

    /// <summary>Null when the person works here.</summary>
    public static async Task<Refusal?> CheckPerson(DeskDbContext db, Guid? id, string field, CancellationToken ct) =>
        id is null || await db.Agents.AnyAsync(row => row.Id == id && row.IsActive, ct) ? null : new Refusal("agent-unknown", field);
}
