using System.Diagnostics;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Demo;

/// <param name="Tickets">0 or more.</param>
/// <param name="Days">1 to 3,650, ending now.</param>
/// <param name="Seed">The same seed tells the same stories.</param>
/// <param name="Counter">Counts down what is still to be told, with each batch; null: nobody needs to know.</param>
public sealed record DemoPlan(int Tickets, int Days, int Seed, string? Counter = null);

/// <summary>
/// Some weeks of history: stories of tickets, played through the real verbs and flows under a simulated clock. What would
/// happen after now stays open.
/// </summary>
public sealed class DemoHistory(
    IDbContextFactory<DeskDbContext> databases, DeskRuntime runtime, TicketNumbers numbers, WriteGate gate, TimeProvider clock)
{
    // Stories of one transaction: enough to make commits cheap, few enough to keep the change tracker quick.
    private const int Batch = 25;

    /// <param name="progress">Called with the number of tickets told so far.</param>
    public async Task<TimeSpan> Play(DemoPlan plan, Action<int>? progress, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var random = new Random(plan.Seed);
        var now = clock.GetUtcNow();
        var arrivals = DemoClock.Arrivals(random, plan, now);
        var cast = await DemoCast.Read(databases, ct);
        for (var told = 0; told < arrivals.Count;)
        {
            var count = Math.Min(Batch, arrivals.Count - told);
            var drawn = new List<string>(count);
            while (drawn.Count < count)
                drawn.Add(await numbers.Next(ct));
            await using var db = await databases.CreateDbContextAsync(ct);
            // The stories say what they change; looking for it after every line would cost more than the stories.
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            using (await gate.Enter(db, ct))
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                for (var i = 0; i < count; i++)
                    await new DemoStory(random, cast, runtime, db, now).Tell(drawn[i], arrivals[told + i], ct);
                MarkSent(db);
                if (plan.Counter is { } counter)
                    (await db.Counters.SingleAsync(row => row.Name == counter, ct)).Next -= count;
                await NewRows.Save(db, ct);
                await transaction.CommitAsync(ct);
            }
            told += count;
            progress?.Invoke(told);
        }
        return watch.Elapsed;
    }

    // The mails of made-up history left in made-up history.
    private static void MarkSent(DeskDbContext db)
    {
        foreach (var entry in db.ChangeTracker.Entries<OutboxMessage>())
        {
            entry.Entity.SentAt = entry.Entity.CreatedAt;
            entry.Entity.NextAttemptAt = null;
        }
    }
}

/// <summary>Who plays in the stories.</summary>
internal sealed record DemoCast(
    IReadOnlyList<Actor> Clients, IReadOnlyDictionary<Guid, Actor> Agents, IReadOnlyList<Actor> FrontDesk,
    IReadOnlyList<(Guid UnitId, Actor Actor)> BackOffice, IReadOnlyList<Topic> Topics)
{
    public static async Task<DemoCast> Read(IDbContextFactory<DeskDbContext> databases, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var contacts = await db.Contacts.AsNoTracking().OrderBy(row => row.Id).ToListAsync(ct);
        var agents = await db.Agents.AsNoTracking().ToListAsync(ct);
        var units = await db.Units.AsNoTracking().Where(row => row.IsBackOffice).ToListAsync(ct);
        var front = await (from member in db.GroupMembers
                           join grp in db.Groups on member.GroupId equals grp.Id
                           where grp.Code == "mesa"
                           select member.AgentId).ToListAsync(ct);
        Actor Staff(Agent agent, string role) => new(agent.Id, agent.Name, new HashSet<string> { role }, agent.Id);
        return new DemoCast(
            contacts.ConvertAll(row => new Actor(row.Id, row.FullName, new HashSet<string> { Role.Client }, null, row.Id, row.CompanyId)),
            agents.ToDictionary(row => row.Id, row => Staff(row, Role.Executive)),
            [.. agents.Where(row => front.Contains(row.Id)).Select(row => Staff(row, Role.Executive))],
            [.. agents.Where(row => units.Exists(unit => unit.Id == row.UnitId)).Select(row => (row.UnitId, Staff(row, Role.BackOffice)))],
            await db.Topics.AsNoTracking().OrderBy(row => row.Code).ToListAsync(ct));
    }
}
