using System.Diagnostics;
using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;
using Graballo.Rules.Tests.Dmn;

namespace Graballo.Rules.Tests.Performance;

/// <summary>Figures of a 50-rule, four-input table and of the assignment graph; run with GRABALLO_BENCH=1 and a release build.</summary>
public sealed class DecisionRateTests(ITestOutputHelper output)
{
    [Fact]
    public void Decisions_per_second_and_bytes_per_decision()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("GRABALLO_BENCH") == "1", "Figures are taken on request.");
        var cold = Stopwatch.StartNew();
        var table = DmnReader.Read(FiftyRules()).Model!;
        output.WriteLine($"compile: {cold.Elapsed.TotalMilliseconds:0.0} ms cold");
        var inputs = Enumerable.Range(0, 60).Select(Input).ToArray();
        var quick = new FeelOptions { Trace = false };
        Measure("50 rules, 4 inputs", i => table.Decide("result", inputs[i % 60], quick));
        Measure("50 rules, 4 inputs, explained", i => table.Decide("result", inputs[i % 60]));
        var assignment = DmnReader.Read(PolicyTests.Text("assignment.dmn")).Model!;
        var ticket = FeelContext.Empty
            .With("client", FeelContext.Empty.With("segment", "pyme").With("executive", null).With("group", null))
            .With("ticket", FeelContext.Empty.With("topic", "factura-monto").With("area", "facturacion").With("channel", "web").With("priority", "low"));
        Measure("assignment graph", _ => assignment.Decide("assignment", ticket, quick));
        Measure("assignment graph, explained", _ => assignment.Decide("assignment", ticket));
    }

    private static FeelContext Input(int i) => FeelContext.Empty
        .With("segment", "abcde"[i % 5].ToString()).With("area", "xy"[i % 2].ToString()).With("priority", "low").With("age", (FeelNumber)i);

    private static string FiftyRules()
    {
        string[] ages = ["< 10", "[10..20)", "[20..30)", "[30..40)", ">= 40"];
        var rules = from s in "abcde" from a in "xy" from age in ages select $"\"{s}\" | \"{a}\" | - | {age} : \"{s}{a}{age}\"";
        return Tables.File("UNIQUE", "segment:string, area:string, priority:string, age:number", "string", [.. rules]);
    }

    private void Measure(string label, Func<int, DecisionResult> decide)
    {
        for (var i = 0; i < 50_000; i++) decide(i);
        var (bytes, watch, count) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew(), 0);
        for (; watch.ElapsedMilliseconds < 1_500; count += 1_000)
        {
            for (var i = 0; i < 1_000; i++) decide(i);
        }

        output.WriteLine($"{label}: {count / watch.Elapsed.TotalSeconds:N0} a second, {(GC.GetAllocatedBytesForCurrentThread() - bytes) / count} bytes");
    }
}
