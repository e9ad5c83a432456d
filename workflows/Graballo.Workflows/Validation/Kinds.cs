using System.Collections.Frozen;
using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Families of BPMN elements.</summary>
internal static class Kinds
{
    public static readonly FrozenSet<string> Containers = Set("process", "subProcess", "transaction", "adHocSubProcess");

    public static readonly FrozenSet<string> Activities = Set(
        "task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask",
        "callActivity", "subProcess", "transaction", "adHocSubProcess");

    public static readonly FrozenSet<string> Events = Set(
        "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent");

    public static readonly FrozenSet<string> Gateways = Set(
        "exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway");

    public static readonly FrozenSet<string> Artifacts = Set("group", "textAnnotation", "association");

    public static readonly FrozenSet<string> Choreographies = Set("choreographyTask", "callChoreography", "subChoreography");

    public static readonly FrozenSet<string> EventDefinitions = Set(
        "messageEventDefinition", "timerEventDefinition", "signalEventDefinition", "errorEventDefinition",
        "escalationEventDefinition", "conditionalEventDefinition", "linkEventDefinition", "compensateEventDefinition",
        "cancelEventDefinition", "terminateEventDefinition");

    public static readonly FrozenSet<string> ItemAware = Set(
        "dataObject", "dataObjectReference", "dataInput", "dataOutput", "property", "dataStore", "dataStoreReference");

    public static readonly FrozenSet<string> Callables = Set(
        "process", "globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask");

    public static bool IsNode(XElement element) =>
        element.Name.Namespace == BpmnNames.Model
        && (Activities.Contains(element.Name.LocalName) || Events.Contains(element.Name.LocalName) || Gateways.Contains(element.Name.LocalName));

    public static bool IsOf(XElement? element, FrozenSet<string> kinds) =>
        element is not null && element.Name.Namespace == BpmnNames.Model && kinds.Contains(element.Name.LocalName);

    public static bool IsEventSubProcess(XElement element) =>
        element.Is("subProcess") && element.Flag("triggeredByEvent", otherwise: false);

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
