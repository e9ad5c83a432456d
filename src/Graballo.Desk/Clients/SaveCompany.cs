using Graballo.Desk.Organisation;
using Graballo.Desk.Persistence;
using Graballo.Domain.Clients;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Clients;

/// <param name="Id">Null makes a new one.</param>
/// <param name="Rut">Any usual spelling; empty: none.</param>
/// <param name="MailDomain">For example empresa.cl; empty: none.</param>
public sealed record SaveCompany(Guid? Id, string? Rut, string Name, Segment Segment, string? MailDomain, Guid? ExecutiveId, Guid? GroupId, bool IsActive = true);

public sealed class SaveCompanyHandler(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    public async Task<Outcome<Guid>> Handle(SaveCompany command, Actor actor, CancellationToken ct)
    {
        if (!OrganisationAccess.CanEdit(actor))
            return Refusal.Forbidden;
        if (Tickets.Check.Text(command.Name, "name", 200) is { } refused)
            return refused;
        string? rut = null;
        if (!string.IsNullOrWhiteSpace(command.Rut))
        {
            if (!Rut.TryParse(command.Rut, out var parsed))
                return new Refusal("rut-wrong", "rut");
            rut = parsed.ToStorage();
        }
        await using var db = await databases.CreateDbContextAsync(ct);
        if (rut is not null && await db.Companies.AnyAsync(row => row.Rut == rut && row.Id != command.Id, ct))
            return new Refusal("rut-taken", "rut");
        var company = command.Id is { } id ? await db.Companies.SingleOrDefaultAsync(row => row.Id == id, ct) : null;
        if (command.Id is not null && company is null)
            return Refusal.NotFound;
        if (company is null)
            db.Companies.Add(company = new Company { Id = Guid.CreateVersion7(clock.GetUtcNow()), Name = command.Name.Trim() });
        company.Rut = rut;
        company.Name = command.Name.Trim();
        company.Segment = command.Segment;
        company.MailDomain = string.IsNullOrWhiteSpace(command.MailDomain) ? null : command.MailDomain.Trim().TrimStart('@').ToLowerInvariant();
        company.ExecutiveId = command.ExecutiveId;
        company.GroupId = command.GroupId;
        company.IsActive = command.IsActive;
        await db.SaveChangesAsync(ct);
        return company.Id;
    }
}
