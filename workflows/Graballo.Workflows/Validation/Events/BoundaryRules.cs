using System.Collections.Frozen;
using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Boundary events (BPMN 2.0.2 §10.5.4).</summary>
internal static class BoundaryRules
{
    private static readonly FrozenSet<string> Interrupting =
        Names("message", "timer", "escalation", "error", "cancel", "compensate", "conditional", "signal");

    private static readonly FrozenSet<string> Beside = Names("message", "timer", "escalation", "conditional", "signal");

    public static void Check(Validation v)
    {
        foreach (var boundary in v.Of("boundaryEvent"))
        {
            Definitions(v, boundary);
            Attached(v, boundary);
            Flows(v, boundary);
        }
    }

    private static void Definitions(Validation v, XElement boundary)
    {
        var interrupts = boundary.Flag("cancelActivity", otherwise: true);
        if (!v.Definitions(boundary).Any() && !boundary.Children("eventDefinitionRef").Any())
            v.Error("EXT147", boundary, "The boundary event does not say what it waits for.");
        foreach (var definition in v.Definitions(boundary))
            if (!Interrupting.Contains(definition.Name.LocalName))
                v.Error("EXT147", boundary, $"A {definition.Name.LocalName} cannot stand on the border of an activity.");
            else if (!interrupts && definition.Is("compensateEventDefinition"))
                v.Warning("EXT147", boundary, "cancelActivity has no meaning for compensation: the activity is over by then; leave it out.");
            else if (!interrupts && !Beside.Contains(definition.Name.LocalName))
                v.Error("EXT147", boundary, $"A {definition.Name.LocalName} always interrupts its activity; set cancelActivity to true.");
    }

    private static void Attached(Validation v, XElement boundary)
    {
        if (boundary.Value("attachedToRef") is not { } reference)
        {
            v.Error("EXT112", boundary, "The boundary event is not attached to an activity.");
            return;
        }

        if (v.Find(reference) is not { } activity || !Kinds.IsOf(activity, Kinds.Activities))
            return;
        if (activity.Parent != boundary.Parent)
            v.Error("EXT112", boundary, "The boundary event stands in another process level than its activity.");
        if (v.Has(boundary, "cancelEventDefinition") && !activity.Is("transaction"))
            v.Error(activity.Is("subProcess") ? "EXT120" : "EXT111", boundary, "Only a transaction can be cancelled; attach it to one, or use an error.");
    }

    private static void Flows(Validation v, XElement boundary)
    {
        if (v.Incoming(boundary).Any())
            v.Error("EXT112", boundary, "A boundary event has no incoming sequence flow.");
        var outgoing = v.Outgoing(boundary).Any();
        if (!v.Has(boundary, "compensateEventDefinition"))
        {
            if (!outgoing)
                v.Error("EXT113", boundary, "The boundary event leads nowhere; connect it to what happens then.");
            return;
        }

        if (outgoing)
            v.Error("EXT114", boundary, "Compensation is associated with its activity; it has no outgoing sequence flow.");
        Handler(v, boundary);
    }

    private static void Handler(Validation v, XElement boundary)
    {
        var handlers = v.Of("association")
            .Where(association => association.Value("sourceRef") is { } from && v.Find(from) == boundary)
            .Select(association => v.Find(association.Value("targetRef")))
            .ToList();
        if (handlers.Count == 0)
            v.Warning("EXT114", boundary, "No activity is associated with the compensation: there is nothing to undo it with.");
        foreach (var handler in handlers)
            if (handler is not null && Kinds.IsOf(handler, Kinds.Activities) && !handler.Flag("isForCompensation", otherwise: false))
                v.Warning("EXT114", handler, "The activity undoes another one; mark it as isForCompensation.");
    }

    private static FrozenSet<string> Names(params string[] kinds) =>
        kinds.Select(kind => kind + "EventDefinition").ToFrozenSet(StringComparer.Ordinal);
}
