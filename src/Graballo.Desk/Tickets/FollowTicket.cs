using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

public sealed record FollowTicket(string Number, bool Follow);

/// <summary>Puts a ticket on one's list of followed ones, or takes it off. It changes nothing for anybody else.</summary>
public sealed class FollowTicketHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<Done>> Handle(FollowTicket command, Actor actor, CancellationToken ct)
    {
        if (!actor.IsStaff || actor.AgentId is not { } me)
            return Refusal.Forbidden;
        if (TicketNumber.Normalise(command.Number) is not { } number)
            return new Refusal("number-wrong", "number");
        await using var db = await databases.CreateDbContextAsync(ct);
        var id = await db.Tickets.Where(row => row.Number == number).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(ct);
        if (id is null)
            return Refusal.NotFound;
        var known = await db.Followers.SingleOrDefaultAsync(row => row.TicketId == id && row.AgentId == me, ct);
        if (command.Follow && known is null)
            db.Followers.Add(new Follower { TicketId = id.Value, AgentId = me });
        else if (!command.Follow && known is not null)
            db.Followers.Remove(known);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
