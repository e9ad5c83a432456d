using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Sequence flows connect nodes of one process level (BPMN 2.0.2 §7.6.1, §8.4.13).</summary>
internal static class SequenceFlowRules
{
    public static void Check(Validation v)
    {
        foreach (var flow in v.Of("sequenceFlow"))
        {
            var source = End(v, flow, "sourceRef", "EXT007");
            var target = End(v, flow, "targetRef", "EXT006");
            if (source is not null && target is not null)
                Levels(v, flow, source, target);
            if (flow.Value("isImmediate") is "false" or "0")
                v.Warning("EXT024", flow, "isImmediate is false: in an executable process nothing happens between two elements; leave it out.");
            if (source is not null && flow.Child("conditionExpression") is not null)
                Conditional(v, flow, source);
        }
    }

    private static XElement? End(Validation v, XElement flow, string end, string rule)
    {
        if (flow.Value(end) is not { } reference || v.Find(reference) is not { } node)
        {
            v.Error("REF", flow, $"The sequence flow's {end} '{flow.Value(end)}' is not in the file.");
            return null;
        }

        if (Kinds.IsNode(node))
            return node;
        if (Kinds.IsOf(node, Kinds.Choreographies))
            return null;
        var artifact = Kinds.IsOf(node, Kinds.Artifacts) || node.Is("participant") || node.Is("lane");
        v.Error(artifact && !node.Is("participant") ? rule : "REF", flow,
            $"The sequence flow's {end} '{reference}' is a {node.Name.LocalName}; only events, activities and gateways can be connected.");
        return null;
    }

    private static void Levels(Validation v, XElement flow, XElement source, XElement target)
    {
        if (Kinds.IsEventSubProcess(target) || Kinds.IsEventSubProcess(source))
            v.Error("EXT057", flow, "An event sub-process starts by its event only; it has no incoming or outgoing sequence flow.");
        if (source.Parent != target.Parent)
            v.Error("EXT152", flow, "The sequence flow crosses the border of a sub-process or process; connect the sub-process itself, or send a message.");
        else if (flow.Parent != source.Parent)
            v.Error("EXT152", flow, "The sequence flow stands in another process level than the elements it connects.");
    }

    private static void Conditional(Validation v, XElement flow, XElement source)
    {
        if (source.Is("eventBasedGateway"))
            v.Warning("EXT137", flow, "The events after an event-based gateway decide; a condition on this flow is never looked at.");
        else if (source.Is("parallelGateway"))
            v.Warning("EXT026", flow, "A parallel gateway takes all its flows; a condition on this one is never looked at.");
        else if (source.Value("default") is { } otherwise && otherwise == flow.Value("id"))
            v.Warning("EXT136", flow, "The default flow is taken when no condition is true; its own condition is never looked at.");
        else if (source.Is("startEvent") || Kinds.IsOf(source, Kinds.Activities))
            Alternative(v, flow, source);
    }

    private static void Alternative(Validation v, XElement flow, XElement source)
    {
        if (v.Outgoing(source).Count() < 2)
            v.Warning("EXT025", flow, "The only way on has a condition: when it is false the flow stops here. Add another flow, or a default one.");
    }
}
