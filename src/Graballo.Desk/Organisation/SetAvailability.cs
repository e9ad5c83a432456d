using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Organisation;

/// <param name="AgentId">Oneself, or anybody for those who lead.</param>
/// <param name="IsAvailable">False: no new tickets are assigned.</param>
public sealed record SetAvailability(Guid AgentId, bool IsAvailable);

public sealed class SetAvailabilityHandler(IDbContextFactory<DeskDbContext> databases, AssignWaiting waiting)
{
    public async Task<Outcome<Done>> Handle(SetAvailability command, Actor actor, CancellationToken ct)
    {
        if (actor.AgentId != command.AgentId && !actor.Is(Role.Supervisor, Role.Administrator))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var changed = await db.Agents.Where(row => row.Id == command.AgentId)
            .ExecuteUpdateAsync(row => row.SetProperty(agent => agent.IsAvailable, command.IsAvailable), ct);
        if (changed == 1 && command.IsAvailable)
            await waiting.Sweep(ct);
        return changed == 1 ? Done.It : Refusal.NotFound;
    }
}

/// <param name="AgentId">Oneself, or anybody for those who lead.</param>
public sealed record ReadAvailability(Guid AgentId);

/// <summary>Whether a person takes new tickets now.</summary>
public sealed class ReadAvailabilityHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<bool>> Handle(ReadAvailability query, Actor actor, CancellationToken ct)
    {
        if (actor.AgentId != query.AgentId && !actor.Is(Role.Supervisor, Role.Administrator))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await db.Agents.Where(row => row.Id == query.AgentId).Select(row => (bool?)row.IsAvailable).SingleOrDefaultAsync(ct);
        return found is { } available ? available : Refusal.NotFound;
    }
}
