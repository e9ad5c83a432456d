using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Portal;

/// <param name="Number">As a person writes it; null: all requests of the client's company.</param>
public sealed record ClientVersion(string? Number);

/// <param name="Version">Grows when something happens that the client may see, and only then.</param>
/// <param name="TicketId">The ticket asked for; null for all.</param>
public sealed record ClientVersionView(long Version, Guid? TicketId);

/// <summary>Whether a client's page is still as it was read. Tells nothing of what happens among us, not even that it happens.</summary>
public sealed class ClientVersionHandler(IDbContextFactory<DeskDbContext> databases)
{
    // A change puts its ticket in front, so that the newest is always among these.
    private const int Latest = 50;

    public async Task<Outcome<ClientVersionView>> Handle(ClientVersion query, Actor actor, CancellationToken ct)
    {
        if (!actor.IsClient)
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        if (query.Number is null)
        {
            var mine = db.Tickets.Where(row => row.CompanyId == actor.CompanyId).OrderByDescending(row => row.ChangedAt).Take(Latest).Select(row => row.Id);
            return new ClientVersionView(await db.TicketEvents.Where(row => row.IsPublic && mine.Contains(row.TicketId)).MaxAsync(row => (long?)row.Id, ct) ?? 0, null);
        }
        if (TicketNumber.Normalise(query.Number) is not { } number)
            return new Refusal("number-wrong", "number");
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, ct);
        if (ticket is null || !TicketAccess.CanSeeAsClient(actor, ticket))
            return Refusal.NotFound;
        var version = await db.TicketEvents.Where(row => row.TicketId == ticket.Id && row.IsPublic).MaxAsync(row => (long?)row.Id, ct) ?? 0;
        return new ClientVersionView(version, ticket.Id);
    }
}
