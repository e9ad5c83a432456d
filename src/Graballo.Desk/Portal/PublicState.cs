using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Portal;

/// <summary>The state of a ticket for whoever knows its number: nothing private.</summary>
/// <param name="Number">As a person writes it.</param>
public sealed record PublicState(string Number);

/// <param name="Next">Null when nothing is due.</param>
public sealed record PublicStateView(
    string Number, TicketStatus Status, Stage Stage, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt, NextDate? Next,
    DateTimeOffset? ClosedAt);

public sealed class PublicStateHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<PublicStateView>> Handle(PublicState query, CancellationToken ct)
    {
        if (TicketNumber.Normalise(query.Number) is not { } number)
            return new Refusal("number-wrong", "number");
        await using var db = await databases.CreateDbContextAsync(ct);
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, ct);
        if (ticket is null)
            return new Refusal("number-unknown", "number");
        // The number of a ticket that went into another answers for the one that goes on.
        if (ticket.MergedIntoId is { } into)
            ticket = await db.Tickets.AsNoTracking().SingleAsync(row => row.Id == into, ct);
        // A date that has passed is no promise any more; the page then says that we are late, not when.
        return new PublicStateView(
            number, ticket.Status, ticket.Stage, ticket.OpenedAt, ticket.ChangedAt,
            await NextDate.Of(db, ticket, ct), ticket.ClosedAt);
    }
}
