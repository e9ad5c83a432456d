using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Every element that others point to has an id of its own (BPMN 2.0.2 §8.3.1).</summary>
internal static class IdRules
{
    public static void Check(Validation v)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in v.Elements)
        {
            if (element.Value("id") is { } id)
            {
                if (!seen.Add(id))
                    v.Error("EXT002", element, $"The id '{id}' is used more than once; give each element its own.");
            }
            else if (NeedsId(element))
            {
                v.Error("EXT002", element, $"This {element.Name.LocalName} has no id; give it one.");
            }
        }
    }

    private static bool NeedsId(XElement element) =>
        Kinds.IsNode(element) || element.Is("process") || (element.Is("sequenceFlow") && element.Parent is { } around && Kinds.IsOf(around, Kinds.Containers));
}
