using Graballo.Desk.Calendars;
using Graballo.Desk.Organisation;
using Graballo.Desk.Persistence;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.Clients;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Clients;

/// <param name="Id">Null makes a new one.</param>
/// <param name="Rut">Any usual spelling; empty: none.</param>
/// <param name="MailDomain">For example empresa.cl; empty: none.</param>
public sealed record SaveCompany(Guid? Id, string? Rut, string Name, Segment Segment, string? MailDomain, Guid? ExecutiveId, Guid? GroupId, bool IsActive = true, Guid? CalendarId = null);

public sealed class SaveCompanyHandler(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    public async Task<Outcome<Guid>> Handle(SaveCompany command, Actor actor, CancellationToken ct)
    {
        if (!OrganisationAccess.CanEdit(actor))
            return Refusal.Forbidden;
        command = command with { Name = PlainText.Line(command.Name), MailDomain = PlainText.Line(command.MailDomain).TrimStart('@').ToLowerInvariant() };
        var rut = Rut.TryParse(command.Rut, out var parsed) ? parsed.ToStorage() : null;
        var refused = Refusal.All(
            rut is null && !string.IsNullOrWhiteSpace(command.Rut) ? new Refusal("rut-wrong", "rut") : null,
            Check.Text(command.Name, "name", 200), Check.Length(command.MailDomain, "mailDomain", 200));
        if (refused is not null)
            return refused;
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await CalendarReference.Unknown(db, command.CalendarId, ct) is { } unknown)
            return unknown;
        if (rut is not null && await db.Companies.AnyAsync(row => row.Rut == rut && row.Id != command.Id, ct))
            return new Refusal("rut-taken", "rut");
        var company = command.Id is { } id ? await db.Companies.SingleOrDefaultAsync(row => row.Id == id, ct) : null;
        if (command.Id is not null && company is null)
            return Refusal.NotFound;
        if (company is not null && company.CalendarId != command.CalendarId)
            await Recounts.Begin(db, RecountCause.Client, command.Name, company.Id, actor, clock.GetUtcNow(), ct);
        if (company is null)
            db.Companies.Add(company = new Company { Id = Guid.CreateVersion7(clock.GetUtcNow()), Name = command.Name });
        company.Rut = rut;
        company.Name = command.Name;
        company.Segment = command.Segment;
        company.MailDomain = command.MailDomain is { Length: > 0 } domain ? domain : null;
        company.ExecutiveId = command.ExecutiveId;
        company.GroupId = command.GroupId;
        company.IsActive = command.IsActive;
        company.CalendarId = command.CalendarId;
        await db.SaveChangesAsync(ct);
        return company.Id;
    }
}
