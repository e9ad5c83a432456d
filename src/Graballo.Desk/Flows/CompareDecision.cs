using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Flows;

/// <param name="Xml">The draft.</param>
/// <param name="Last">How many of the newest tickets, 1 to 5,000.</param>
public sealed record CompareDecision(string Xml, int Last = 500);

/// <param name="Decision">Name of the decision that comes out otherwise.</param>
/// <param name="Before">What the deployed version decides; of a context only the entries that differ.</param>
/// <param name="After">What the draft decides.</param>
public sealed record DecidedOtherwise(string Number, string Subject, string Decision, string Before, string After);

/// <param name="Compared">Tickets compared: fewer than asked when time ran out, none when <paramref name="Unknown"/> is not empty.</param>
/// <param name="Otherwise">Tickets that some decision decides otherwise.</param>
/// <param name="First">The first of them, newest first; a ticket appears once for each decision that differs.</param>
/// <param name="Unknown">Inputs of the decisions that an opened ticket does not tell, so that nothing can be compared.</param>
public sealed record ComparedDecision(int Compared, int Otherwise, IReadOnlyList<DecidedOtherwise> First, IReadOnlyList<string> Unknown);

/// <summary>
/// What deploying a draft would change: decides the newest tickets again, as they and their clients are now, with the deployed version and
/// with the draft. Only decisions on which no other of the file builds are compared; what the others change shows in these.
/// </summary>
public sealed class CompareDecisionHandler(IDbContextFactory<DeskDbContext> databases, DefinitionCatalog catalog, TimeProvider clock)
{
    public const int Most = 5_000;
    private const int Shown = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<Outcome<ComparedDecision>> Handle(CompareDecision query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanSee(actor))
            return Refusal.Forbidden;
        if (query.Xml.Length > CheckDefinitionHandler.LongestXml)
            return new Refusal("xml-too-large");
        var reading = await Task.Run(() => DmnReader.Read(query.Xml), ct);
        if (reading.Model is not { } draft || reading.HasErrors)
            return new Refusal("decision-broken");
        var newest = await catalog.Current(ct);
        var pairs = draft.Decisions.Where(decision => !decision.IsRequired && newest.Decisions.ContainsKey(decision.Id))
            .Select(decision => (decision, newest.Decisions[decision.Id])).ToList();
        var unknown = draft.Inputs.Select(input => input.Name).Except(TicketVariables.Names).ToList();
        if (unknown.Count > 0 || pairs.Count == 0)
            return new ComparedDecision(0, 0, [], unknown);
        var tickets = await Newest(Math.Clamp(query.Last, 1, Most), ct);
        return await Task.Run(() => Compare(draft, pairs, tickets, ct), ct);
    }

    private ComparedDecision Compare(DmnModel draft, List<(DmnDecision Decision, DmnModel Deployed)> pairs, List<Known> tickets, CancellationToken ct)
    {
        var options = new FeelOptions { Now = clock.GetUtcNow(), Trace = false };
        var (began, compared, otherwise, first) = (clock.GetTimestamp(), 0, 0, new List<DecidedOtherwise>());
        foreach (var ticket in tickets.TakeWhile(_ => clock.GetElapsedTime(began) < Patience))
        {
            ct.ThrowIfCancellationRequested();
            var changes = pairs.SelectMany(pair => DmnDifference.Compare(pair.Deployed, draft, pair.Decision.Id, [(pair.Decision.Name, ticket.Inputs)], options)).ToList();
            compared++;
            otherwise += changes.Count > 0 ? 1 : 0;
            foreach (var change in changes.Take(Shown - first.Count))
            {
                var (before, after) = Differing(change.Before.Value, change.After.Value);
                first.Add(new DecidedOtherwise(ticket.Number, ticket.Subject, change.Key, before, after));
            }
        }
        return new ComparedDecision(compared, otherwise, first, []);
    }

    private static (string Before, string After) Differing(object? before, object? after)
    {
        if (before is not FeelContext old || after is not FeelContext now)
            return (Told(before), Told(after));
        var names = old.Select(entry => entry.Key).Union(now.Select(entry => entry.Key)).Where(name => !FeelValue.AreEqual(old[name], now[name])).ToList();
        return (string.Join(", ", names.Select(name => $"{name}: {Told(old[name])}")), string.Join(", ", names.Select(name => $"{name}: {Told(now[name])}")));
    }

    private static string Told(object? value) => value switch { null => "–", string text => text, _ => FeelValue.Write(value) };

    private async Task<List<Known>> Newest(int last, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await (from ticket in db.Tickets.AsNoTracking().OrderByDescending(row => row.OpenedAt).Take(last)
                          join company in db.Companies on ticket.CompanyId equals company.Id
                          join contact in db.Contacts on ticket.ContactId equals contact.Id
                          join topic in db.Topics on ticket.TopicId equals topic.Id
                          orderby ticket.OpenedAt descending
                          select new
                          {
                              ticket,
                              company,
                              contact,
                              topic,
                              Executive = db.Agents.Where(row => row.Id == company.ExecutiveId).Select(row => row.Code).FirstOrDefault(),
                              Group = db.Groups.Where(row => row.Id == company.GroupId).Select(row => row.Code).FirstOrDefault(),
                          }).ToListAsync(ct);
        return rows.ConvertAll(row => new Known(
            row.ticket.Number, row.ticket.Subject, TicketVariables.Of(row.ticket, row.company, row.contact, row.topic, row.Executive, row.Group)));
    }

    private sealed record Known(string Number, string Subject, FeelContext Inputs);
}
