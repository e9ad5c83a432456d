using System.Collections.Frozen;
using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Executable processes have formal expressions, and these are not empty (BPMN 2.0.2 §8.4.9).</summary>
internal static class ExpressionRules
{
    private static readonly FrozenSet<string> Typed = new[]
    {
        "conditionExpression", "loopCondition", "loopCardinality", "completionCondition", "activationCondition",
        "condition", "timeDate", "timeDuration", "timeCycle",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NotEmpty = new[]
    {
        "conditionExpression", "loopCondition", "loopCardinality", "completionCondition", "activationCondition",
        "messagePath", "dataPath", "transformation",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static void Check(Validation v)
    {
        foreach (var element in v.Elements)
        {
            var text = element.Text();
            if (text is null && NotEmpty.Contains(element.Name.LocalName))
                v.Warning("EXT013", element, $"The {element.Name.LocalName} is empty.");
            else if (text is not null && Typed.Contains(element.Name.LocalName) && !IsFormal(element))
                v.Warning(element.Is("condition") ? "EXT123" : "EXT012", element, $"The {element.Name.LocalName} is not marked as a formal expression (xsi:type=\"tFormalExpression\"); it is read as FEEL.");
        }
    }

    private static bool IsFormal(XElement element)
    {
        var type = element.Attribute(BpmnNames.Schema + "type")?.Value;
        return type is not null && BpmnXml.LocalPart(type.Trim()) == "tFormalExpression";
    }
}
