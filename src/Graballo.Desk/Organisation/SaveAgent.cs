using System.Net.Mail;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Organisation;

/// <param name="Id">Null makes a new one.</param>
/// <param name="Capacity">0 to 500 open tickets.</param>
/// <param name="Skills">Subjects separated by commas.</param>
public sealed record SaveAgent(
    Guid? Id, Guid UnitId, string Code, string Name, string Email, int Capacity, string Skills, bool IsAvailable, string Locale = "es-CL", bool IsActive = true);

public sealed class SaveAgentHandler(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    public async Task<Outcome<Guid>> Handle(SaveAgent command, Actor actor, CancellationToken ct)
    {
        if (!OrganisationAccess.CanEdit(actor))
            return Refusal.Forbidden;
        if ((Check.Text(command.Name, "name", 120) ?? CodeRule.Check(command.Code)) is { } refused)
            return refused;
        if (command.Capacity is < 0 or > 500)
            return new Refusal("capacity-wrong", "capacity");
        if (command.Skills.Length > 400)
            return new Refusal("too-long", "skills", "skills", 400);
        if (!MailAddress.TryCreate(command.Email?.Trim(), out var address) || address.Address.Length > 200)
            return new Refusal("email-wrong", "email");
        var email = address.Address.ToLowerInvariant();
        await using var db = await databases.CreateDbContextAsync(ct);
        if (!await db.Units.AnyAsync(row => row.Id == command.UnitId, ct))
            return new Refusal("unit-unknown", "unit");
        if (await db.Agents.AnyAsync(row => row.Code == command.Code && row.Id != command.Id, ct))
            return new Refusal("code-taken", "code", command.Code);
        if (await db.Agents.AnyAsync(row => row.Email == email && row.Id != command.Id, ct))
            return new Refusal("email-taken", "email");
        var agent = command.Id is { } id ? await db.Agents.SingleOrDefaultAsync(row => row.Id == id, ct) : null;
        if (command.Id is not null && agent is null)
            return Refusal.NotFound;
        if (agent is null)
            db.Agents.Add(agent = new Agent { Id = Guid.CreateVersion7(clock.GetUtcNow()), Code = command.Code, Name = command.Name, Email = email });
        (agent.UnitId, agent.Code, agent.Name, agent.Email) = (command.UnitId, command.Code, command.Name.Trim(), email);
        (agent.Capacity, agent.Skills, agent.IsAvailable) = (command.Capacity, command.Skills.Trim(), command.IsAvailable);
        (agent.Locale, agent.IsActive) = (command.Locale == "en" ? "en" : "es-CL", command.IsActive);
        await db.SaveChangesAsync(ct);
        return agent.Id;
    }
}
