using Graballo.Desk;
using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Benchmarks;

/// <summary>
/// Two nodes on one PostgreSQL. Ten thousand first-response deadlines in one second: is each acted on once, and how late? Then a quiet desk
/// with a deadline now and then.
/// </summary>
internal static class Timers
{
    private const int Crowd = 10_000;
    private const int Few = 100;
    private const double QuietAim = 250;

    public static async Task Run()
    {
        var connection = PostgresServer.Instance.NewDatabase();
        var folder = Directory.CreateTempSubdirectory("graballo-bench-").FullName;
        await using var first = await BenchDesk.Start("PostgreSql", folder, connection);
        await using var second = await BenchDesk.Start("PostgreSql", folder, connection);
        await Open(first, Crowd + Few);
        using var stop = new CancellationTokenSource();
        var sweeping = new[] { first, second }.Select(node => Task.Run(() => Sweep(node, stop.Token))).ToArray();

        var due = TimeProvider.System.GetUtcNow().AddSeconds(2);
        await Set(first, Crowd, _ => due);
        var late = await Wait(first, Crowd);
        Tell($"crowd-once {late.Count(row => row.Times == 1)} of {Crowd} {(late.TrueForAll(row => row.Times == 1) ? "reached" : "MISSED")}");
        Lateness("crowd", late);

        var random = new Random(1);
        var begin = TimeProvider.System.GetUtcNow().AddSeconds(3);
        await Set(first, Few, _ => begin.AddMilliseconds(random.Next(20_000)));
        var quiet = (await Wait(first, Crowd + Few)).OrderByDescending(row => row.Due).Take(Few).ToList();
        Lateness("quiet", quiet, QuietAim);
        await stop.CancelAsync();
        await Task.WhenAll(sweeping);
    }

    // As Quartz has it done in the server.
    private static async Task Sweep(IServiceProvider node, CancellationToken ct)
    {
        var sweep = node.GetRequiredService<TimerSweep>();
        using var pace = new PeriodicTimer(TimerSweep.Pace);
        try
        {
            while (await pace.WaitForNextTickAsync(ct))
                await sweep.Sweep(ct);
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private static async Task Open(IServiceProvider services, int tickets)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        var contacts = await db.Contacts.Select(row => new { row.Id, row.FirstName, row.CompanyId }).ToListAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, tickets), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (i, ct) =>
        {
            using var scope = services.CreateScope();
            var contact = contacts[i % contacts.Count];
            var client = new Actor(contact.Id, contact.FirstName, new HashSet<string> { Role.Client }, null, contact.Id, contact.CompanyId);
            for (var opened = false; !opened;)
            {
                opened = (await scope.ServiceProvider.GetRequiredService<OpenTicketHandler>().Handle(
                    new OpenTicket(i % 2 == 0 ? "factura-monto" : "portal-acceso", "Plazo", "Texto", Channel.Web), client, ct)).Ok;
            }
        });
        // What else would be due is put off, so that only what is measured is done.
        await db.Timers.ExecuteUpdateAsync(row => row.SetProperty(timer => timer.DueAt, TimeProvider.System.GetUtcNow().AddDays(30)));
    }

    // The clocks of first response that have not run out yet.
    private static async Task Set(IServiceProvider services, int count, Func<int, DateTimeOffset> due)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        var clocks = await db.SlaClocks.Where(row => row.Target == Domain.ServiceLevels.SlaTarget.FirstResponse && row.BreachedAt == null)
            .OrderBy(row => row.Id).Take(count).ToDictionaryAsync(row => row.Id.ToString("N"));
        var histories = await db.SlaSegments.Where(row => db.SlaClocks.Any(clock => clock.Id == row.ClockId && clock.Target == Domain.ServiceLevels.SlaTarget.FirstResponse))
            .ToDictionaryAsync(row => row.ClockId);
        var timers = (await db.Timers.Where(row => row.Kind == TimerKind.Deadline).ToListAsync()).FindAll(row => clocks.ContainsKey(row.TimerKey));
        for (var i = 0; i < timers.Count; i++)
        {
            var clock = clocks[timers[i].TimerKey];
            clock.DueAt = timers[i].DueAt = due(i);
            db.Entry(histories[clock.Id]).Property(row => row.FixedDueAt).CurrentValue = clock.DueAt;
        }
        await db.SaveChangesAsync();
    }

    /// <summary>When every one of so many was acted on: when it was due, when it was done, how many times.</summary>
    private static async Task<List<(DateTimeOffset Due, TimeSpan Late, int Times)>> Wait(IServiceProvider services, int count)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
            var done = await (from clock in db.SlaClocks
                              where clock.Target == Domain.ServiceLevels.SlaTarget.FirstResponse && clock.BreachedAt != null
                              select new
                              {
                                  clock.DueAt,
                                  At = db.TicketEvents.Where(row => row.TicketId == clock.TicketId && row.Type == EventType.Breached).Min(row => (DateTimeOffset?)row.At),
                                  Times = db.TicketEvents.Count(row => row.TicketId == clock.TicketId && row.Type == EventType.Breached),
                              }).ToListAsync();
            if (done.Count >= count)
                return done.ConvertAll(row => (row.DueAt!.Value, row.At!.Value - row.DueAt.Value, row.Times));
            await Task.Delay(500);
        }
        throw new TimeoutException("Not every deadline was acted on within five minutes.");
    }

    private static void Lateness(string name, List<(DateTimeOffset Due, TimeSpan Late, int Times)> rows, double? aim = null)
    {
        var late = rows.Select(row => row.Late.TotalMilliseconds).Order().ToList();
        var p99 = late[(int)(late.Count * 0.99) - 1];
        Tell($"{name}-lateness-p50 {late[late.Count / 2]:0} ms");
        Tell($"{name}-lateness-p99 {p99:0} ms{(aim is { } most ? FormattableString.Invariant($" aim {most:0} {(p99 <= most ? "reached" : "MISSED")}") : "")}");
        Tell($"{name}-lateness-max {late[^1]:0} ms");
    }

    private static void Tell(FormattableString line) => Console.WriteLine("bench timers " + FormattableString.Invariant(line));
}
