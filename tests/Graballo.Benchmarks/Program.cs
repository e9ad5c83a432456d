using Graballo.Benchmarks;

if (args is not ([] or ["intake"] or ["rules"] or ["engine"] or ["timers"] or ["assignment"]))
{
    Console.Error.WriteLine("Usage: ./graballo bench [intake|rules|engine|timers|assignment]");
    return 2;
}
if (args is [] or ["rules"])
    await Rules.Run();
if (args is [] or ["engine"])
    await Engine.Run();
if (args is [] or ["timers"])
    await Timers.Run();
if (args is [] or ["assignment"])
    await Sharing.Run(tickets: 10_000);
if (args is [] or ["intake"])
{
    await Intake.Run("Sqlite", senders: 4, tickets: 2_000);
    await Intake.Run("PostgreSql", senders: 12, tickets: 3_000);
}
return 0;
