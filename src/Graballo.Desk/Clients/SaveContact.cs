using System.Net.Mail;
using Graballo.Desk.Organisation;
using Graballo.Desk.Persistence;
using Graballo.Domain.Clients;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Clients;

/// <param name="Id">Null makes a new one.</param>
public sealed record SaveContact(
    Guid? Id, Guid CompanyId, string FirstName, string LastName, string Email, string? Phone, string? Position, string Locale = "es-CL", bool IsActive = true);

/// <summary>A client's user. Executives may add one while they attend it; the rest is the administrator's.</summary>
public sealed class SaveContactHandler(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    public async Task<Outcome<Guid>> Handle(SaveContact command, Actor actor, CancellationToken ct)
    {
        if (!(OrganisationAccess.CanEdit(actor) || (actor.IsStaff && command.Id is null)))
            return Refusal.Forbidden;
        var refused = Tickets.Check.Text(command.FirstName, "firstName", 100) ?? Tickets.Check.Text(command.LastName, "lastName", 100);
        if (refused is not null)
            return refused;
        if (!MailAddress.TryCreate(command.Email?.Trim(), out var address) || !address.Host.Contains('.', StringComparison.Ordinal) || address.Address.Length > 200)
            return new Refusal("email-wrong", "email");
        var email = address.Address.ToLowerInvariant();
        await using var db = await databases.CreateDbContextAsync(ct);
        if (!await db.Companies.AnyAsync(row => row.Id == command.CompanyId, ct))
            return new Refusal("rut-unknown", "company");
        if (await db.Contacts.AnyAsync(row => row.Email == email && row.Id != command.Id, ct))
            return new Refusal("email-taken", "email");
        var contact = command.Id is { } id ? await db.Contacts.SingleOrDefaultAsync(row => row.Id == id && row.CompanyId == command.CompanyId, ct) : null;
        if (command.Id is not null && contact is null)
            return Refusal.NotFound;
        if (contact is null)
        {
            contact = new Contact { Id = Guid.CreateVersion7(clock.GetUtcNow()), CompanyId = command.CompanyId, FirstName = "", LastName = "", Email = email };
            db.Contacts.Add(contact);
        }
        contact.FirstName = command.FirstName.Trim();
        contact.LastName = command.LastName.Trim();
        contact.Email = email;
        contact.Phone = string.IsNullOrWhiteSpace(command.Phone) ? null : command.Phone.Trim();
        contact.Position = string.IsNullOrWhiteSpace(command.Position) ? null : command.Position.Trim();
        contact.Locale = command.Locale == "en" ? "en" : "es-CL";
        contact.IsActive = command.IsActive;
        await db.SaveChangesAsync(ct);
        return contact.Id;
    }
}
