using System.Diagnostics;
using System.Globalization;
using System.Security;
using System.Text;
using System.Text.Json;
using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;

namespace Graballo.Benchmarks;

/// <summary>
/// Decisions a second of one core and bytes a decision, with and without the explanation; and the same expressions as feelin, the
/// FEEL of JavaScript, in the same run. feelin cannot keep a parsed expression; we can, which is how flows and tables use it. What
/// parsing every time costs is told as well.
/// </summary>
internal static class Rules
{
    private const double DecisionAim = 1_000_000;
    private const double ExpressionAim = 100;
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "feelin");

    public static async Task Run()
    {
        Decisions();
        var theirs = await Feelin();
        Expressions(theirs);
    }

    private static void Decisions()
    {
        var (xml, policy) = (FiftyRules(), File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "definitions", "assignment.dmn")));
        var watch = Stopwatch.StartNew();
        var table = DmnReader.Read(xml).Model!;
        Tell($"compile-cold {watch.Elapsed.TotalMilliseconds:0.0} ms");
        Tell($"compile-table-50x4 {1_000 / Measuring.Measure(() => DmnReader.Read(xml)).Rate:0.000} ms");
        Tell($"compile-assignment {1_000 / Measuring.Measure(() => DmnReader.Read(policy)).Rate:0.000} ms");

        var quick = new FeelOptions { Trace = false };
        var (inputs, at) = (Enumerable.Range(0, 60).Select(Input).ToArray(), 0);
        Decision("table-50x4", () => table.Decide("result", inputs[at++ % 60], quick), DecisionAim);
        Decision("table-50x4-explained", () => table.Decide("result", inputs[at++ % 60]));
        var assignment = DmnReader.Read(policy).Model!;
        var ticket = FeelContext.Empty
            .With("client", FeelContext.Empty.With("segment", "pyme").With("executive", null).With("group", null))
            .With("ticket", FeelContext.Empty.With("topic", "factura-monto").With("area", "facturacion").With("channel", "web").With("priority", "low"));
        Decision("assignment", () => assignment.Decide("assignment", ticket, quick));
        Decision("assignment-explained", () => assignment.Decide("assignment", ticket));
    }

    private static void Decision(string name, Func<object?> decide, double? aim = null)
    {
        var (rate, bytes) = Measuring.Measure(decide);
        Tell($"{name} {rate:0} decisions/s{(aim is { } wanted ? Measuring.Aim(rate, wanted) : "")}");
        Tell($"{name}-memory {bytes} bytes/decision");
    }

    private static void Expressions(IReadOnlyDictionary<string, (double Rate, JsonElement Value)> theirs)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expressions.json")));
        var context = (FeelContext)FeelValue.From(file.RootElement.GetProperty("context"))!;
        var quick = new FeelOptions { Trace = false };
        var (compiled, parsed) = (new List<double>(), new List<double>());
        foreach (var each in file.RootElement.GetProperty("expressions").EnumerateArray())
        {
            var (name, text) = (each.GetProperty("name").GetString()!, each.GetProperty("text").GetString()!);
            var (their, value) = theirs[name];
            var expression = FeelExpression.Parse(text);
            if (!FeelValue.AreEqual(expression.Evaluate(context), FeelValue.From(value)))
                throw new InvalidOperationException($"'{text}' is {FeelValue.Write(expression.Evaluate(context))} here and {value} there.");
            var ours = Measuring.Measure(() => expression.Evaluate(context, quick)).Rate;
            compiled.Add(ours / their);
            parsed.Add(Measuring.Measure(() => FeelExpression.Parse(text).Evaluate(context, quick)).Rate / their);
            Tell($"expression-{name} {ours:0} evaluations/s ratio {ours / their:0} of feelin");
        }
        Tell($"expressions-mean {Mean(compiled):0.0} times ratio {Mean(compiled):0.0} of feelin{Measuring.Aim(Mean(compiled), ExpressionAim)}");
        Tell($"expressions-parsed-every-time {Mean(parsed):0.0} times ratio {Mean(parsed):0.0} of feelin");
    }

    // The geometric mean: no expression outweighs the others.
    private static double Mean(IEnumerable<double> ratios) => Math.Exp(ratios.Average(Math.Log));

    private static async Task<Dictionary<string, (double Rate, JsonElement Value)>> Feelin()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            await Shell("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        var lines = await Shell("node", "measure.mjs", Measuring.Rounds.ToString(CultureInfo.InvariantCulture), Measuring.Round.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .ToDictionary(row => row.GetProperty("name").GetString()!, row => (row.GetProperty("rate").GetDouble(), row.GetProperty("value")));
    }

    private static async Task<string> Shell(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static FeelContext Input(int i) => FeelContext.Empty
        .With("segment", "abcde"[i % 5].ToString()).With("area", "xy"[i % 2].ToString()).With("priority", "low").With("age", (FeelNumber)i);

    private static string FiftyRules()
    {
        string[] ages = ["< 10", "[10..20)", "[20..30)", "[30..40)", ">= 40"];
        string[] inputs = ["segment:string", "area:string", "priority:string", "age:number"];
        var xml = new StringBuilder("<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" namespace=\"urn:m\">");
        foreach (var input in inputs.Select(input => input.Split(':')))
            xml.Append(CultureInfo.InvariantCulture, $"<inputData id=\"i-{input[0]}\" name=\"{input[0]}\"><variable name=\"{input[0]}\" typeRef=\"{input[1]}\"/></inputData>");
        xml.Append("<decision id=\"result\" name=\"result\"><variable name=\"result\"/>");
        foreach (var input in inputs)
            xml.Append(CultureInfo.InvariantCulture, $"<informationRequirement><requiredInput href=\"#i-{input.Split(':')[0]}\"/></informationRequirement>");
        xml.Append("<decisionTable hitPolicy=\"UNIQUE\">");
        foreach (var input in inputs.Select(input => input.Split(':')))
            xml.Append(CultureInfo.InvariantCulture, $"<input label=\"{input[0]}\"><inputExpression typeRef=\"{input[1]}\"><text>{input[0]}</text></inputExpression></input>");
        xml.Append("<output name=\"result\" typeRef=\"string\"/>");
        foreach (var (segment, area, age) in from s in "abcde" from a in "xy" from age in ages select (s, a, age))
        {
            string[] cells = [$"\"{segment}\"", $"\"{area}\"", "-", age];
            xml.Append("<rule>").AppendJoin("", cells.Select(cell => $"<inputEntry><text>{SecurityElement.Escape(cell)}</text></inputEntry>"))
                .Append(CultureInfo.InvariantCulture, $"<outputEntry><text>\"{segment}{area}{SecurityElement.Escape(age)}\"</text></outputEntry></rule>");
        }
        return xml.Append("</decisionTable></decision></definitions>").ToString();
    }

    private static void Tell(FormattableString line) => Console.WriteLine("bench rules " + FormattableString.Invariant(line));
}
