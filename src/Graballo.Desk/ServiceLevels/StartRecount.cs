using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Tickets;
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
        var run = await Recounts.Begin(db, RecountCause.Policy, $"{newest.Name} {newest.Version}", actor, clock.GetUtcNow(), ct);
        await db.SaveChangesAsync(ct);
        return run.Id;
    }
}

/// <summary>What makes all open tickets be measured anew.</summary>
public static class Recounts
{
    /// <summary>Adds a run to the caller's transaction; whoever changes a calendar calls this with it.</summary>
    /// <param name="db">The caller's; it saves.</param>
    /// <param name="cause">A policy is decided anew for each ticket; a calendar only measures anew.</param>
    /// <param name="what">For people: name and version of the decision, or the calendar.</param>
    /// <param name="actor">In whose name the histories tell of it.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<RecountRun> Begin(DeskDbContext db, RecountCause cause, string what, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var run = new RecountRun
        {
            Id = Guid.CreateVersion7(now),
            Cause = cause,
            What = what,
            Total = await db.Tickets.CountAsync(row => row.Status != TicketStatus.Closed, ct),
            StartedBy = actor.Name,
            StartedById = actor.IsSystem ? null : actor.UserId,
            StartedAt = now,
            ClaimedUntil = now,
        };
        db.RecountRuns.Add(run);
        return run;
    }
}

public sealed record ListRecounts;

/// <param name="What">Name and version of the decision, or the calendar.</param>
public sealed record RecountView(
    Guid Id, RecountCause Cause, string What, RecountStatus Status, int Total, int Seen, int Changed, int Failed, string? Error, string StartedBy,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <summary>The latest runs over the open tickets, newest first.</summary>
public sealed class ListRecountsHandler(IDbContextFactory<DeskDbContext> databases)
{
    private const int Most = 5;

    public async Task<Outcome<IReadOnlyList<RecountView>>> Handle(ListRecounts query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanSee(actor))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var runs = await db.RecountRuns.AsNoTracking().OrderByDescending(row => row.StartedAt).Take(Most).ToListAsync(ct);
        return runs.ConvertAll(run => new RecountView(
            run.Id, run.Cause, run.What, run.Status, Math.Max(run.Total, run.Seen), run.Seen, run.Changed, run.Failed, run.Error, run.StartedBy, run.StartedAt, run.EndedAt));
    }
}
