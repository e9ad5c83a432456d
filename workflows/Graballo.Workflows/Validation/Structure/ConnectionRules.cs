using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Nodes are connected: nothing is drawn that no token can reach or leave (BPMN 2.0.2 §10.5.2, §10.5.3).</summary>
internal static class ConnectionRules
{
    public static void Check(Validation v)
    {
        var listed = v.Of("incoming").Any() || v.Of("outgoing").Any();
        foreach (var container in v.Elements.Where(element => Kinds.IsOf(element, Kinds.Containers)))
        {
            var hasStart = container.Children("startEvent").Any();
            var hasEnd = container.Children("endEvent").Any();
            foreach (var node in container.Elements().Where(Kinds.IsNode))
            {
                if (listed)
                    Lists(v, node);
                if (hasStart && NeedsIncoming(v, node) && !v.Incoming(node).Any())
                    v.Error("EXT150", node, "Nothing leads here: connect it, or take it out.");
                if (hasEnd && NeedsOutgoing(v, node) && !v.Outgoing(node).Any())
                    v.Error("EXT150", node, "Nothing leads on from here: connect it to what follows, or to an end event.");
            }
        }
    }

    /// <summary>Where a file lists incoming and outgoing flows, the lists agree with the flows.</summary>
    private static void Lists(Validation v, XElement node)
    {
        Agree(v, node, "incoming", v.Incoming(node));
        Agree(v, node, "outgoing", v.Outgoing(node));
    }

    private static void Agree(Validation v, XElement node, string list, IEnumerable<XElement> flows)
    {
        var said = node.Children(list).Select(child => BpmnXml.LocalPart(child.Value.Trim())).ToHashSet(StringComparer.Ordinal);
        var drawn = flows.Select(flow => flow.Value("id")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (said.SetEquals(drawn))
            return;
        var odd = said.Except(drawn).Concat(drawn.Except(said));
        v.Warning(node.Is("startEvent") && said.Count == 0 ? "EXT101" : "EXT023", node,
            $"The element's list of {list} sequence flows does not agree with the flows: {string.Join(", ", odd)}.");
    }

    private static bool NeedsIncoming(Validation v, XElement node)
    {
        if (node.Is("startEvent") || node.Is("boundaryEvent") || node.Is("intermediateThrowEvent") || node.Is("intermediateCatchEvent"))
            return false;
        return !StandsAlone(node) && !node.Flag("instantiate", otherwise: false);
    }

    private static bool NeedsOutgoing(Validation v, XElement node)
    {
        if (node.Is("endEvent") || node.Is("boundaryEvent") || node.Is("startEvent") || node.Is("intermediateThrowEvent") || node.Is("intermediateCatchEvent"))
            return false;
        return !StandsAlone(node);
    }

    private static bool StandsAlone(XElement node) =>
        Kinds.IsEventSubProcess(node) || node.Flag("isForCompensation", otherwise: false);
}
