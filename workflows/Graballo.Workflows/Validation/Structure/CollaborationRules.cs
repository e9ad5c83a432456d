using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Pools and message flows (BPMN 2.0.2 §9). They are documentation to the engine: warnings.</summary>
internal static class CollaborationRules
{
    public static void Check(Validation v)
    {
        foreach (var flow in v.Of("messageFlow"))
            MessageFlow(v, flow);
        Loose(v);
        foreach (var multiplicity in v.Of("participantMultiplicity"))
            Multiplicity(v, multiplicity);
        foreach (var conversation in v.Of("globalConversation"))
            if (conversation.Children("choreographyRef").Any())
                v.Warning("EXT027", conversation, "A global conversation refers to no choreography.");
    }

    /// <summary>Associations and imports are documentation too.</summary>
    private static void Loose(Validation v)
    {
        foreach (var association in v.Of("association"))
            foreach (var end in new[] { "sourceRef", "targetRef" })
                if (v.Find(association.Value(end)) is null)
                    v.Warning("REF", association, $"The association's {end} '{association.Value(end)}' is not in the file.");
        foreach (var import in v.Of("import"))
            v.Warning("EXT001", import, "Other files are not read; call their processes by key, and copy the messages and types you need.");
    }

    private static void MessageFlow(Validation v, XElement flow)
    {
        var source = End(v, flow, "sourceRef", "EXT009");
        var target = End(v, flow, "targetRef", "EXT008");
        if (source is null || target is null)
            return;
        if (PoolOf(v, source) is { } pool && pool == PoolOf(v, target))
            v.Warning("EXT031", flow, "A message flow connects different pools; inside one, draw a sequence flow.");
        if (source.Is("startEvent") || source.Is("intermediateCatchEvent") || source.Is("boundaryEvent"))
            v.Warning("EXT107", flow, "A catching event receives messages and sends none.");
        if (target.Is("endEvent"))
            v.Warning("EXT108", flow, "An end event sends messages and receives none.");
        if (target.Is("intermediateThrowEvent"))
            v.Warning("EXT119", flow, "A throwing event sends messages and receives none.");
        if (source.Is("endEvent") && !v.Has(source, "messageEventDefinition"))
            v.Warning("EXT109", flow, "The end event sends a message; give it a message event definition.");
    }

    private static XElement? End(Validation v, XElement flow, string end, string rule)
    {
        if (v.Find(flow.Value(end)) is not { } element)
        {
            v.Warning("REF", flow, $"The message flow's {end} '{flow.Value(end)}' is not in the file.");
            return null;
        }

        if (element.Is("participant") || Kinds.IsOf(element, Kinds.Activities) || Kinds.IsOf(element, Kinds.Events))
            return element;
        if (element.Is("conversation") || element.Is("callConversation") || element.Is("subConversation"))
            return null;
        v.Warning(Kinds.IsOf(element, Kinds.Artifacts) ? rule : "REF", flow,
            $"The message flow's {end} '{flow.Value(end)}' is a {element.Name.LocalName}; messages go between pools, activities and events.");
        return null;
    }

    private static XElement? PoolOf(Validation v, XElement element)
    {
        if (element.Is("participant"))
            return element;
        var process = element.Ancestors().FirstOrDefault(around => around.Is("process"));
        return process is null ? null : v.Of("participant").FirstOrDefault(pool => v.Find(pool.Value("processRef")) == process) ?? process;
    }

    private static void Multiplicity(Validation v, XElement multiplicity)
    {
        var minimum = multiplicity.Number("minimum", otherwise: 0);
        var maximum = multiplicity.Number("maximum", otherwise: Math.Max(1, minimum));
        if (minimum < 0)
            v.Warning("EXT029", multiplicity, "The minimum number of participants is negative.");
        if (maximum < 1 || maximum < minimum)
            v.Warning("EXT030", multiplicity, "The maximum number of participants is below one or below the minimum.");
    }
}
