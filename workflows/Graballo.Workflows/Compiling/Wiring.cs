using System.Xml.Linq;
using Graballo.Workflows.Model;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Compiling;

/// <summary>What follows from how nodes are connected, worked out once.</summary>
internal static class Wiring
{
    /// <summary>Puts incoming and outgoing flows in the order of the node's own list.</summary>
    public static void Order(Node node, XElement element)
    {
        var order = element.Children("outgoing").Select(outgoing => BpmnXml.LocalPart(outgoing.Value.Trim())).ToList();
        if (node.Outgoing.Count < 2 || order.Count == 0)
            return;
        var sorted = node.Outgoing.OrderBy(edge => order.IndexOf(edge.Id) is var at and >= 0 ? at : int.MaxValue).ToList();
        node.Outgoing.Clear();
        node.Outgoing.AddRange(sorted);
    }

    /// <summary>Where an instance begins (BPMN 2.0.2 §13.2).</summary>
    public static void FindStarts(Body body)
    {
        foreach (var node in body.Nodes)
        {
            if (node.IsEventSubProcess)
                body.EventSubProcesses.Add(node);
            else if (node.Type == "startEvent")
                (node.Events.Count == 0 ? body.Starts : body.TriggeredStarts).Add(node);
            else if (node.Instantiate && node.Incoming.Count == 0)
                body.TriggeredStarts.Add(node);
        }

        if (body.Starts.Count > 0 || body.TriggeredStarts.Count > 0)
            return;
        body.Starts.AddRange(body.Nodes.Where(node => node.Incoming.Count == 0
            && !node.IsEventSubProcess && !node.ForCompensation && node.Type != "boundaryEvent" && !IsLinkCatch(node)));
    }

    /// <summary>Leads link throw events to the catch event of the same name (BPMN 2.0.2 §10.5.5.7).</summary>
    public static void Link(Body body, BpmnDocument document)
    {
        foreach (var thrower in body.Nodes)
        {
            if (thrower.Type != "intermediateThrowEvent" || thrower.Events.FirstOrDefault(IsLink) is not { } link)
                continue;
            var target = document.Find(link.Id)?.ChildText("target");
            thrower.LinkTarget = body.Nodes.Find(node => IsLinkCatch(node) && node.Events[0].Id.Length > 0 && node.Events[0].Id == target)
                ?? body.Nodes.Find(node => IsLinkCatch(node) && node.Events[0].Name is not null && node.Events[0].Name == link.Name);
        }
    }

    /// <summary>For joins that look ahead: from where each incoming flow can be reached without passing the join.</summary>
    public static void FindUpstream(Body body)
    {
        foreach (var join in body.Nodes.Where(node => node.Type is "inclusiveGateway" or "complexGateway" && node.Incoming.Count > 1))
            join.Upstream = [.. join.Incoming.Select(edge => Upstream(body, edge.Source, join))];
    }

    private static HashSet<string> Upstream(Body body, Node from, Node join)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<Node>([from]);
        while (open.TryPop(out var node))
        {
            if (node == join || !found.Add(node.Id))
                continue;
            foreach (var edge in node.Incoming)
                open.Push(edge.Source);
            if (node.AttachedTo is { } activity)
                open.Push(activity);
            foreach (var thrower in body.Nodes)
                if (thrower.LinkTarget == node)
                    open.Push(thrower);
        }

        return found;
    }

    private static bool IsLink(EventDefinition definition) => definition.Kind == EventKind.Link;

    private static bool IsLinkCatch(Node node) =>
        node.Type == "intermediateCatchEvent" && node.Events.Count > 0 && node.Events[0].Kind == EventKind.Link;
}
