using Graballo.Desk.Organisation;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain;
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
        command = command with
        {
            FirstName = PlainText.Line(command.FirstName),
            LastName = PlainText.Line(command.LastName),
            Phone = PlainText.Line(command.Phone),
            Position = PlainText.Line(command.Position),
        };
        var email = MailCheck.Address(command.Email);
        var refused = Refusal.All(
            Check.Text(command.FirstName, "firstName", 100), Check.Text(command.LastName, "lastName", 100),
            email is null ? new Refusal("email-wrong", "email") : null, Check.Length(command.Phone, "phone", 40), Check.Length(command.Position, "position", 120));
        if (refused is not null || email is null)
            return refused!;
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
        contact.FirstName = command.FirstName;
        contact.LastName = command.LastName;
        contact.Email = email;
        contact.Phone = command.Phone is { Length: > 0 } phone ? phone : null;
        contact.Position = command.Position is { Length: > 0 } position ? position : null;
        contact.Locale = command.Locale == "en" ? "en" : "es-CL";
        contact.IsActive = command.IsActive;
        await db.SaveChangesAsync(ct);
        return contact.Id;
    }
}
