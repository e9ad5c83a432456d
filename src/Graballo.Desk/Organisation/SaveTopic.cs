using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Organisation;

/// <param name="Id">Null makes a new one.</param>
/// <param name="Area">The family that decisions read.</param>
public sealed record SaveTopic(Guid? Id, string Code, string Name, string NameEn, string Area, bool IsActive = true);

public sealed class SaveTopicHandler(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    public async Task<Outcome<Guid>> Handle(SaveTopic command, Actor actor, CancellationToken ct)
    {
        if (!OrganisationAccess.CanEdit(actor))
            return Refusal.Forbidden;
        command = command with { Name = PlainText.Line(command.Name), NameEn = PlainText.Line(command.NameEn) };
        var refused = Refusal.All(
            Check.Text(command.Name, "name", 120), Check.Text(command.NameEn, "nameEn", 120), CodeRule.Check(command.Code), CodeRule.Check(command.Area, "area"));
        if (refused is not null)
            return refused;
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Topics.AnyAsync(row => row.Code == command.Code && row.Id != command.Id, ct))
            return new Refusal("code-taken", "code", command.Code);
        var topic = command.Id is { } id ? await db.Topics.SingleOrDefaultAsync(row => row.Id == id, ct) : null;
        if (command.Id is not null && topic is null)
            return Refusal.NotFound;
        if (topic is null)
            db.Topics.Add(topic = new Topic { Id = Guid.CreateVersion7(clock.GetUtcNow()), Code = command.Code, Name = command.Name, NameEn = command.NameEn, Area = command.Area });
        (topic.Code, topic.Name, topic.NameEn, topic.Area, topic.IsActive) = (command.Code, command.Name, command.NameEn, command.Area, command.IsActive);
        await db.SaveChangesAsync(ct);
        return topic.Id;
    }
}
