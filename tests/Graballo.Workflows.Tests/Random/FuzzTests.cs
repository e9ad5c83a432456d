using System.Diagnostics;
using System.Text;
using CsCheck;
using Graballo.Rules.Feel;

namespace Graballo.Workflows.Tests;

/// <summary>Broken input gives findings, incidents or a format error: never another exception, never a hang.</summary>
public class FuzzTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Seeds = [.. Files()];

    // As many as asked for by name, else what a test run can wait for.
    private static int Rounds(int usual) => int.TryParse(Environment.GetEnvironmentVariable("GRABALLO_FUZZ"), out var asked) ? asked : usual;

    [Fact]
    public void A_mutated_file_is_refused_or_runs() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Select(Gen.Int[0, 7], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000]).Array[1, 4])
            .Sample((file, mutations) => Survives(Mutate(Seeds[file], mutations)), iter: Rounds(12_000), threads: 1);

    [Fact]
    public void A_mutated_state_is_refused_or_goes_on()
    {
        var flow = Player.Compile(Folders.Definition("ticket-lifecycle"));
        var services = FlowServices.None with { Decide = (_, _) => new DecisionOutcome(null, null) };
        var play = new Player(flow, null, services).Answer("acknowledge").Answer("assign").Answer("commit");
        var json = play.State.ToJson();
        Gen.Select(Gen.Int[4, 7], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000]).Array[1, 3].Sample(
            mutations =>
            {
                FlowState state;
                try
                {
                    state = FlowState.FromJson(Mutate(json, mutations));
                }
                catch (FormatException)
                {
                    return true;
                }

                var clock = Stopwatch.StartNew();
                Steps(flow, state, services);
                return Quick(clock.Elapsed);
            },
            iter: Rounds(8_000),
            threads: 1);
    }

    private static bool Survives(string xml)
    {
        var clock = Stopwatch.StartNew();
        var reading = Flow.Compile(xml);
        if (reading.Flow is { } flow)
            Steps(flow, FlowEngine.Start(flow, FeelContext.Empty, FlowServices.None, Now).State, FlowServices.None);
        else
            reading.Findings.Should().NotBeEmpty();
        return Quick(clock.Elapsed);
    }

    // On a busy machine a second is not ours alone: a second is told, half a minute is a hang.
    private static bool Quick(TimeSpan took)
    {
        if (took > TimeSpan.FromSeconds(1))
            TestContext.Current.SendDiagnosticMessage("A mutant took {0:0.00} s.", took.TotalSeconds);
        return took < TimeSpan.FromSeconds(30);
    }

    private static void Steps(Flow flow, FlowState state, FlowServices services)
    {
        for (var step = 0; step < 6 && state.Status == FlowStatus.Active && state.Waits.Count > 0; step++)
        {
            var wait = state.Waits[step % state.Waits.Count];
            FlowTrigger trigger = wait.Kind switch
            {
                "task" => new TaskCompleted(wait.Id, FeelContext.Empty),
                "job" => step % 2 == 0 ? new ServiceCompleted(wait.Id, FeelContext.Empty) : new ServiceFailed(wait.Id, "x", "E"),
                "timer" => new TimerDue(wait.Id),
                "message" => new MessageArrived(wait.Id, FeelContext.Empty),
                "signal" => new SignalArrived(wait.Id, FeelContext.Empty),
                // Another ten thousand elements of an endless loop would only take time.
                _ => wait.Name?.Contains("endless", StringComparison.Ordinal) == true ? new CancelFlow("endless") : new RetryIncident(wait.Id),
            };
            state = FlowEngine.Advance(flow, state, trigger, services, Now).State;
            state = FlowState.FromJson(state.ToJson());
        }
    }

    private static string Mutate(string text, (int Kind, int At, int With)[] mutations)
    {
        var mutant = new StringBuilder(text);
        foreach (var (kind, at, with) in mutations)
            Mutate(mutant, kind, at % Math.Max(1, mutant.Length), with);
        return mutant.ToString();
    }

    private static void Mutate(StringBuilder text, int kind, int at, int with)
    {
        if (text.Length < 10)
            return;
        switch (kind)
        {
            case 0 or 1: Word(text, at, with); break;
            case 2: Element(text, at, remove: true); break;
            case 3: Element(text, at, remove: false); break;
            case 4: text[at] = (char)(32 + (with % 95)); break;
            case 5: text.Remove(at, Math.Min(1 + (with % 20), text.Length - at)); break;
            case 6: text.Insert(at, text.ToString(with % (text.Length - 5), 5)); break;
            default: Digit(text, at, with); break;
        }
    }

    /// <summary>One attribute value becomes another of the same file: references lead elsewhere.</summary>
    private static void Word(StringBuilder text, int at, int with)
    {
        var all = text.ToString();
        var (from, length) = Quoted(all, at);
        var (other, otherLength) = Quoted(all, with % all.Length);
        if (length > 0 && otherLength > 0)
            text.Remove(from, length).Insert(from, all[other..(other + otherLength)]);
    }

    private static (int From, int Length) Quoted(string text, int at)
    {
        var start = text.IndexOf("=\"", at, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('"', start + 2);
        return end < 0 ? (0, 0) : (start + 2, end - start - 2);
    }

    private static void Element(StringBuilder text, int at, bool remove)
    {
        var all = text.ToString();
        var start = all.IndexOf('<', at);
        var end = start < 0 ? -1 : all.IndexOf("/>", start, StringComparison.Ordinal);
        if (end < 0 || end - start > 400)
            return;
        if (remove)
            text.Remove(start, end + 2 - start);
        else
            text.Insert(start, all[start..(end + 2)]);
    }

    private static void Digit(StringBuilder text, int at, int with)
    {
        for (var place = at; place < text.Length; place++)
            if (char.IsAsciiDigit(text[place]))
            {
                text[place] = (char)('0' + (with % 10));
                return;
            }
    }

    private static IEnumerable<string> Files()
    {
        foreach (var file in Directory.GetFiles(Folders.Definitions(), "*.bpmn").Order(StringComparer.Ordinal))
            yield return File.ReadAllText(file);
        if (Folders.Conformance() is not { } folder)
            yield break;
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "cases"), "*.bpmn").Order(StringComparer.Ordinal))
            yield return File.ReadAllText(file);
    }
}
