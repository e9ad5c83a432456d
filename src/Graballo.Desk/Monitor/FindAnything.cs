using Graballo.Desk.Persistence;
using Graballo.Domain.Clients;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Monitor;

/// <param name="Text">What a person typed in the command palette.</param>
public sealed record FindAnything(string Text);

public sealed record FoundTicket(string Number, string Subject, string Company, TicketStatus Status);

public sealed record FoundCompany(Guid Id, string Name, string? Rut);

public sealed record FoundThings(IReadOnlyList<FoundTicket> Tickets, IReadOnlyList<FoundCompany> Companies);

public sealed class FindAnythingHandler(IDbContextFactory<DeskDbContext> databases)
{
    private const int Most = 8;

    public async Task<Outcome<FoundThings>> Handle(FindAnything query, Actor actor, CancellationToken ct)
    {
        if (!actor.IsStaff)
            return Refusal.Forbidden;
        var text = query.Text.Trim();
        if (text.Length < 2 || text.Length > 100)
            return new FoundThings([], []);
        await using var db = await databases.CreateDbContextAsync(ct);
        var like = Like.Anywhere(text);
        var digits = Like.Anywhere(text.Replace("-", "", StringComparison.Ordinal));
        var rut = Rut.TryParse(text, out var parsed) ? parsed.ToStorage() : null;
        var tickets = await (
            from ticket in db.Tickets.AsNoTracking()
            join company in db.Companies on ticket.CompanyId equals company.Id
            where EF.Functions.Like(ticket.Number, digits, Like.EscapeSign) || EF.Functions.Like(Like.Folded(ticket.Subject), like, Like.EscapeSign)
            orderby ticket.ChangedAt descending
            select new FoundTicket(ticket.Number, ticket.Subject, company.Name, ticket.Status)).Take(Most).ToListAsync(ct);
        var companies = await db.Companies.AsNoTracking()
            .Where(row => row.Rut == rut && rut != null || EF.Functions.Like(Like.Folded(row.Name), like, Like.EscapeSign))
            .OrderBy(row => row.Name).Take(Most).Select(row => new FoundCompany(row.Id, row.Name, row.Rut)).ToListAsync(ct);
        return new FoundThings(tickets, companies.ConvertAll(row => row with { Rut = Rut.TryParse(row.Rut, out var own) ? own.ToString() : null }));
    }
}
