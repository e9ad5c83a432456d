using System.Xml;
using System.Xml.Linq;

namespace Graballo.Designer.Pages.Studio;

public enum DrawingChangeKind
{
    Added,
    Removed,
    Changed,
}

/// <summary>One element that differs between two drawings.</summary>
/// <param name="Type">The element's local name, for example userTask.</param>
/// <param name="Name">What people call it; its id when it has no name.</param>
public sealed record DrawingChange(DrawingChangeKind Kind, string Type, string Name);

/// <summary>What changes between two versions, element by element; where things are drawn does not count.</summary>
public static class DrawingChanges
{
    private static readonly HashSet<string> Wrappers = ["definitions", "BPMNDiagram", "DMNDI", "extensionElements", "incoming", "outgoing"];

    public static IReadOnlyList<DrawingChange> Between(string before, string after)
    {
        var (old, now) = (Read(before), Read(after));
        var changes = new List<DrawingChange>();
        foreach (var (id, element) in now)
        {
            if (!old.TryGetValue(id, out var was))
                changes.Add(Change(DrawingChangeKind.Added, element));
            else if (Own(was) != Own(element))
                changes.Add(Change(DrawingChangeKind.Changed, element));
        }
        changes.AddRange(old.Where(pair => !now.ContainsKey(pair.Key)).Select(pair => Change(DrawingChangeKind.Removed, pair.Value)));
        return [.. changes.OrderBy(change => change.Kind).ThenBy(change => change.Type, StringComparer.Ordinal)];
    }

    private static DrawingChange Change(DrawingChangeKind kind, XElement element) =>
        new(kind, element.Name.LocalName, element.Attribute("name")?.Value is { Length: > 0 } name ? name : element.Attribute("id")!.Value);

    private static Dictionary<string, XElement> Read(string xml)
    {
        try
        {
            return XDocument.Parse(xml).Descendants()
                .Where(element => element.Attribute("id") is not null && !Wrappers.Contains(element.Name.LocalName) && !IsDrawing(element))
                .GroupBy(element => element.Attribute("id")!.Value).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static bool IsDrawing(XElement element) =>
        element.Name.NamespaceName.EndsWith("/DI", StringComparison.Ordinal) || element.Name.NamespaceName.Contains("DMNDI", StringComparison.Ordinal)
        || element.AncestorsAndSelf().Any(each => each.Name.LocalName is "BPMNDiagram" or "DMNDI");

    // What is the element's own: its attributes and texts, and those of parts that have no id.
    private static string Own(XElement element)
    {
        var parts = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).Select(attribute => attribute.Name + "=" + attribute.Value.Trim()).Order();
        var inner = element.Nodes().Select(node => node switch
        {
            XElement child when child.Attribute("id") is not null || child.Name.LocalName is "incoming" or "outgoing" => "",
            XElement child => child.Name + "(" + Own(child) + ")",
            XText text => text.Value.Trim(),
            _ => "",
        });
        return string.Join("|", parts) + "#" + string.Concat(inner);
    }
}
