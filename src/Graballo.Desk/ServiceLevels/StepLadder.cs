using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Clients;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.ServiceLevels;

/// <summary>The escalation ladders of a ticket inside a step: what the decision says, and which rungs were climbed.</summary>
internal sealed class StepLadder(TicketStep step)
{
    public const string Decision = "escalation";

    // A ladder that never ends is a slip of the pen.
    private const int Most = 1_000;
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(365);

    // A second long the same definitions are the newest; what they say to the same question is the same as long.
    private static readonly ConditionalWeakTable<DefinitionCatalog.Latest, ConcurrentDictionary<(string, string?, Priority, Segment), IReadOnlyList<Rung>>> Said = [];

    private List<ClimbedRung>? _climbed;

    /// <summary>The rung of a clock that comes next and when; null when none waits as things stand.</summary>
    public async Task<RungTime?> Next(SlaClock clock) => Ladder.Next(clock, await Of(clock), await Taken(clock), code => step.Calendars[code], step.Now);

    /// <summary>Every rung of a clock's ladder, the first first.</summary>
    public async Task<IReadOnlyList<Rung>> Of(SlaClock clock)
    {
        var key = (clock.Target.Code(), clock.Target == SlaTarget.Stage ? clock.About : null, step.Ticket.Priority, (await step.Company()).Segment);
        return Said.GetOrCreateValue(step.Newest).GetOrAdd(key, asked => Decide(step.Newest, Inputs(asked.Item1, asked.Item2, asked.Item3, asked.Item4), step.Now));
    }

    /// <summary>Keeps in the history on what a ladder was decided, so that a draft of it can be compared.</summary>
    public async Task Record(SlaClock clock)
    {
        var inputs = Inputs(clock.Target.Code(), clock.Target == SlaTarget.Stage ? clock.About : null, step.Ticket.Priority, (await step.Company()).Segment);
        if (!step.Newest.Decisions.TryGetValue(Decision, out var model) || model.Inputs.Any(input => input.Name == "rung"))
            return;
        Decisions.Take(step, Decision, inputs);
    }

    /// <summary>Writes down that a rung is climbed. Whoever tries the same elsewhere meets the key of the row.</summary>
    public async Task<ClimbedRung> Climb(SlaClock clock, Rung rung)
    {
        var row = new ClimbedRung { ClockId = clock.Id, Rung = rung.Number, TicketId = step.Ticket.Id, At = step.Now };
        (await Climbed()).Add(row);
        step.Db.ClimbedRungs.Add(row);
        clock.Rungs++;
        return row;
    }

    /// <summary>What was climbed for an older clock counts for the one that goes on with its history.</summary>
    public async Task TakeOver(IEnumerable<ClimbedRung> climbed, SlaClock by)
    {
        foreach (var rung in climbed.ToList())
        {
            var row = new ClimbedRung { ClockId = by.Id, Rung = rung.Rung, TicketId = step.Ticket.Id, At = rung.At, Did = rung.Did };
            (await Climbed()).Add(row);
            step.Db.ClimbedRungs.Add(row);
        }
    }

    public async Task<List<ClimbedRung>> Climbed() =>
        _climbed ??= await step.Db.ClimbedRungs.AsNoTracking().Where(row => row.TicketId == step.Ticket.Id).ToListAsync(step.Ct);

    /// <summary>What the decision is asked with.</summary>
    public static FeelContext Inputs(string clock, string? stage, Priority priority, Segment segment) => FeelContext.Empty
        .With("clock", clock).With("stage", stage).With("priority", priority.Code()).With("segment", segment.ToString().ToLowerInvariant());

    /// <summary>The ladder that a decision gives; empty where none is deployed.</summary>
    public static IReadOnlyList<Rung> Decide(DefinitionCatalog.Latest newest, FeelContext inputs, DateTimeOffset now)
    {
        if (!newest.Decisions.TryGetValue(Decision, out var model))
            return [];
        // Decisions of earlier releases are asked for one rung at a time.
        if (model.Inputs.Any(input => input.Name == "rung"))
            return OneByOne(newest, inputs, now);
        var outcome = DefinitionCatalog.Ask(newest, Decision, inputs, now);
        var rules = outcome.Explanation is IReadOnlyList<DecisionTrace> { Count: > 0 } trace ? trace[^1].Rules : [];
        var rungs = outcome.Value switch { FeelList list => list.OfType<FeelContext>().ToList(), FeelContext one => [one], _ => [] };
        return [.. rungs.Take(Most).Select((rung, at) => Read(rung, at + 1, rules.Count == rungs.Count ? ReasonsOf(rules[at]) : Unsaid)).DistinctBy(rung => rung.Number).OrderBy(rung => rung.Number)];
    }

    private static readonly IReadOnlyDictionary<string, string> Unsaid = new Dictionary<string, string>();

    private static Rung Read(FeelContext rung, int place, IReadOnlyDictionary<string, string> reasons) => new(
        Whole(rung, "rung") ?? place, ServiceTypes.Number(rung, "at") is { } percent ? Math.Clamp(percent, 0, 500) : null,
        Near(ServiceTypes.Span(rung, "at") ?? TimeSpan.Zero), ServiceTypes.Text(rung, "hours"), Texts(rung["notify"]), ServiceTypes.Text(rung, "priority"),
        ServiceTypes.Text(rung, "join"), ServiceTypes.Text(rung, "responsible"), Math.Clamp(Whole(rung, "climb") ?? 0, 0, 4), ServiceTypes.Text(rung, "flow"), reasons);

    private static List<Rung> OneByOne(DefinitionCatalog.Latest newest, FeelContext inputs, DateTimeOffset now)
    {
        var (rungs, waited) = (new List<Rung>(), TimeSpan.Zero);
        for (var number = 1; number <= Most; number++)
        {
            var outcome = DefinitionCatalog.Ask(newest, Decision, inputs.With("rung", FeelValue.From(number)), now);
            if (outcome.Value is not FeelContext found || found["to"] is not string to)
                break;
            // The first rung always came with the breach.
            waited += number == 1 ? TimeSpan.Zero : ServiceTypes.Span(found, "after") ?? TimeSpan.Zero;
            rungs.Add(new Rung(number, null, waited, null, [to], null, null, null, 0, null, Assigning.ReasonsOf(outcome.Value, outcome.Explanation)));
        }
        return rungs;
    }

    private static Dictionary<string, string> ReasonsOf(TraceRule rule) => new()
    {
        ["es"] = rule.Annotations.ElementAtOrDefault(0).Value ?? "",
        ["en"] = rule.Annotations.ElementAtOrDefault(1).Value ?? "",
    };

    private static TimeSpan Near(TimeSpan offset) => offset > Furthest ? Furthest : offset < -Furthest ? -Furthest : offset;

    private static int? Whole(FeelContext rung, string name) => rung[name] is FeelNumber number && number.TryToInt64(out var whole) && whole is >= 0 and <= 1000 ? (int)whole : null;

    private static List<string> Texts(object? value) => value switch
    {
        string one => [one],
        FeelList many => [.. many.OfType<string>().Take(10)],
        _ => [],
    };

    private async Task<IReadOnlySet<int>> Taken(SlaClock clock) => clock.Rungs == 0
        ? new HashSet<int>()
        : (await Climbed()).Where(row => row.ClockId == clock.Id).Select(row => row.Rung).ToHashSet();
}
