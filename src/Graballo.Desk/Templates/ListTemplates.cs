using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Templates;

public sealed record ListTemplates;

public sealed record TemplateView(
    Guid Id, Guid? GroupId, string? Group, Guid? TopicId, string? Topic, string? TopicEn, string Name, string NameEn, string Body, string BodyEn,
    DateTimeOffset ChangedAt, string ChangedBy, bool CanEdit);

/// <param name="Groups">Those for which the reader may write templates.</param>
/// <param name="CanGeneral">True when the reader may write templates for every group.</param>
public sealed record TemplatesView(IReadOnlyList<TemplateView> Templates, IReadOnlyList<TemplateGroup> Groups, bool CanGeneral);

public sealed record TemplateGroup(Guid Id, string Name);

internal static class TemplateAccess
{
    /// <summary>Administrators write for everybody; a supervisor for the groups that he or she leads.</summary>
    public static bool Leads(Actor actor, Group group) => IsGeneral(actor) || (actor.Is(Role.Supervisor) && actor.AgentId is { } me && group.SupervisorId == me);

    public static bool IsGeneral(Actor actor) => actor.IsSystem || actor.Is(Role.Administrator);

    public static bool MayLook(Actor actor) => actor.IsSystem || (actor.IsStaff && actor.Is(Role.Supervisor, Role.Administrator));
}

/// <summary>All reply templates, for whoever looks after them.</summary>
public sealed class ListTemplatesHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<TemplatesView>> Handle(ListTemplates query, Actor actor, CancellationToken ct)
    {
        if (!TemplateAccess.MayLook(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var groups = await db.Groups.AsNoTracking().OrderBy(row => row.Name).ToListAsync(ct);
        var topics = await db.Topics.AsNoTracking().ToDictionaryAsync(row => row.Id, ct);
        var led = groups.FindAll(group => TemplateAccess.Leads(actor, group));
        var general = TemplateAccess.IsGeneral(actor);
        var rows = await db.MessageTemplates.AsNoTracking().OrderBy(row => row.Name).ToListAsync(ct);
        return new TemplatesView(
            rows.ConvertAll(row =>
            {
                var topic = row.TopicId is { } topicId ? topics.GetValueOrDefault(topicId) : null;
                return new TemplateView(
                    row.Id, row.GroupId, groups.Find(group => group.Id == row.GroupId)?.Name, row.TopicId, topic?.Name, topic?.NameEn, row.Name, row.NameEn,
                    row.Body, row.BodyEn, row.ChangedAt, row.ChangedBy, row.GroupId is null ? general : led.Exists(group => group.Id == row.GroupId));
            }),
            led.FindAll(group => group.IsActive).ConvertAll(group => new TemplateGroup(group.Id, group.Name)), general);
    }
}
