using System.Xml.Linq;
using Graballo.Workflows.Model;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Compiling;

/// <summary>
/// Turns a BPMN file into what the engine runs. What the validator refuses is skipped here, so that a broken
/// file still gives all its findings at once.
/// </summary>
internal sealed class FlowCompiler
{
    private readonly BpmnDocument document;
    private readonly ExpressionReader expressions;
    private readonly EventReader events;
    private readonly DetailsReader details;
    private readonly LoopReader loops;
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);

    private FlowCompiler(BpmnDocument document, List<Finding> findings)
    {
        this.document = document;
        expressions = new ExpressionReader(findings);
        events = new EventReader(document, expressions);
        var data = new DataReader(document, expressions);
        details = new DetailsReader(document, expressions, events, data);
        loops = new LoopReader(expressions, events, data);
    }

    /// <summary>Null when the file holds no process.</summary>
    public static Flow? Compile(BpmnDocument document, List<Finding> findings)
    {
        var compiler = new FlowCompiler(document, findings);
        var bodies = document.Root.Elements()
            .Where(element => element.Is("process") && element.Value("id") is not null)
            .OrderByDescending(element => element.Flag("isExecutable", otherwise: false))
            .Select(element => compiler.Process(element))
            .Concat(document.Root.Elements().Where(IsGlobalTask).Select(compiler.GlobalTask))
            .DistinctBy(body => body.Id)
            .ToList();
        return bodies.Count == 0 ? null : new Flow(document, bodies, compiler.nodes, 0);
    }

    private static bool IsGlobalTask(XElement element) =>
        element.Name.Namespace == BpmnNames.Model && element.Name.LocalName.StartsWith("global", StringComparison.Ordinal)
        && element.Name.LocalName.EndsWith("Task", StringComparison.Ordinal) && element.Value("id") is not null;

    private Body Process(XElement element)
    {
        var body = new Body { Id = element.Value("id")!, Name = element.Value("name"), Locals = DataReader.Locals(element) };
        Fill(body, element);
        return body;
    }

    /// <summary>A global task runs as a process of that one task (BPMN 2.0.2 §10.3.7).</summary>
    private Body GlobalTask(XElement element)
    {
        var id = element.Value("id")!;
        var body = new Body { Id = id, Name = element.Value("name") };
        var type = element.Name.LocalName["global".Length..];
        var task = Make(body, element, char.ToLowerInvariant(type[0]) + type[1..]);
        if (task is not null && nodes.TryAdd(id, task))
            body.Nodes.Add(task);
        body.Starts.AddRange(body.Nodes);
        return body;
    }

    private void Fill(Body body, XElement element)
    {
        foreach (var child in element.Elements().Where(child => child.Name.Namespace == BpmnNames.Model && child.Value("id") is not null))
            if (Make(body, child, child.Name.LocalName) is { } node && nodes.TryAdd(node.Id, node))
            {
                body.Nodes.Add(node);
                if (node.Construct is not Engine.Constructs.SubProcess and not Engine.Constructs.AdHocSubProcess)
                    continue;
                node.Content = new Body { Id = node.Id, Name = node.Name, Owner = node, Locals = DataReader.Locals(child) };
                Fill(node.Content, child);
            }

        Connect(body, element);
        Attach(body, element);
        Wiring.FindStarts(body);
        Wiring.FindUpstream(body);
    }

    private Node? Make(Body body, XElement element, string type)
    {
        if (Constructs.Of(type) is not { } construct)
            return null;
        return new Node
        {
            Id = element.Value("id")!,
            Name = element.Value("name"),
            Type = type,
            Construct = construct,
            Body = body,
            Details = details.Read(element),
            Events = events.Read(element),
            Interrupting = element.Is("boundaryEvent") ? element.Flag("cancelActivity", otherwise: true) : element.Flag("isInterrupting", otherwise: true),
            ParallelMultiple = element.Flag("parallelMultiple", otherwise: false),
            Loop = loops.Read(element),
            StartQuantity = element.Number("startQuantity", otherwise: 1),
            CompletionQuantity = element.Number("completionQuantity", otherwise: 1),
            ForCompensation = element.Flag("isForCompensation", otherwise: false),
            IsEventSubProcess = element.Is("subProcess") && element.Flag("triggeredByEvent", otherwise: false),
            Instantiate = element.Flag("instantiate", otherwise: false),
            WantsAll = element.Flag("instantiate", otherwise: false) && element.Value("eventGatewayType") == "Parallel",
        };
    }

    private void Connect(Body body, XElement element)
    {
        var here = body.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        foreach (var flow in element.Children("sequenceFlow"))
        {
            var condition = expressions.Read(flow, flow.Child("conditionExpression"));
            if (flow.Value("id") is not { } id
                || flow.Value("sourceRef") is not { } from || !here.TryGetValue(BpmnXml.LocalPart(from), out var source)
                || flow.Value("targetRef") is not { } to || !here.TryGetValue(BpmnXml.LocalPart(to), out var target))
                continue;
            var edge = new Edge { Id = id, Source = source, Target = target, Condition = condition };
            source.Outgoing.Add(edge);
            target.Incoming.Add(edge);
        }

        foreach (var node in body.Nodes)
        {
            // Which flow is tried first is the order of <outgoing>, where a tool writes it; else that of the file.
            Wiring.Order(node, document.Find(node.Id)!);
            if (document.Find(node.Id)?.Value("default") is { } chosen)
                node.Default = node.Outgoing.Find(edge => edge.Id == BpmnXml.LocalPart(chosen));
        }
    }

    private void Attach(Body body, XElement element)
    {
        var here = body.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        foreach (var boundary in body.Nodes.Where(node => node.Type == "boundaryEvent"))
            if (document.Find(boundary.Id)?.Value("attachedToRef") is { } to && here.TryGetValue(BpmnXml.LocalPart(to), out var activity))
            {
                boundary.AttachedTo = activity;
                activity.Boundaries.Add(boundary);
            }

        foreach (var association in element.Children("association"))
            if (association.Value("sourceRef") is { } from && here.GetValueOrDefault(BpmnXml.LocalPart(from)) is { AttachedTo: { } compensated } boundary
                && boundary.Events.Any(definition => definition.Kind == EventKind.Compensation)
                && association.Value("targetRef") is { } handler)
                compensated.CompensationHandler = here.GetValueOrDefault(BpmnXml.LocalPart(handler));
        Wiring.Link(body, document);
    }
}
