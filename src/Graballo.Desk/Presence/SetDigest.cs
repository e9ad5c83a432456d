using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Presence;

/// <param name="Wants">False: no mail in the morning.</param>
public sealed record SetDigest(bool Wants);

/// <summary>Everybody chooses for himself or herself whether the morning's mail comes.</summary>
public sealed class SetDigestHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<Done>> Handle(SetDigest command, Actor actor, CancellationToken ct)
    {
        if (actor.AgentId is not { } me)
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.Agents.Where(row => row.Id == me).ExecuteUpdateAsync(row => row.SetProperty(agent => agent.WantsDigest, command.Wants), ct);
        return Done.It;
    }
}

public sealed record ReadDigest;

/// <summary>Whether the morning's mail comes to whoever asks.</summary>
public sealed class ReadDigestHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<bool>> Handle(ReadDigest query, Actor actor, CancellationToken ct)
    {
        if (actor.AgentId is not { } me)
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Agents.Where(row => row.Id == me).Select(row => row.WantsDigest).SingleAsync(ct);
    }
}
