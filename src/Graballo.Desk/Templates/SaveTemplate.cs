using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Templates;

/// <param name="Id">Null makes a new one.</param>
/// <param name="GroupId">Null: for every group.</param>
/// <param name="TopicId">Null: for every topic.</param>
/// <param name="Body">See <see cref="TemplateText"/> for what is filled in.</param>
public sealed record SaveTemplate(Guid? Id, Guid? GroupId, Guid? TopicId, string Name, string NameEn, string Body, string BodyEn);

public sealed class SaveTemplateHandler(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    public const int LongestBody = 4000;
    private const int MostOfAGroup = 200;

    public async Task<Outcome<Guid>> Handle(SaveTemplate command, Actor actor, CancellationToken ct)
    {
        if (!TemplateAccess.MayLook(actor))
            return Refusal.Forbidden;
        if (Wrong(command) is { } wrong)
            return wrong;
        await using var db = await databases.CreateDbContextAsync(ct);
        var template = command.Id is { } id ? await db.MessageTemplates.SingleOrDefaultAsync(row => row.Id == id, ct) : null;
        if (command.Id is not null && template is null)
            return Refusal.NotFound;
        if ((await NotTheirs(db, actor, command.GroupId, ct) ?? (template is null ? null : await NotTheirs(db, actor, template.GroupId, ct))) is { } refused)
            return refused;
        if (command.TopicId is { } topic && !await db.Topics.AnyAsync(row => row.Id == topic, ct))
            return new Refusal("topic-unknown", "topic");
        if (template is null)
        {
            if (await db.MessageTemplates.CountAsync(row => row.GroupId == command.GroupId, ct) >= MostOfAGroup)
                return new Refusal("template-limit", null, MostOfAGroup);
            db.MessageTemplates.Add(template = new MessageTemplate { Id = Guid.CreateVersion7(clock.GetUtcNow()), Name = "", NameEn = "", Body = "", BodyEn = "", ChangedBy = "" });
        }
        (template.GroupId, template.TopicId, template.Name, template.NameEn) = (command.GroupId, command.TopicId, command.Name.Trim(), command.NameEn.Trim());
        (template.Body, template.BodyEn, template.ChangedAt, template.ChangedBy) = (command.Body.Trim(), command.BodyEn.Trim(), clock.GetUtcNow(), actor.Name);
        await db.SaveChangesAsync(ct);
        return template.Id;
    }

    /// <summary>Null when the actor may write templates of this group; null stands for every group.</summary>
    internal static async Task<Refusal?> NotTheirs(DeskDbContext db, Actor actor, Guid? groupId, CancellationToken ct)
    {
        if (groupId is null)
            return TemplateAccess.IsGeneral(actor) ? null : new Refusal("template-general", "group");
        var group = await db.Groups.AsNoTracking().SingleOrDefaultAsync(row => row.Id == groupId, ct);
        if (group is null)
            return new Refusal("group-unknown", "group");
        return TemplateAccess.Leads(actor, group) ? null : new Refusal("template-general", "group");
    }

    private static Refusal? Wrong(SaveTemplate command) =>
        Check.Text(command.Name, "name", 120) ?? Check.Text(command.NameEn, "nameEn", 120)
        ?? Check.Text(command.Body, "body", LongestBody) ?? Check.Text(command.BodyEn, "bodyEn", LongestBody)
        ?? Hole(command.Body, "body") ?? Hole(command.BodyEn, "bodyEn");

    private static Refusal? Hole(string text, string field) => TemplateText.Unknown(text) is { } name
        ? new Refusal("template-placeholder", field, "{" + name + "}", string.Join(", ", TemplateText.Places.Select(place => "{" + place + "}")))
        : null;
}
