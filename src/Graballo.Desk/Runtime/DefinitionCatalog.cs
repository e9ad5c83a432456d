using System.Collections.Concurrent;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain.Calendars;
using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>
/// Compiled flows and decisions. A version never changes, so it is compiled once; which version is the newest is asked again
/// after a second, because another node may deploy.
/// </summary>
public sealed class DefinitionCatalog(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, Lazy<Compiled>> _compiled = new();
    private readonly Recent<Latest> _known = new(clock);

    /// <summary>The newest versions now.</summary>
    public async ValueTask<Latest> Current(CancellationToken ct)
    {
        if (_known.Value is { } known)
            return known;
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Definitions.AsNoTracking()
            .Where(row => !db.Definitions.Any(newer => newer.Kind == row.Kind && newer.Key == row.Key && newer.Version > row.Version))
            .Select(row => new { row.Id, row.Kind, row.Key }).ToListAsync(ct);
        return _known.Keep(new Latest(
            rows.Where(row => row.Kind == DefinitionKind.Flow).ToDictionary(row => row.Key, row => row.Id),
            rows.Where(row => row.Kind == DefinitionKind.Decision).Select(row => (row.Id, Load(row.Id).Decisions!))
                .SelectMany(row => row.Item2.Decisions.Select(decision => (decision.Id, row.Item2)))
                .GroupBy(pair => pair.Id).ToDictionary(group => group.Key, group => group.First().Item2)));
    }

    /// <summary>The compiled flow of one stored version.</summary>
    /// <exception cref="InvalidOperationException">There is none, or this release cannot read it any more.</exception>
    public Flow Flow(Guid definitionId) =>
        Load(definitionId).Flow ?? throw new InvalidOperationException($"The definition {definitionId} is not a flow that can run.");

    public void Forget() => _known.Forget();

    /// <summary>What the engine asks while it steps: the newest flows and decisions, a pinned version where a call names one.</summary>
    public FlowServices Services(Latest newest, Func<string, BusinessCalendar> calendars, DateTimeOffset now) => new(
        (reference, inputs) => Decide(newest, reference, inputs, now),
        (calendar, start, span) => calendars(calendar).Add(start, span),
        (key, version) => Find(newest, key, version));

    public static DecisionOutcome Decide(Latest newest, string reference, FeelContext inputs, DateTimeOffset now)
    {
        if (!newest.Decisions.TryGetValue(reference, out var model))
            throw new InvalidOperationException($"No decision named '{reference}' is deployed.");
        var result = model.Decide(reference, inputs, new FeelOptions { Now = now });
        return new DecisionOutcome(result.Value, result.Trace);
    }

    /// <summary>The same for what the desk itself asks: no answer, where the question takes more than it may, must not stop a ticket.</summary>
    public static DecisionOutcome Ask(Latest newest, string reference, FeelContext inputs, DateTimeOffset now)
    {
        try
        {
            return Decide(newest, reference, inputs, now);
        }
        catch (FeelBudgetException)
        {
            return new DecisionOutcome(null, null);
        }
    }

    /// <summary>What completes an open task; empty when nothing has to be filled in, or the task is done by a verb of its own.</summary>
    public IReadOnlyList<TaskField> FieldsOf(Latest newest, FlowInstance instance, HumanTask task)
    {
        if (!instance.IsActive || task.Status != HumanTaskStatus.Open || TaskForm.HasVerb(task.Form))
            return [];
        try
        {
            return FlowEngine.FieldsOf(
                Flow(instance.DefinitionId), FlowState.FromJson(instance.State), FlowServices.None with { FindFlow = (key, version) => Find(newest, key, version) }, task.TaskKey);
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private Flow? Find(Latest newest, string key, int? version)
    {
        if (version is null)
            return newest.Flows.TryGetValue(key, out var id) ? Flow(id) : null;
        using var db = databases.CreateDbContext();
        var pinned = db.Definitions.AsNoTracking().Where(row => row.Kind == DefinitionKind.Flow && row.Key == key && row.Version == version)
            .Select(row => (Guid?)row.Id).SingleOrDefault();
        return pinned is { } found ? Flow(found) : null;
    }

    private Compiled Load(Guid id) => _compiled.GetOrAdd(id, key => new Lazy<Compiled>(() => Compile(key))).Value;

    private Compiled Compile(Guid id)
    {
        using var db = databases.CreateDbContext();
        var row = db.Definitions.AsNoTracking().Single(definition => definition.Id == id);
        return row.Kind == DefinitionKind.Flow
            ? new Compiled(Workflows.Flow.Compile(row.Xml).Flow?.WithVersion(row.Version), null)
            : new Compiled(null, DmnReader.Read(row.Xml).Model
                ?? throw new InvalidOperationException($"The decisions '{row.Key}' version {row.Version} cannot be read any more."));
    }

    private sealed record Compiled(Flow? Flow, DmnModel? Decisions);

    /// <param name="Flows">Definition id of the newest version of each flow.</param>
    /// <param name="Decisions">The newest model that contains each decision, by the decision's id.</param>
    public sealed record Latest(IReadOnlyDictionary<string, Guid> Flows, IReadOnlyDictionary<string, DmnModel> Decisions);
}
