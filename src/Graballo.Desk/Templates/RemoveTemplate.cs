using Graballo.Desk.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Templates;

public sealed record RemoveTemplate(Guid Id);

public sealed class RemoveTemplateHandler(IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<Done>> Handle(RemoveTemplate command, Actor actor, CancellationToken ct)
    {
        if (!TemplateAccess.MayLook(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var template = await db.MessageTemplates.SingleOrDefaultAsync(row => row.Id == command.Id, ct);
        if (template is null)
            return Refusal.NotFound;
        if (await SaveTemplateHandler.NotTheirs(db, actor, template.GroupId, ct) is { } refused)
            return refused;
        db.MessageTemplates.Remove(template);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
