using Graballo.Benchmarks;

if (args is not ([] or ["intake"] or ["rules"] or ["engine"] or ["timers"] or ["clocks"]) && !(args is ["clocks", var number] && int.TryParse(number, out _)))
{
    Console.Error.WriteLine("Usage: ./graballo bench [intake|rules|engine|timers|clocks [TICKETS]]");
    return 2;
}
if (args is [] or ["rules"])
    await Rules.Run();
if (args is [] or ["engine"])
    await Engine.Run();
if (args is [] or ["timers"])
    await Timers.Run();
if (args is [] or ["clocks", ..])
{
    var tickets = args is ["clocks", var many] ? int.Parse(many, System.Globalization.CultureInfo.InvariantCulture) : Clocks.Usual;
    await Clocks.Run("Sqlite", tickets);
    await Clocks.Run("PostgreSql", tickets);
}
if (args is [] or ["intake"])
{
    await Intake.Run("Sqlite", senders: 4, tickets: 2_000);
    await Intake.Run("PostgreSql", senders: 12, tickets: 3_000);
}
return 0;
