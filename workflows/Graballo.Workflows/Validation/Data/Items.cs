using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Item definitions: the types of data (BPMN 2.0.2 §8.4.10).</summary>
internal static class Items
{
    public static XElement? TypeOf(Validation v, XElement? data)
    {
        if (data is null)
            return null;
        if (data.Is("dataObjectReference"))
            data = v.Find(data.Value("dataObjectRef")) ?? data;
        return v.Find(data.Value("itemSubjectRef") ?? data.Value("itemRef") ?? data.Value("structureRef"));
    }

    /// <summary>The same type: the same definition, or one of the same structure.</summary>
    public static bool Same(XElement? left, XElement? right)
    {
        if (left is null || right is null)
            return left is null && right is null;
        return left == right || (left.Value("structureRef") is { } structure && structure == right.Value("structureRef"));
    }

    /// <summary>Data inputs of an element's specification, or its own as events have them.</summary>
    public static IReadOnlyList<XElement> Inputs(XElement element) =>
        [.. (element.Child("ioSpecification") ?? element).Children("dataInput")];

    public static IReadOnlyList<XElement> Outputs(XElement element) =>
        [.. (element.Child("ioSpecification") ?? element).Children("dataOutput")];
}
