using Graballo.Workflows.Engine;

namespace Graballo.Workflows.Model;

/// <summary>A flow node, compiled (BPMN 2.0.2 §8.4.10).</summary>
internal sealed class Node
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>Local name of the XML element: userTask, exclusiveGateway…</summary>
    public required string Type { get; init; }

    /// <summary>How it runs.</summary>
    public required Construct Construct { get; init; }

    /// <summary>The process or sub-process that holds it.</summary>
    public required Body Body { get; init; }

    public required NodeDetails Details { get; init; }

    public bool IsActivity => Construct is ActivityConstruct;

    public List<Edge> Incoming { get; } = [];

    public List<Edge> Outgoing { get; } = [];

    public Edge? Default { get; set; }

    public IReadOnlyList<EventDefinition> Events { get; init; } = [];

    /// <summary>The activity a boundary event sits on.</summary>
    public Node? AttachedTo { get; set; }

    public List<Node> Boundaries { get; } = [];

    /// <summary>cancelActivity of a boundary event, isInterrupting of a start event.</summary>
    public bool Interrupting { get; init; } = true;

    public bool ParallelMultiple { get; init; }

    /// <summary>What a sub-process holds.</summary>
    public Body? Content { get; set; }

    public LoopSpec? Loop { get; init; }

    public int StartQuantity { get; init; } = 1;

    public int CompletionQuantity { get; init; } = 1;

    public bool ForCompensation { get; init; }

    /// <summary>The activity that undoes this one, drawn by a compensation boundary event.</summary>
    public Node? CompensationHandler { get; set; }

    /// <summary>For a link throw event: the catch events it leads to.</summary>
    public Node? LinkTarget { get; set; }

    /// <summary>
    /// For gateways that wait for what may still come: for each incoming flow, the nodes of the body from
    /// which that flow can be reached without passing this gateway.
    /// </summary>
    public IReadOnlyList<HashSet<string>> Upstream { get; set; } = [];

    public bool IsEventSubProcess { get; init; }

    /// <summary>receiveTask or eventBasedGateway that starts an instance.</summary>
    public bool Instantiate { get; init; }

    /// <summary>An event-based gateway that starts an instance and wants all of its events, not the first (BPMN 2.0.2 §10.6.6).</summary>
    public bool WantsAll { get; init; }
}

/// <summary>A sequence flow (BPMN 2.0.2 §8.4.13).</summary>
internal sealed class Edge
{
    public required string Id { get; init; }

    public required Node Source { get; init; }

    public required Node Target { get; init; }

    public Expression? Condition { get; init; }
}

/// <summary>The nodes of a process or sub-process.</summary>
internal sealed class Body
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The sub-process; null for a process.</summary>
    public Node? Owner { get; init; }

    public List<Node> Nodes { get; } = [];

    /// <summary>Where an instance begins when nothing triggers it: none start events, else nodes without incoming flow.</summary>
    public List<Node> Starts { get; } = [];

    /// <summary>Start events with a trigger, and instantiating receive tasks and gateways.</summary>
    public List<Node> TriggeredStarts { get; } = [];

    public List<Node> EventSubProcesses { get; } = [];

    /// <summary>Data objects and properties: variables that live in this scope.</summary>
    public IReadOnlyList<string> Locals { get; init; } = [];
}
