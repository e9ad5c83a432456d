using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Gateways (BPMN 2.0.2 §10.6).</summary>
internal static class GatewayRules
{
    public static void Check(Validation v)
    {
        foreach (var gateway in v.Of(Kinds.Gateways))
        {
            int incoming = v.Incoming(gateway).Count(), outgoing = v.Outgoing(gateway).Count();
            if (incoming < 2 && outgoing < 2 && !(gateway.Is("eventBasedGateway") && outgoing > 0))
                v.Warning("EXT135", gateway, "The gateway neither splits nor joins: it has at most one flow in and one out.");
            Direction(v, gateway, incoming, outgoing);
        }

        foreach (var gateway in v.Of("eventBasedGateway"))
            EventBased(v, gateway);
    }

    private static void Direction(Validation v, XElement gateway, int incoming, int outgoing)
    {
        var wrong = gateway.Value("gatewayDirection") switch
        {
            "Diverging" => incoming > 1 || (outgoing < 2 && incoming > 0),
            "Converging" => outgoing > 1 || (incoming < 2 && outgoing > 0),
            "Mixed" => incoming < 2 || outgoing < 2,
            _ => false,
        };
        if (wrong)
            v.Warning(gateway.Value("gatewayDirection") == "Diverging" ? "EXT018" : "EXT019", gateway, $"gatewayDirection says {gateway.Value("gatewayDirection")}, but it has {incoming} flows in and {outgoing} out.");
    }

    private static void EventBased(Validation v, XElement gateway)
    {
        foreach (var flow in v.Outgoing(gateway))
        {
            if (v.Find(flow.Value("targetRef")) is not { } target)
                continue;
            if (!CanDecide(v, target))
                v.Error("EXT138", gateway, $"After an event-based gateway come catching events and receive tasks only; '{target.Value("id")}' is neither, or waits for a link.");
            else if (v.Incoming(target).Count() > 1)
                v.Error("EXT141", target, "What decides after an event-based gateway has no other incoming flow.");
        }

        if (v.Outgoing(gateway).Count() < 2)
            v.Warning("EXT135", gateway, "An event-based gateway has two or more events to choose from.");
        var targets = v.Outgoing(gateway).Select(flow => v.Find(flow.Value("targetRef"))).OfType<XElement>().ToList();
        if (targets.Exists(target => target.Is("receiveTask")) && targets.Exists(target => v.Has(target, "messageEventDefinition")))
            v.Warning("EXT139", gateway, "Messages come by events or by receive tasks after one gateway, not by both.");
        foreach (var target in targets.Where(target => target.Is("receiveTask") && v.Of("boundaryEvent").Any(boundary => v.Find(boundary.Value("attachedToRef")) == target)))
            v.Warning("EXT140", target, "A receive task after an event-based gateway has no boundary events: the gateway waits, not the task.");
        if (gateway.Value("eventGatewayType") == "Parallel" && !gateway.Flag("instantiate", otherwise: false))
            v.Warning("EXT143", gateway, "Only a gateway that starts the process can wait for all its events.");
        if (gateway.Flag("instantiate", otherwise: false) && v.Incoming(gateway).Any())
            v.Error("EXT142", gateway, "A gateway that starts the process has no incoming flow.");
    }

    private static bool CanDecide(Validation v, XElement target) =>
        target.Is("receiveTask")
        || (target.Is("intermediateCatchEvent") && !v.Has(target, "linkEventDefinition"));
}
