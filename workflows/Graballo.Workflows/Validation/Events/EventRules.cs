using System.Collections.Frozen;
using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Intermediate and end events have definitions of the kinds that suit them (BPMN 2.0.2 §10.5.3, §10.5.4).</summary>
internal static class EventRules
{
    private static readonly FrozenSet<string> Catchable = Names("message", "timer", "conditional", "link", "signal");
    private static readonly FrozenSet<string> Throwable = Names("message", "escalation", "compensate", "link", "signal");
    private static readonly FrozenSet<string> Ending = Names("message", "escalation", "error", "cancel", "compensate", "signal", "terminate");

    public static void Check(Validation v)
    {
        foreach (var caught in v.Of("intermediateCatchEvent"))
        {
            if (!v.Definitions(caught).Any())
                v.Error("EXT148", caught, "The event does not say what it waits for.");
            Suits(v, caught, Catchable, "EXT148", "cannot be waited for here");
            Connected(v, caught, link: v.Has(caught, "linkEventDefinition"));
        }

        foreach (var thrown in v.Of("intermediateThrowEvent"))
        {
            Suits(v, thrown, Throwable, "EXT149", "cannot be thrown here");
            Connected(v, thrown, link: v.Has(thrown, "linkEventDefinition"));
        }

        foreach (var end in v.Of("endEvent"))
            Suits(v, end, Ending, "EXT146", "cannot end a flow");
        References(v);
    }

    private static void Suits(Validation v, XElement element, FrozenSet<string> allowed, string rule, string why)
    {
        foreach (var definition in v.Definitions(element))
            if (!allowed.Contains(definition.Name.LocalName))
                v.Error(rule, element, $"A {definition.Name.LocalName} {why}.");
    }

    /// <summary>Intermediate events stand between two others; links lead from the one to the other half.</summary>
    private static void Connected(Validation v, XElement element, bool link)
    {
        var isCatch = element.Is("intermediateCatchEvent");
        var incoming = v.Incoming(element).Any();
        var outgoing = v.Outgoing(element).Any();
        if (!incoming && !(link && isCatch))
            v.Error("EXT115", element, "Nothing leads to this event; connect it.");
        if (!outgoing && !(link && !isCatch))
            v.Error("EXT116", element, "Nothing leads on from this event; connect it.");
        if (link && !isCatch && outgoing)
            v.Error("EXT117", element, "A throwing link has no outgoing sequence flow: it goes on at the catching link.");
        if (link && isCatch && incoming)
            v.Error("EXT117", element, "A catching link has no incoming sequence flow: it is reached by the throwing link.");
    }

    /// <summary>Only definitions at the top of the file can be shared (BPMN 2.0.2 §10.5.1).</summary>
    private static void References(Validation v)
    {
        foreach (var reference in v.Of("eventDefinitionRef"))
            if (v.Find(reference.Text()) is { } definition && definition.Parent?.Is("definitions") != true
                && Kinds.IsOf(definition, Kinds.EventDefinitions))
                v.Error("EXT095", reference, $"'{reference.Text()}' belongs to another event; only event definitions at the top of the file can be shared.");
    }

    private static FrozenSet<string> Names(params string[] kinds) =>
        kinds.Select(kind => kind + "EventDefinition").ToFrozenSet(StringComparer.Ordinal);
}
