using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Accounts;

/// <summary>There is always somebody who can mend the organisation.</summary>
internal static class Administrators
{
    /// <summary>A refusal when this person is the only one left who administers the desk.</summary>
    public static async Task<Refusal?> CheckNotLast(DeskDbContext db, Guid agentId, string field, CancellationToken ct)
    {
        var active = await (
            from given in db.UserRoles
            join role in db.Roles on given.RoleId equals role.Id
            join user in db.Users on given.UserId equals user.Id
            join agent in db.Agents on user.AgentId equals agent.Id
            where role.Name == Role.Administrator && agent.IsActive
            select agent.Id).Distinct().ToListAsync(ct);
        return active is [var only] && only == agentId ? new Refusal("administrator-last", field) : null;
    }
}
