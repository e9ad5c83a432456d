using System.Xml;
using System.Xml.Linq;

namespace Graballo.Workflows.Reading;

/// <summary>Small words for walking BPMN XML.</summary>
internal static class BpmnXml
{
    public static bool Is(this XElement element, string name) =>
        element.Name.LocalName == name && element.Name.Namespace == BpmnNames.Model;

    public static string? Value(this XElement element, string attribute)
    {
        var value = element.Attribute(attribute)?.Value;
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    /// <summary>An attribute of the product's own namespace.</summary>
    public static string? Own(this XElement element, string attribute)
    {
        var value = element.Attribute(BpmnNames.Graballo + attribute)?.Value;
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    public static bool Flag(this XElement element, string attribute, bool otherwise) =>
        element.Value(attribute) switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => otherwise,
        };

    public static int Number(this XElement element, string attribute, int otherwise) =>
        int.TryParse(element.Value(attribute), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    public static IEnumerable<XElement> Children(this XElement element, string name) =>
        element.Elements(BpmnNames.Model + name);

    public static XElement? Child(this XElement element, string name) =>
        element.Element(BpmnNames.Model + name);

    /// <summary>Trimmed text of a child element; null when there is none or it is empty.</summary>
    public static string? ChildText(this XElement element, string name) => element.Child(name).Text();

    public static string? Text(this XElement? element)
    {
        var text = element?.Value;
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>References are QNames; ids inside a file are looked up by their local part (BPMN 2.0.2 §8.2.2).</summary>
    public static string LocalPart(string reference)
    {
        var colon = reference.LastIndexOf(':');
        return colon < 0 ? reference : reference[(colon + 1)..];
    }

    public static (int Line, int Column) Where(XObject? at) =>
        at is IXmlLineInfo info && info.HasLineInfo() ? (info.LineNumber, info.LinePosition) : (0, 0);
}
