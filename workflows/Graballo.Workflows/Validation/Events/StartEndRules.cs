using System.Collections.Frozen;
using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Start and end events (BPMN 2.0.2 §10.5.2, §10.5.3).</summary>
internal static class StartEndRules
{
    private static readonly FrozenSet<string> TopLevel = Names("message", "timer", "conditional", "signal");

    private static readonly FrozenSet<string> EventSubProcess =
        Names("message", "timer", "escalation", "error", "compensate", "conditional", "signal");

    public static void Check(Validation v)
    {
        foreach (var container in v.Elements.Where(element => Kinds.IsOf(element, Kinds.Containers)))
            Pair(v, container);
        foreach (var start in v.Of("startEvent"))
            Start(v, start);
        foreach (var end in v.Of("endEvent"))
        {
            if (v.Outgoing(end).Any())
                v.Error("EXT103", end, "An end event has no outgoing sequence flow.");
            if (v.Has(end, "cancelEventDefinition") && end.Parent?.Is("transaction") != true)
                v.Error("EXT106", end, "Only a transaction can be cancelled; use an error or terminate end event here.");
        }
    }

    private static void Pair(Validation v, XElement container)
    {
        var starts = container.Children("startEvent").Count();
        var ends = container.Children("endEvent").Count();
        if (container.Is("adHocSubProcess"))
        {
            if (starts + ends > 0)
                v.Error("EXT061", container, "An ad-hoc sub-process has no start or end events.");
            return;
        }

        var instantiates = container.Elements().Any(node => node.Flag("instantiate", otherwise: false));
        if (starts > 0 && ends == 0)
            v.Warning("EXT105", container, "There is a start event but no end event; draw where it ends.");
        if (ends > 0 && starts == 0 && !instantiates)
            v.Warning("EXT097", container, "There is an end event but no start event; draw where it starts.");
    }

    private static void Start(Validation v, XElement start)
    {
        if (v.Incoming(start).Any())
            v.Error("EXT096", start, "A start event has no incoming sequence flow.");
        if (!v.Outgoing(start).Any())
            v.Error("EXT101", start, "The start event leads nowhere; connect it to what follows.");
        if (start.Parent is not { } around)
            return;
        if (Kinds.IsEventSubProcess(around))
            InEventSubProcess(v, start);
        else if (around.Is("process"))
            Triggers(v, start, TopLevel, "EXT098", "cannot start a process");
        else
            Triggers(v, start, FrozenSet<string>.Empty, "EXT100", "cannot start a sub-process: the flow into it does");
    }

    private static void InEventSubProcess(Validation v, XElement start)
    {
        if (!v.Definitions(start).Any())
            v.Error("EXT129", start, "The start event of an event sub-process says by what event it starts.");
        Triggers(v, start, EventSubProcess, "EXT059", "cannot start an event sub-process");
        if (start.Flag("isInterrupting", otherwise: true))
            return;
        foreach (var definition in v.Definitions(start).Where(definition => definition.Is("errorEventDefinition") || definition.Is("compensateEventDefinition")))
            v.Error("EXT059", start, $"A {definition.Name.LocalName} always interrupts; set isInterrupting to true.");
    }

    private static void Triggers(Validation v, XElement start, FrozenSet<string> allowed, string rule, string why)
    {
        foreach (var definition in v.Definitions(start))
            if (!allowed.Contains(definition.Name.LocalName))
                v.Error(definition.Is("compensateEventDefinition") && rule == "EXT098" ? "EXT121" : rule, start, $"A {definition.Name.LocalName} {why}.");
    }

    private static FrozenSet<string> Names(params string[] kinds) =>
        kinds.Select(kind => kind + "EventDefinition").ToFrozenSet(StringComparer.Ordinal);
}
