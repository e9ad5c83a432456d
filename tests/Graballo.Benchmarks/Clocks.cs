using System.Diagnostics;
using System.Globalization;
using Graballo.Desk;
using Graballo.Desk.Flows;
using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Graballo.Benchmarks;

/// <summary>
/// Open tickets with three clocks each: how long to measure one anew, how long to put all of them under an edited policy, and what an inbox
/// feels of it meanwhile.
/// </summary>
internal static class Clocks
{
    public const int Usual = 10_000;
    private const int Sample = 300;
    private const double OneAim = 5;

    // A hundred thousand within a minute.
    private const double RateAim = 100_000 / 60.0;

    public static async Task Run(string provider, int tickets)
    {
        var folder = Directory.CreateTempSubdirectory("graballo-bench-").FullName;
        await using var desk = await BenchDesk.Start(provider, folder);
        await Policy(desk, "PT18H");
        await Open(desk, tickets);
        await One(desk, provider);
        var quiet = await Inbox(desk, new CancellationTokenSource(TimeSpan.FromSeconds(5)).Token);
        Tell(provider, $"inbox-quiet-p95 {P95(quiet):0.0} ms");

        await Policy(desk, "PT20H");
        (await desk.GetRequiredService<StartRecountHandler>().Handle(new StartRecount(Key), Actor.System, CancellationToken.None)).Value.ToString();
        using var over = new CancellationTokenSource();
        var inbox = Task.Run(() => Inbox(desk, over.Token));
        var watch = Stopwatch.StartNew();
        var seen = await desk.GetRequiredService<RecountClocks>().Work(CancellationToken.None);
        var took = watch.Elapsed;
        await over.CancelAsync();
        var meanwhile = await inbox;
        await using var db = await desk.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        var run = await db.RecountRuns.SingleAsync();
        var rate = seen / took.TotalSeconds;
        Tell(provider, $"recount-all {took.TotalSeconds:0.0} s ratio {seen} of {tickets} tickets with {await db.SlaClocks.CountAsync()} clocks, {run.Changed} changed, {run.Failed} failed");
        Tell(provider, $"recount-rate {rate:0} tickets/s{Measuring.Aim(rate, RateAim)}");
        Tell(provider, $"inbox-meanwhile-p95 {P95(meanwhile):0.0} ms ratio {P95(meanwhile) / P95(quiet):0.0} of quiet");
    }

    private const string Key = "acuerdos-de-nivel-de-servicio";

    private static async Task Policy(IServiceProvider desk, string resolution)
    {
        var xml = $$"""
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Acuerdos de nivel de servicio" namespace="urn:bench">
              <decision id="serviceLevel" name="Nivel"><variable id="v" name="Nivel"/>
                <literalExpression id="e"><text>{policy: "bench", calendar: "chile-laboral", firstResponse: duration("PT4H"), resolution: duration("{{resolution}}"),
                  stages: {communication: duration("PT9H")} }</text></literalExpression>
              </decision>
            </definitions>
            """;
        using var scope = desk.CreateScope();
        var deployed = await scope.ServiceProvider.GetRequiredService<DeployDefinitionHandler>().Handle(new DeployDefinition(DefinitionKind.Decision, xml, null, null), Actor.System, CancellationToken.None);
        if (!deployed.Ok)
            throw new InvalidOperationException(deployed.Refusal.Text());
    }

    private static async Task Open(IServiceProvider desk, int tickets)
    {
        await using var db = await desk.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        var contacts = await db.Contacts.Select(row => new { row.Id, row.FirstName, row.CompanyId }).ToListAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, tickets), new ParallelOptions { MaxDegreeOfParallelism = db.HasSingleWriter ? 2 : 12 }, async (i, ct) =>
        {
            using var scope = desk.CreateScope();
            var contact = contacts[i % contacts.Count];
            var client = new Actor(contact.Id, contact.FirstName, new HashSet<string> { Role.Client }, null, contact.Id, contact.CompanyId);
            for (var opened = false; !opened;)
                opened = (await scope.ServiceProvider.GetRequiredService<OpenTicketHandler>().Handle(new OpenTicket("factura-monto", "Plazo", "Texto", Channel.Web), client, ct)).Ok;
        });
    }

    private static async Task One(IServiceProvider desk, string provider)
    {
        await using var db = await desk.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContextAsync();
        var ids = await db.Tickets.OrderBy(row => row.Id).Take(Sample).Select(row => row.Id).ToListAsync();
        var runtime = desk.GetRequiredService<DeskRuntime>();
        var times = new List<double>();
        foreach (var id in ids)
        {
            var began = Stopwatch.GetTimestamp();
            await runtime.OnTicket(id, Actor.System, step => RecountTicket.Act(step, RecountCause.Policy), CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        times.Sort();
        var median = times[times.Count / 2];
        Tell(provider, $"recount-one-p50 {median:0.00} ms aim {OneAim:0} {(median < OneAim ? "reached" : "MISSED")}");
        Tell(provider, $"recount-one-p95 {P95(times):0.00} ms");
    }

    private static async Task<List<double>> Inbox(IServiceProvider desk, CancellationToken ct)
    {
        var times = new List<double>();
        var lead = new Actor(Guid.Empty, "", new HashSet<string> { Role.Supervisor }, Guid.Empty, null, null);
        while (!ct.IsCancellationRequested)
        {
            using var scope = desk.CreateScope();
            var began = Stopwatch.GetTimestamp();
            await scope.ServiceProvider.GetRequiredService<InboxHandler>().Handle(new Desk.Tickets.Inbox(InboxTab.All), lead, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await Task.Delay(50, CancellationToken.None);
        }
        return times;
    }

    private static double P95(List<double> times) => times.Order().ElementAt((int)(times.Count * 0.95));

    private static void Tell(string provider, FormattableString line) =>
        Console.WriteLine($"bench clocks {provider.ToLowerInvariant()}-{line.ToString(CultureInfo.InvariantCulture)}");
}
