using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>What event definitions must say (BPMN 2.0.2 §10.5.5).</summary>
internal static class EventDefinitionRules
{
    public static void Check(Validation v)
    {
        foreach (var message in v.Of("messageEventDefinition"))
        {
            if (message.Value("messageRef") is null)
                v.Warning("EXT127", message, "The event does not say which message; without one it goes by the event's own name.");
            if (message.ChildText("operationRef") is null && message.Value("operationRef") is null && IsOfEvent(message))
                v.Warning("EXT128", message, "The message event names no operation; the engine correlates by the message's name.");
        }

        foreach (var signal in v.Of("signalEventDefinition"))
            if (signal.Value("signalRef") is null)
                v.Warning("SIGNAL_REF", signal, "The event does not say which signal; without one it goes by the event's own id.");
        foreach (var condition in v.Of("conditionalEventDefinition"))
            Condition(v, condition);
        Throwing(v);
    }

    private static bool IsOfEvent(XElement definition) => definition.Parent is { } parent && Kinds.IsOf(parent, Kinds.Events);

    private static void Condition(Validation v, XElement definition)
    {
        if (definition.Child("condition").Text() is null)
            v.Error("EXT123", definition, "The conditional event has no condition.");
    }

    /// <summary>What is thrown needs a code, so that the right event catches it (BPMN 2.0.2 §10.5.5.4, §10.5.5.6).</summary>
    private static void Throwing(Validation v)
    {
        foreach (var thrower in v.Of("endEvent").Concat(v.Of("intermediateThrowEvent")))
            foreach (var definition in v.Definitions(thrower))
            {
                if (definition.Is("errorEventDefinition") && v.Find(definition.Value("errorRef"))?.Value("errorCode") is null)
                    v.Warning("EXT124", thrower, "The error that is thrown has no code; only an event that catches every error will catch it.");
                if (definition.Is("escalationEventDefinition") && v.Find(definition.Value("escalationRef"))?.Value("escalationCode") is null)
                    v.Warning("EXT122", thrower, "The escalation that is thrown has no code; only an event that catches every escalation will catch it.");
            }
    }
}
