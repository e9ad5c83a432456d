using System.Collections.Frozen;
using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>References lead to elements of the right kind (BPMN 2.0.2 §15, the types of its schema).</summary>
internal static class ReferenceRules
{
    private static readonly FrozenDictionary<string, string[]> Targets = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["messageRef"] = ["message"],
        ["itemRef"] = ["itemDefinition"],
        ["itemSubjectRef"] = ["itemDefinition"],
        ["structureRef"] = ["itemDefinition"],
        ["operationRef"] = ["operation"],
        ["signalRef"] = ["signal"],
        ["errorRef"] = ["error"],
        ["escalationRef"] = ["escalation"],
        ["attachedToRef"] = [.. Kinds.Activities],
        ["activityRef"] = [.. Kinds.Activities],
        ["processRef"] = ["process"],
        ["dataObjectRef"] = ["dataObject"],
        ["definitionalCollaborationRef"] = ["collaboration", "choreography", "globalConversation"],
        ["correlationPropertyRef"] = ["correlationProperty"],
        ["correlationKeyRef"] = ["correlationKey"],
        ["interfaceRef"] = ["interface"],
        ["supportedInterfaceRef"] = ["interface"],
        ["inMessageRef"] = ["message"],
        ["outMessageRef"] = ["message"],
        ["eventDefinitionRef"] = [.. Kinds.EventDefinitions],
        ["dataInputRefs"] = ["dataInput"],
        ["dataOutputRefs"] = ["dataOutput"],
        ["flowNodeRef"] = [.. Kinds.Activities, .. Kinds.Events, .. Kinds.Gateways],
        ["calledElement"] = [.. Kinds.Callables],
        ["inputDataRef"] = ["dataInput", "inputSet"],
        ["outputDataRef"] = ["dataOutput", "outputSet"],
        ["dataStoreRef"] = ["dataStore"],
        ["resourceRef"] = ["resource"],
        ["parameterRef"] = ["resourceParameter"],
        ["participantRef"] = ["participant"],
        ["innerParticipantRef"] = ["participant"],
        ["outerParticipantRef"] = ["participant"],
        ["initiatingParticipantRef"] = ["participant"],
        ["messageFlowRef"] = ["messageFlow"],
        ["calledCollaborationRef"] = ["collaboration", "globalConversation", "choreography"],
        ["categoryValueRef"] = ["categoryValue"],
        ["noneBehaviorEventRef"] = [.. Kinds.EventDefinitions],
        ["oneBehaviorEventRef"] = [.. Kinds.EventDefinitions],
        ["loopDataInputRef"] = [.. Kinds.ItemAware],
        ["loopDataOutputRef"] = [.. Kinds.ItemAware],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What may lie outside the file: types of other languages, processes of other files.</summary>
    private static readonly FrozenSet<string> MayBeElsewhere =
        new[] { "itemSubjectRef", "structureRef", "calledElement", "processRef", "itemRef" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Essential =
        new[] { "attachedToRef", "eventDefinitionRef", "errorRef", "escalationRef", "signalRef", "activityRef" }.ToFrozenSet(StringComparer.Ordinal);

    public static void Check(Validation v)
    {
        foreach (var element in v.Elements)
        {
            foreach (var attribute in element.Attributes())
                if (attribute.Name.Namespace == XNamespace.None && Targets.ContainsKey(attribute.Name.LocalName))
                    Refer(v, element, attribute.Name.LocalName, attribute.Value.Trim());
            if (!element.HasElements && element.Parent is { } parent && Targets.ContainsKey(element.Name.LocalName) && element.Text() is { } text)
                Refer(v, parent, element.Name.LocalName, text);
            Associate(v, element);
            Default(v, element);
        }
    }

    private static void Refer(Validation v, XElement from, string reference, string target)
    {
        if (target.Length == 0)
            return;
        if (v.Find(target) is { } found)
        {
            if (!Targets[reference].Contains(found.Name.LocalName))
                v.Error("REF", from, $"{reference} points to '{target}', which is a {found.Name.LocalName}; it must be one of: {string.Join(", ", Targets[reference].Take(4))}.");
        }
        else if (!MayBeElsewhere.Contains(reference) && !target.Contains(':', StringComparison.Ordinal) && !v.Of("import").Any())
        {
            var message = $"{reference} points to '{target}', which is not in the file.";
            if (Essential.Contains(reference))
                v.Error("REF", from, message);
            else
                v.Warning("REF", from, message);
        }
    }

    private static void Associate(Validation v, XElement element)
    {
        if (!element.Is("dataInputAssociation") && !element.Is("dataOutputAssociation"))
            return;
        foreach (var end in element.Children("sourceRef").Concat(element.Children("targetRef")))
            if (v.Find(end.Text()) is not { } found)
                v.Warning("REF", element, $"The data association points to '{end.Text()}', which is not in the file.");
            else if (!Kinds.IsOf(found, Kinds.ItemAware))
                v.Error("REF", element, $"The data association points to '{end.Text()}', which is a {found.Name.LocalName} and holds no data.");
    }

    private static void Default(Validation v, XElement element)
    {
        if (!Kinds.IsNode(element) || element.Value("default") is not { } chosen)
            return;
        if (v.Find(chosen) is not { } flow || !flow.Is("sequenceFlow"))
            v.Error("REF", element, $"The default flow '{chosen}' is not a sequence flow.");
        else if (!v.Outgoing(element).Contains(flow))
            v.Error("REF", element, $"The default flow '{chosen}' does not leave this element.");
    }
}
