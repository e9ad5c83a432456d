using System.Globalization;
using Graballo.Desk.Demo;
using Graballo.Rules.Conformance;
using Graballo.Server.Startup;
using Graballo.Workflows.Conformance;

namespace Graballo.Server.Commands;

/// <summary>The command-line tools: <c>demo</c>, <c>conformance</c>, <c>dmn</c>, <c>bpmn</c>. Anything else serves.</summary>
internal static class ToolCommands
{
    public static Func<CancellationToken, Task<int>>? Find(string[] args) => args switch
    {
        ["demo", .. var options] => ct => Demo(options, ct),
        ["conformance", "dmn", var folder] => ct => Conformance(folder, () =>
        {
            var run = DmnConformance.Run(folder, Console.Out, ct);
            return (run.Passed, run.Failed);
        }),
        ["conformance", "bpmn", var folder] => ct => Conformance(folder, () =>
        {
            var run = BpmnConformance.Run(folder, Console.Out, ct);
            return (run.Passed, run.Failed);
        }),
        ["conformance", ..] => _ => Usage("conformance dmn|bpmn DIR"),
        ["dmn", "check", .. { Length: > 0 } files] => _ => Check(() => DmnCheck.Run(files, Console.Out).Errors),
        ["bpmn", "check", "--roundtrip", .. { Length: > 0 } files] => _ => Check(() => BpmnCheck.Run(files, true, Console.Out).Errors),
        ["bpmn", "check", .. { Length: > 0 } files] => _ => Check(() => BpmnCheck.Run(files, false, Console.Out).Errors),
        ["dmn", ..] => _ => Usage("dmn check FILE..."),
        ["bpmn", ..] => _ => Usage("bpmn check [--roundtrip] FILE..."),
        _ => null,
    };

    private static async Task<int> Demo(string[] options, CancellationToken ct)
    {
        if (Number(options, "--tickets", 1_000, 1, 5_000_000) is not { } tickets || Number(options, "--days", 30, 1, 3_650) is not { } days
            || Number(options, "--seed", 7, 0, int.MaxValue) is not { } seed)
            return await Usage("demo [--tickets N] [--days D] [--seed S]");
        var builder = Hosting.NewBuilder([]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        Wiring.AddDesk(builder.Services, builder.Configuration);
        await using var app = builder.Build();
        await app.Services.GetRequiredService<FirstStart>().Prepare(Console.WriteLine, ct);
        var took = await app.Services.GetRequiredService<DemoHistory>().Play(
            new DemoPlan(tickets, days, seed), told => { if (told % 1_000 == 0) Console.WriteLine($"{told} / {tickets}"); }, ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tickets} tickets in {took.TotalSeconds:0.0} s, {tickets / took.TotalSeconds:0} a second"));
        return 0;
    }

    /// <summary>1 when something is wrong with the files, 2 when they cannot be read.</summary>
    private static Task<int> Check(Func<int> errors)
    {
        try
        {
            return Task.FromResult(errors() == 0 ? 0 : 1);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(unread.Message);
            return Task.FromResult(2);
        }
    }

    /// <summary>2 when there is no case, as well.</summary>
    private static async Task<int> Conformance(string folder, Func<(int Passed, int Failed)> run)
    {
        var cases = 0;
        var code = await Check(() =>
        {
            var (passed, failed) = run();
            cases = passed + failed;
            return failed;
        });
        if (code != 0 || cases > 0) return code;
        await Console.Error.WriteLineAsync($"There are no conformance cases in '{folder}'.");
        return 2;
    }

    private static int? Number(string[] options, string name, int otherwise, int least, int most)
    {
        var at = Array.IndexOf(options, name);
        if (at < 0)
            return otherwise;
        return at + 1 < options.Length && int.TryParse(options[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : null;
    }

    private static Task<int> Usage(string text)
    {
        Console.Error.WriteLine("Usage: ./graballo " + text);
        return Task.FromResult(2);
    }
}
