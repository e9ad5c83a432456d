using Graballo.Desk.Accounts;
using Graballo.Desk.Clients;
using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Organisation;

/// <param name="Id">Null makes a new one.</param>
/// <param name="Capacity">0 to 500 open tickets.</param>
/// <param name="Skills">As of <see cref="Skills"/>: subjects with levels, separated by commas.</param>
/// <param name="Shift">Code of the business calendar in which this person works; null: keeps no hours.</param>
/// <param name="Channels">How many of a channel at once; null: as it was.</param>
public sealed record SaveAgent(
    Guid? Id, Guid UnitId, string Code, string Name, string Email, int Capacity, string Skills, bool IsAvailable, string Locale = "es-CL", bool IsActive = true,
    string? Shift = null, IReadOnlyList<ChannelLimit>? Channels = null);

public sealed class SaveAgentHandler(IDbContextFactory<DeskDbContext> databases, CoverAbsent cover, AssignWaiting waiting, TimeProvider clock)
{
    public async Task<Outcome<Guid>> Handle(SaveAgent command, Actor actor, CancellationToken ct)
    {
        if (!OrganisationAccess.CanEdit(actor))
            return Refusal.Forbidden;
        command = command with { Name = PlainText.Line(command.Name), Skills = PlainText.Line(command.Skills) };
        var email = MailCheck.Address(command.Email);
        var refused = Refusal.All(
            Check.Text(command.Name, "name", 120), CodeRule.Check(command.Code), email is null ? new Refusal("email-wrong", "email") : null,
            command.Capacity is < 0 or > 500 ? new Refusal("capacity-wrong", "capacity") : null, command.Skills.Length > 400 ? new Refusal("too-long", "skills", "skills", 400) : null,
            Skills.AreRight(command.Skills) ? null : new Refusal("skills-wrong", "skills", Skills.Least, Skills.Most),
            command.Channels?.Any(each => each.Most is < 0 or > 500 || !Enum.IsDefined(each.Channel)) is true ? new Refusal("capacity-wrong", "channels") : null);
        if (refused is not null || email is null)
            return refused!;
        await using var db = await databases.CreateDbContextAsync(ct);
        if (!await db.Units.AnyAsync(row => row.Id == command.UnitId, ct))
            return new Refusal("unit-unknown", "unit");
        if (await db.Agents.AnyAsync(row => row.Code == command.Code && row.Id != command.Id, ct))
            return new Refusal("code-taken", "code", command.Code);
        if (await db.Agents.AnyAsync(row => row.Email == email && row.Id != command.Id, ct))
            return new Refusal("email-taken", "email");
        if (command.Shift is { } shift && !await db.Calendars.AnyAsync(row => row.Code == shift, ct))
            return new Refusal("calendar-unknown", "shift");
        var agent = command.Id is { } id ? await db.Agents.SingleOrDefaultAsync(row => row.Id == id, ct) : null;
        if (command.Id is not null && agent is null)
            return Refusal.NotFound;
        if (agent is { IsActive: true } && !command.IsActive && await Administrators.CheckNotLast(db, agent.Id, "active", ct) is { } last)
            return last;
        if (agent is null)
            db.Agents.Add(agent = new Agent { Id = Guid.CreateVersion7(clock.GetUtcNow()), Code = command.Code, Name = command.Name, Email = email });
        (agent.UnitId, agent.Code, agent.Name, agent.Email) = (command.UnitId, command.Code, command.Name, email);
        (agent.Capacity, agent.Skills, agent.IsAvailable) = (command.Capacity, command.Skills, command.IsAvailable);
        (agent.Locale, agent.IsActive, agent.Shift) = (command.Locale == "en" ? "en" : "es-CL", command.IsActive, command.Shift);
        if (command.Channels is { } channels)
            await Limit(db, agent.Id, channels, ct);
        await db.SaveChangesAsync(ct);
        // Whoever leaves keeps nothing; whoever has more room, or comes back, may take what waits.
        if (!agent.IsActive)
            await cover.Sweep(ct);
        await waiting.Sweep(ct);
        return agent.Id;
    }

    private static async Task Limit(DeskDbContext db, Guid agentId, IReadOnlyList<ChannelLimit> channels, CancellationToken ct)
    {
        var known = await db.ChannelCapacities.Where(row => row.AgentId == agentId).ToListAsync(ct);
        foreach (var limit in channels.DistinctBy(each => each.Channel))
        {
            if (known.Find(row => row.Channel == limit.Channel) is { } row)
                row.Most = limit.Most;
            else
                db.ChannelCapacities.Add(new ChannelCapacity { AgentId = agentId, Channel = limit.Channel, Most = limit.Most });
        }
        db.ChannelCapacities.RemoveRange(known.Where(row => !channels.Any(each => each.Channel == row.Channel)));
    }
}
