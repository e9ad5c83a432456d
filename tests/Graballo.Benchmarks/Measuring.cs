using System.Diagnostics;
using System.Globalization;

namespace Graballo.Benchmarks;

/// <summary>Rates and bytes of one core.</summary>
internal static class Measuring
{
    public const int Rounds = 3;
    public static readonly TimeSpan Round = TimeSpan.FromMilliseconds(500);

    /// <summary>The best of the rounds, after one that warms up.</summary>
    public static (double Rate, long Bytes) Measure(Func<object?> work)
    {
        var (best, bytes) = (0.0, 0L);
        for (var round = 0; round <= Rounds; round++)
        {
            var (before, watch, count) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew(), 0);
            for (; watch.Elapsed < Round; count += 100)
            {
                for (var i = 0; i < 100; i++) work();
            }
            if (round > 0)
                best = Math.Max(best, count / watch.Elapsed.TotalSeconds);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / count;
        }
        return (best, bytes);
    }

    public static string Aim(double value, double aim) => string.Create(CultureInfo.InvariantCulture, $" aim {aim:0} {(value >= aim ? "reached" : "MISSED")}");
}
