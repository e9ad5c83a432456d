using Graballo.Desk.Persistence;
using Graballo.Domain.Clients;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Clients;

/// <param name="Text">RUT in any spelling, part of a company's or contact's name, or of a mail address; empty: the first ones by name.</param>
public sealed record FindClients(string Text, int Skip = 0, int Take = 20);

public sealed record ContactView(Guid Id, string FirstName, string LastName, string Email, string? Phone, string? Position, string Locale, bool IsActive, bool HasSignIn)
{
    public string FullName => FirstName + " " + LastName;
}

/// <param name="Rut">As people write it; null when unknown.</param>
public sealed record CompanyView(
    Guid Id, string? Rut, string Name, Segment Segment, string? MailDomain, Guid? ExecutiveId, Guid? GroupId, bool IsActive, int OpenTickets,
    IReadOnlyList<ContactView> Contacts, Guid? CalendarId);

public sealed record CompaniesPage(IReadOnlyList<CompanyView> Rows, int Total);

/// <summary>Finds client companies with their users, for reception and administration.</summary>
public sealed class FindClientsHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<CompaniesPage>> Handle(FindClients query, Actor actor, CancellationToken ct)
    {
        if (!actor.IsStaff)
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var companies = db.Companies.AsNoTracking();
        if (Rut.TryParse(query.Text, out var rut))
        {
            var stored = rut.ToStorage();
            companies = companies.Where(row => row.Rut == stored);
        }
        else if (!string.IsNullOrWhiteSpace(query.Text))
        {
            var like = Like.Anywhere(query.Text);
            companies = companies.Where(row => EF.Functions.Like(Like.Folded(row.Name), like, Like.EscapeSign)
                || (row.Rut != null && EF.Functions.Like(row.Rut, like, Like.EscapeSign))
                || db.Contacts.Any(c => c.CompanyId == row.Id
                    && (EF.Functions.Like(Like.Folded(c.FirstName + " " + c.LastName), like, Like.EscapeSign) || EF.Functions.Like(c.Email, like, Like.EscapeSign))));
        }
        var total = await companies.CountAsync(ct);
        var page = await companies.OrderBy(row => row.Name).ThenBy(row => row.Id).Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, 200)).ToListAsync(ct);
        var ids = page.ConvertAll(row => row.Id);
        var contacts = (await db.Contacts.AsNoTracking().Where(row => ids.Contains(row.CompanyId)).OrderBy(row => row.FirstName)
            .Select(row => new
            {
                row.CompanyId,
                View = new ContactView(row.Id, row.FirstName, row.LastName, row.Email, row.Phone, row.Position, row.Locale, row.IsActive, db.Users.Any(u => u.ContactId == row.Id)),
            }).ToListAsync(ct)).ToLookup(row => row.CompanyId, row => row.View);
        var open = await db.Tickets.Where(row => ids.Contains(row.CompanyId) && row.Status != TicketStatus.Closed).GroupBy(row => row.CompanyId)
            .Select(rows => new { rows.Key, Count = rows.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        return new CompaniesPage(
            page.ConvertAll(row => new CompanyView(
                row.Id, row.Rut is { } text && Rut.TryParse(text, out var parsed) ? parsed.ToString() : null, row.Name, row.Segment, row.MailDomain, row.ExecutiveId,
                row.GroupId, row.IsActive, open.GetValueOrDefault(row.Id), [.. contacts[row.Id]], row.CalendarId)), total);
    }
}
