using Graballo.Workflows.Compiling;
using Graballo.Workflows.Model;
using Graballo.Workflows.Validation;

namespace Graballo.Workflows;

/// <summary>A file compiled; <see cref="Flow"/> is null when any finding is an error.</summary>
public sealed record FlowReading(Flow? Flow, IReadOnlyList<Finding> Findings);

/// <summary>One element of a flow, for screens.</summary>
/// <param name="Type">Local name of its BPMN element: userTask, exclusiveGateway…</param>
/// <param name="Stage">The moment of truth it is, or is inside of.</param>
/// <param name="ParentId">Id of the sub-process or process around it.</param>
public sealed record FlowElement(string Id, string? Name, string Type, string? Stage, string ParentId);

/// <summary>Something that can start an instance besides <see cref="FlowEngine.Start"/> without a trigger.</summary>
/// <param name="Kind">message, signal, timer or conditional.</param>
/// <param name="Name">Name of the message or signal.</param>
public sealed record FlowStartTrigger(string ProcessId, string ElementId, string Kind, string? Name);

/// <summary>One compiled BPMN file: immutable, safe for any number of threads, cached by version.</summary>
public sealed class Flow
{
    private readonly Dictionary<string, Body> processes;
    private readonly Dictionary<string, Node> nodes;

    internal Flow(BpmnDocument document, IReadOnlyList<Body> bodies, Dictionary<string, Node> nodes, int version)
    {
        Document = document;
        Version = version;
        this.nodes = nodes;
        processes = bodies.ToDictionary(body => body.Id, StringComparer.Ordinal);
        Main = bodies[0];
        Elements = [.. nodes.Values.Select(Describe)];
        StartTriggers = [.. bodies.SelectMany(Triggers)];
    }

    private Flow(Flow other, int version)
    {
        (Document, Main, Elements, StartTriggers) = (other.Document, other.Main, other.Elements, other.StartTriggers);
        (processes, nodes, Version) = (other.processes, other.nodes, version);
    }

    /// <summary>Id of the first executable process of the file.</summary>
    public string ProcessId => Main.Id;

    /// <summary>Name of that process, or its id.</summary>
    public string Name => Main.Name ?? Main.Id;

    /// <summary>Version it is deployed as; 0 when never said. A call activity remembers it.</summary>
    public int Version { get; }

    /// <summary>The file it was compiled from.</summary>
    public BpmnDocument Document { get; }

    /// <summary>Ids of all processes of the file.</summary>
    public IReadOnlyCollection<string> ProcessIds => processes.Keys;

    /// <summary>All flow nodes, in the order of the file.</summary>
    public IReadOnlyList<FlowElement> Elements { get; }

    /// <summary>Messages, signals and timers that start an instance.</summary>
    public IReadOnlyList<FlowStartTrigger> StartTriggers { get; }

    internal Body Main { get; }

    /// <summary>Reads, validates and compiles a file.</summary>
    public static FlowReading Compile(string xml)
    {
        var reading = BpmnReader.Read(xml);
        if (reading.Document is null)
            return new FlowReading(null, reading.Findings);
        var findings = new List<Finding>(reading.Findings);
        findings.AddRange(BpmnValidator.Validate(reading.Document));
        var flow = FlowCompiler.Compile(reading.Document, findings);
        return new FlowReading(findings.Exists(finding => finding.Severity == FindingSeverity.Error) ? null : flow, findings);
    }

    /// <summary>The same flow under a version number.</summary>
    public Flow WithVersion(int version) => new(this, version);

    internal Body? Process(string id) => processes.GetValueOrDefault(id);

    internal Node? Node(string id) => nodes.GetValueOrDefault(id);

    private static FlowElement Describe(Node node)
    {
        var stage = node.Details.Stage;
        for (var body = node.Body; stage is null && body.Owner is { } owner; body = owner.Body)
            stage = owner.Details.Stage;
        return new FlowElement(node.Id, node.Name, node.Type, stage, node.Body.Id);
    }

    private static IEnumerable<FlowStartTrigger> Triggers(Body process) =>
        process.TriggeredStarts.SelectMany(node => Triggers(process.Id, node));

    /// <summary>A gateway that starts the process does so by the events after it.</summary>
    private static IEnumerable<FlowStartTrigger> Triggers(string process, Node node) => node.Type switch
    {
        "receiveTask" => [new FlowStartTrigger(process, node.Id, "message", node.Details.MessageName)],
        "eventBasedGateway" => node.Outgoing.SelectMany(edge => Triggers(process, edge.Target)),
        _ => node.Events.Select(definition => new FlowStartTrigger(process, node.Id, KindName(definition.Kind), definition.Name)),
    };

    private static string KindName(EventKind kind) => kind switch
    {
        EventKind.Message => "message",
        EventKind.Signal => "signal",
        EventKind.Timer => "timer",
        _ => "conditional",
    };
}
