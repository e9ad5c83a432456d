using System.Globalization;
using Graballo.Desk.Mail;
using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Presence;

/// <summary>The morning's mail to one person: what waits for him or her, and what is at risk today.</summary>
internal static class Digest
{
    private const int MostLines = 10;

    /// <summary>Null when there is nothing to tell.</summary>
    /// <param name="day">The person's day, which is the mail's key.</param>
    public static async Task<OutboxMessage?> Of(DeskDbContext db, Agent agent, DateOnly day, DeskSettings settings, DateTimeOffset now, CancellationToken ct)
    {
        var mine = db.Tickets.AsNoTracking().Where(row => row.AssigneeId == agent.Id
            && row.Status != TicketStatus.Closed && row.Status != TicketStatus.WaitingForClient && row.Status != TicketStatus.Resolved);
        var soon = now.AddDays(1);
        var waits = await mine.CountAsync(row => row.WaitsSince == null, ct);
        var inGroup = await mine.CountAsync(row => row.WaitsSince != null, ct);
        if (waits + inGroup == 0)
            return null;
        var late = await mine.CountAsync(row => row.IsBreached, ct);
        var risky = await mine.Where(row => row.IsBreached || row.DueAt <= soon).OrderByDescending(row => row.IsBreached).ThenBy(row => row.DueAt).ThenBy(row => row.Id)
            .Take(MostLines).Select(row => new { row.Number, row.Subject, row.DueAt, row.IsBreached }).ToListAsync(ct);
        var culture = CultureInfo.GetCultureInfo(agent.Locale);
        var lines = risky.Select(row => string.Format(
            culture, MailTemplates.Word(row.IsBreached ? "digest.late" : "digest.due", culture), TicketNumber.Display(row.Number), row.Subject,
            MailTemplates.When(row.DueAt, agent.Locale, settings.TimeZone)));
        var text = MailTemplates.Render(risky.Count > 0 ? "digest" : "digest-calm", agent.Locale, new Dictionary<string, string>
        {
            ["name"] = agent.Name,
            ["waits"] = waits.ToString(culture),
            ["late"] = late.ToString(culture),
            ["group"] = inGroup.ToString(culture),
            ["lines"] = string.Join('\n', lines),
            ["link"] = new Uri(settings.PublicUrl, "console/inbox").ToString(),
            ["organisation"] = settings.OrganisationName,
        });
        return new OutboxMessage
        {
            Id = Guid.CreateVersion7(now),
            Key = string.Create(CultureInfo.InvariantCulture, $"digest:{agent.Id:N}:{day:yyyy-MM-dd}"),
            To = agent.Email,
            ToName = agent.Name,
            Subject = text.Subject,
            TextBody = text.Text,
            HtmlBody = text.Html,
            CreatedAt = now,
            NextAttemptAt = now,
        };
    }
}
