using Graballo.Rules.Feel;

namespace Graballo.Workflows.Conformance;

/// <summary>Runs a folder of BPMN conformance cases. The only place of this room that reads files.</summary>
public static class BpmnConformance
{
    /// <summary>Runs all cases of a folder's manifest.json; one line for each that fails, and the count at the end.</summary>
    /// <exception cref="IOException">The folder or its manifest cannot be read.</exception>
    public static (int Passed, int Failed, int Skipped) Run(string folder, TextWriter output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        int passed = 0, failed = 0, skipped = 0;
        foreach (var one in ConformanceCase.Load(File.ReadAllText(Path.Combine(folder, "manifest.json"))))
        {
            cancellation.ThrowIfCancellationRequested();
            if (one.Skip is not null)
            {
                skipped++;
                continue;
            }

            if (Problem(one, File.ReadAllText(Path.Combine(folder, one.File))) is { } problem)
            {
                failed++;
                output.WriteLine($"FAIL {one.Name}: {problem}");
            }
            else
            {
                passed++;
            }
        }

        output.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        return (passed, failed, skipped);
    }

    private static string? Problem(ConformanceCase one, string xml)
    {
        var reading = Flow.Compile(xml);
        if (one.Kind == "reject")
            return reading.Findings.Count > 0 ? null : $"nothing found; {one.Rule} is broken";
        if (reading.Flow is not { } flow)
            return one.Runs.All(run => run.RejectOk) ? null : "refused: " + string.Join("; ", reading.Findings);
        if (reading.Findings.Count > 0 && one.Group != "errors")
            return "a correct model has findings: " + string.Join("; ", reading.Findings);
        return one.Runs.Select((run, at) => Problem(one, run, flow) is { } problem ? $"run {at + 1}: {problem}" : null)
            .FirstOrDefault(problem => problem is not null);
    }

    private static string? Problem(ConformanceCase one, ConformanceRun run, Flow flow)
    {
        var world = new ConformanceWorld(flow);
        foreach (var companion in one.Companions)
            if (companion.Start)
                world.Start(companion.Process, FeelContext.Empty);
        var main = world.Start(one.Name, Input(run));
        world.Advance(run.Advance is { } span ? System.Xml.XmlConvert.ToTimeSpan(span) : TimeSpan.Zero);
        return Problem(world, main, run);
    }

    private static string? Problem(ConformanceWorld world, int main, ConformanceRun run)
    {
        var state = world.Instances[main];
        if (run.ExpectIncident)
            return world.Incidents.Count > 0 ? null : "no incident";
        var unexpected = world.Incidents.FirstOrDefault(error => error != Engine.Run.Deadlock);
        if (unexpected is not null)
            return "incident: " + unexpected;
        if (run.ExpectError != (state.Status == FlowStatus.Failed))
            return $"ended as {state.Status}";
        if (run.Marker && !world.Instances.Any(instance => instance.Variables["marker"] is true))
            return "the companion did not set its marker";
        var trace = state.Variables["trace"] is FeelList list ? list.Select(item => item as string ?? FeelValue.Display(item)).ToList() : [];
        var expected = run.Expect ?? [];
        var same = run.Unordered
            ? trace.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal))
            : trace.SequenceEqual(expected);
        return same ? null : $"expected [{string.Join(", ", expected)}] but got [{string.Join(", ", trace)}]";
    }

    private static FeelContext Input(ConformanceRun run)
    {
        var variables = FeelContext.Empty;
        foreach (var (name, value) in run.Input ?? [])
            variables = variables.With(name, FeelJson.Read(value));
        return variables;
    }
}
