using System.Globalization;
using Graballo.Benchmarks;

var tickets = args is ["clocks", var many] && int.TryParse(many, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
(string Name, Func<Task> Run)[] benches =
[
    ("rules", Rules.Run),
    ("limits", () => Now(Limits.Run)),
    ("calendars", () => Now(Calendars.Run)),
    ("clocks", async () =>
    {
        await Clocks.Run("Sqlite", tickets ?? Clocks.Usual);
        await Clocks.Run("PostgreSql", tickets ?? Clocks.Usual);
    }),
    ("assignment", () => Sharing.Run(tickets: 10_000)),
    ("engine", Engine.Run),
    ("timers", Timers.Run),
    ("intake", async () =>
    {
        await Intake.Run("Sqlite", senders: 4, tickets: 2_000);
        await Intake.Run("PostgreSql", senders: 12, tickets: 3_000);
    }),
];
var asked = benches.Where(bench => args is [] || bench.Name == args[0]).ToArray();
if (asked is [] || (args.Length > 1 && tickets is null))
{
    Console.Error.WriteLine($"Usage: ./graballo bench [{string.Join('|', benches.Select(bench => bench.Name))}]");
    return 2;
}
foreach (var (_, run) in asked)
    await run();
return 0;

static Task Now(Action run)
{
    run();
    return Task.CompletedTask;
}
