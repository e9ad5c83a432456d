using System.Diagnostics;
using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;
using Graballo.Rules.Tests.Safety;

namespace Graballo.Benchmarks;

/// <summary>How long what is costly on purpose keeps a core: expressions until the budget ends them, large files until they are read.</summary>
internal static class Limits
{
    private const double Aim = 1;

    public static void Run()
    {
        var (longest, slowest) = (0.0, 0);
        for (var i = 0; i < CostlyInputs.Endless.Count; i++)
        {
            var expression = FeelExpression.Parse(CostlyInputs.Endless[i]);
            var took = Time(() =>
            {
                try
                {
                    expression.Evaluate(FeelContext.Empty);
                    throw new InvalidOperationException($"Nothing ends expression {i}.");
                }
                catch (FeelBudgetException)
                {
                    // This is what the budget is for.
                }
            });
            if (took > longest) (longest, slowest) = (took, i);
        }
        Tell("longest-expression", longest);
        Console.WriteLine($"# the longest: {CostlyInputs.Endless[slowest][..Math.Min(100, CostlyInputs.Endless[slowest].Length)]}");
        Tell("table-8x2000", Time(() => DmnReader.Read(CostlyInputs.RangeTable())));
        Tell("table-1x20000", Time(() => DmnReader.Read(CostlyInputs.TextTable())));
        Tell("chain-of-20000-decisions", Time(() => DmnReader.Read(CostlyInputs.Decisions(20_000, i => [i - 1]))));
        Tell("cycle-of-20000-decisions", Time(() => DmnReader.Read(CostlyInputs.Decisions(20_000, i => [(i + 1) % 20_000]))));
        Tell("type-of-40000-parts", Time(() => DmnReader.Read(CostlyInputs.WideType())));
    }

    // The second time: what is compiled the first time is the runtime's cost and no file's.
    private static double Time(Action action)
    {
        action();
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static void Tell(string figure, double seconds) =>
        Console.WriteLine(FormattableString.Invariant($"bench limits {figure} {seconds:0.000} s aim {Aim:0} {(seconds <= Aim ? "reached" : "MISSED")}"));
}
