using Graballo.Desk.Calendars;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.ServiceLevels;

/// <param name="Key">Of the file of decisions that sets the service levels.</param>
public sealed record StartRecount(string Key);

/// <summary>Puts the open tickets, too, under the newest service levels; a job of any node works through them.</summary>
public sealed class StartRecountHandler(IDbContextFactory<DeskDbContext> databases, DefinitionCatalog catalog, WriteGate gate, TimeProvider clock)
{
    public async Task<Outcome<Guid>> Handle(StartRecount command, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanDeploy(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var newest = await db.Definitions.AsNoTracking().Where(row => row.Kind == DefinitionKind.Decision && row.Key == command.Key)
            .OrderByDescending(row => row.Version).Select(row => new { row.Name, row.Version }).FirstOrDefaultAsync(ct);
        var holds = (await catalog.Current(ct)).Decisions.TryGetValue(Agreements.Decision, out var model) && DecisionKey.Of(model) == command.Key;
        if (newest is null || !holds)
            return new Refusal("policy-unknown");
        using var turn = await gate.Enter(db, ct);
        var run = await Recounts.Begin(db, RecountCause.Policy, $"{newest.Name} {newest.Version}", null, actor, clock.GetUtcNow(), ct);
        await db.SaveChangesAsync(ct);
        return run.Id;
    }
}

public sealed record ListRecounts;

/// <param name="What">Name and version of the decision, code of the calendar, word of the channel, or name of who refers to another calendar.</param>
public sealed record RecountView(
    Guid Id, RecountCause Cause, string What, RecountStatus Status, int Total, int Seen, int Changed, int Failed, string? Error, string StartedBy,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <summary>The latest runs over the open tickets, newest first.</summary>
public sealed class ListRecountsHandler(IDbContextFactory<DeskDbContext> databases)
{
    private const int Most = 5;

    public async Task<Outcome<IReadOnlyList<RecountView>>> Handle(ListRecounts query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanSee(actor) && !CalendarAccess.CanSee(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var runs = await db.RecountRuns.AsNoTracking().OrderByDescending(row => row.StartedAt).Take(Most).ToListAsync(ct);
        return runs.ConvertAll(run => new RecountView(
            run.Id, run.Cause, run.What, run.Status, Math.Max(run.Total, run.Seen), run.Seen, run.Changed, run.Failed, run.Error, run.StartedBy, run.StartedAt, run.EndedAt));
    }
}
