using System.Globalization;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Templates;

/// <param name="Number">As a person writes it.</param>
public sealed record TicketTemplates(string Number);

/// <param name="Text">In the client's language, filled in.</param>
/// <param name="Missing">Places that this ticket has nothing for yet; with any, the text cannot be sent as it is.</param>
public sealed record FilledTemplate(Guid Id, string Name, string NameEn, string Text, IReadOnlyList<string> Missing);

/// <summary>The reply templates that fit a ticket, ready to be sent; those of its topic and its group first.</summary>
public sealed class TicketTemplatesHandler(IDbContextFactory<DeskDbContext> databases, DeskSettings settings)
{
    public async Task<Outcome<IReadOnlyList<FilledTemplate>>> Handle(TicketTemplates query, Actor actor, CancellationToken ct)
    {
        if (TicketNumber.Normalise(query.Number) is not { } number)
            return new Refusal("number-wrong", "number");
        await using var db = await databases.CreateDbContextAsync(ct);
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, ct);
        if (ticket is null)
            return Refusal.NotFound;
        if (!TicketAccess.CanWorkOn(actor, ticket))
            return Refusal.Forbidden;
        var company = await db.Companies.AsNoTracking().SingleAsync(row => row.Id == ticket.CompanyId, ct);
        var contact = await db.Contacts.AsNoTracking().SingleAsync(row => row.Id == ticket.ContactId, ct);
        var reader = CultureInfo.GetCultureInfo(ticket.Locale == "en" ? "en" : "es-CL");
        var values = new Dictionary<string, string?>
        {
            [TemplateText.Contact] = contact.FirstName,
            [TemplateText.Company] = company.Name,
            [TemplateText.Number] = TicketNumber.Display(ticket.Number),
            [TemplateText.Subject] = ticket.Subject,
            [TemplateText.Promised] = ticket.PromisedAt is { } at ? TemplateText.When(at, TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone), reader) : null,
            [TemplateText.Author] = actor.Name,
        };
        var fitting = await db.MessageTemplates.AsNoTracking()
            .Where(row => (row.GroupId == null || row.GroupId == ticket.GroupId) && (row.TopicId == null || row.TopicId == ticket.TopicId))
            .OrderBy(row => row.TopicId == null).ThenBy(row => row.GroupId == null).ThenBy(row => row.Name).ToListAsync(ct);
        return fitting.ConvertAll(row =>
        {
            var (text, missing) = TemplateText.Fill(reader.Name == "en" ? row.BodyEn : row.Body, values);
            return new FilledTemplate(row.Id, row.Name, row.NameEn, text, missing);
        });
    }
}
