namespace Graballo.Desk.Demo;

/// <summary>When things happen in the demonstration.</summary>
internal static class DemoClock
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Santiago");

    /// <summary>Instants at which requests come in: mostly working hours, busier on Mondays and in the mornings.</summary>
    public static List<DateTimeOffset> Arrivals(Random random, DemoPlan plan, DateTimeOffset now)
    {
        var from = now.AddDays(-plan.Days);
        var arrivals = new List<DateTimeOffset>(plan.Tickets);
        while (arrivals.Count < plan.Tickets)
        {
            var at = from + TimeSpan.FromSeconds(random.NextDouble() * (now - from).TotalSeconds);
            if (random.NextDouble() < Weight(TimeZoneInfo.ConvertTime(at, Zone).DateTime))
                arrivals.Add(at);
        }
        arrivals.Sort();
        return arrivals;
    }

    /// <summary>A delay that is mostly short and sometimes long.</summary>
    public static TimeSpan Delay(Random random, double medianHours)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return TimeSpan.FromHours(Math.Clamp(medianHours * Math.Exp(normal * 0.9), 0.05, 400));
    }

    private static double Weight(DateTime local)
    {
        if (local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            return 0.05;
        var hour = local.Hour switch { < 8 => 0.05, < 9 => 0.5, < 12 => 1.0, < 14 => 0.55, < 18 => 0.8, < 21 => 0.2, _ => 0.06 };
        return local.DayOfWeek == DayOfWeek.Monday ? hour : hour * 0.8;
    }
}
