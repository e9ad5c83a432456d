using Graballo.Benchmarks;

if (args is not ([] or ["intake"]))
{
    Console.Error.WriteLine("Usage: ./graballo bench [intake]");
    return 2;
}
await Intake.Run("Sqlite", senders: 4, tickets: 2_000);
await Intake.Run("PostgreSql", senders: 12, tickets: 3_000);
return 0;
