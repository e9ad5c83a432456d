using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
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
/// <param name="Unknown">Inputs of the draft that nobody gives a decision, so that nothing can be compared.</param>
public sealed record ComparedDecision(int Compared, int Otherwise, IReadOnlyList<DecidedOtherwise> First, IReadOnlyList<string> Unknown);

/// <summary>
/// What deploying a draft would change: decides again what the newest tickets had decided, on what was known then, with the deployed version
/// and with the draft. Only decisions that a flow or the desk asks for are in a history; what the others change shows in these.
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
        var deployed = draft.Decisions.Where(decision => newest.Decisions.ContainsKey(decision.Id))
            .ToDictionary(decision => decision.Id, decision => newest.Decisions[decision.Id]);
        var cases = await Cases(deployed, Math.Clamp(query.Last, 1, Most), ct);
        var given = TicketVariables.Names.Concat(deployed.Values.SelectMany(model => model.Inputs, (_, input) => input.Name)).ToHashSet();
        var unknown = draft.Inputs.Select(input => input.Name).Where(name => !given.Contains(name) && !cases.Exists(known => known.Inputs.Contains(name))).ToList();
        return unknown.Count > 0 ? new ComparedDecision(0, 0, [], unknown) : await Task.Run(() => Compare(draft, deployed, cases, ct), ct);
    }

    private ComparedDecision Compare(DmnModel draft, Dictionary<string, DmnModel> deployed, List<Case> cases, CancellationToken ct)
    {
        var (began, first) = (clock.GetTimestamp(), new List<DecidedOtherwise>());
        var (compared, otherwise) = (new HashSet<string>(), new HashSet<string>());
        foreach (var known in cases.TakeWhile(_ => clock.GetElapsedTime(began) < Patience))
        {
            ct.ThrowIfCancellationRequested();
            compared.Add(known.Number);
            var options = new FeelOptions { Now = known.At, Trace = false };
            if (DmnDifference.Compare(deployed[known.Decision], draft, known.Decision, [(known.Decision, known.Inputs)], options).FirstOrDefault() is not { } change)
                continue;
            otherwise.Add(known.Number);
            var (before, after) = Differing(change.Before.Value, change.After.Value);
            if (first.Count < Shown)
                first.Add(new DecidedOtherwise(known.Number, known.Subject, draft.Decisions.First(row => row.Id == known.Decision).Name, before, after));
        }
        return new ComparedDecision(compared.Count, otherwise.Count, first, []);
    }

    private static (string Before, string After) Differing(object? before, object? after)
    {
        if (before is not FeelContext old || after is not FeelContext now)
            return (Told(before), Told(after));
        var names = old.Select(entry => entry.Key).Union(now.Select(entry => entry.Key)).Where(name => !FeelValue.AreEqual(old[name], now[name])).ToList();
        return (string.Join(", ", names.Select(name => $"{name}: {Told(old[name])}")), string.Join(", ", names.Select(name => $"{name}: {Told(now[name])}")));
    }

    private static string Told(object? value) => value switch { null => "–", string text => text, _ => FeelValue.Write(value) };

    private async Task<List<Case>> Cases(Dictionary<string, DmnModel> deployed, int last, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await (from ticket in db.Tickets.OrderByDescending(row => row.OpenedAt).Take(last)
                          join happened in db.TicketEvents on ticket.Id equals happened.TicketId
                          where happened.Type == EventType.Decided
                          orderby ticket.OpenedAt descending, happened.Id
                          select new { ticket.Number, ticket.Subject, happened.At, happened.Data }).AsNoTracking().ToListAsync(ct);
        return
        [
            .. from row in rows
               let taken = Decisions.Read(row.Data)
               where taken is not null && deployed.ContainsKey(taken.Value.Decision)
               // Asked again with the same inputs, as a rung is before it comes and when it comes: one case.
               group new Case(row.Number, row.Subject, row.At, taken.Value.Decision, taken.Value.Inputs)
                   by (row.Number, taken.Value.Decision, FeelValue.Write(taken.Value.Inputs)) into same
               select same.First(),
        ];
    }

    private sealed record Case(string Number, string Subject, DateTimeOffset At, string Decision, FeelContext Inputs);
}
