using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Presence;

/// <summary>Reads who is there and who stands for whom.</summary>
internal static class Standings
{
    public static async Task<Standing> Read(DeskDbContext db, DateTimeOffset at, CancellationToken ct)
    {
        var absences = await db.Absences.AsNoTracking().Where(row => row.CancelledAt == null && row.From <= at && at < row.Until).OrderBy(row => row.From).ToListAsync(ct);
        var delegations = await db.Delegations.AsNoTracking().Where(row => row.CancelledAt == null && row.From <= at && at < row.Until).OrderBy(row => row.From).ToListAsync(ct);
        // Of two at once the later one says who covers.
        return new Standing(
            await db.Agents.AsNoTracking().ToDictionaryAsync(row => row.Id, ct), await db.Units.AsNoTracking().ToDictionaryAsync(row => row.Id, ct),
            absences.GroupBy(row => row.AgentId).ToDictionary(rows => rows.Key, rows => rows.Last()),
            delegations.GroupBy(row => row.FromId).ToDictionary(rows => rows.Key, rows => rows.Last()));
    }

    /// <summary>For whom this person acts now.</summary>
    public static Task<List<Guid>> ActsFor(DeskDbContext db, Guid agentId, DateTimeOffset at, CancellationToken ct) =>
        db.Delegations.Where(row => row.ToId == agentId && row.CancelledAt == null && row.From <= at && at < row.Until).Select(row => row.FromId).ToListAsync(ct);
}
