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
/// <param name="Name">What people call it; its id when it has no name. Of a cell or a rule: its decision.</param>
public sealed record DrawingChange(DrawingChangeKind Kind, string Type, string Name)
{
    /// <summary>Number of the rule that a cell or the rule itself is, from 1; 0 for anything else.</summary>
    public int Rule { get; init; }

    /// <summary>Title of a cell's column.</summary>
    public string? Column { get; init; }

    /// <summary>What a cell said.</summary>
    public string? Before { get; init; }

    /// <summary>What it says now.</summary>
    public string? After { get; init; }

    /// <summary>What else of it changed: the property, what it was and what it is.</summary>
    public IEnumerable<(string Name, string? Before, string? After)> Properties => Was is null || Is is null ? [] :
        from name in Was.Keys.Union(Is.Keys).Order()
        let before = Was.GetValueOrDefault(name)
        let after = Is.GetValueOrDefault(name)
        where before != after
        select (name, before, after);

    internal IReadOnlyDictionary<string, string>? Was { get; init; }

    internal IReadOnlyDictionary<string, string>? Is { get; init; }

    /// <summary>The same change, however it came about.</summary>
    public bool Equals(DrawingChange? other) => other is not null
        && (Kind, Type, Name, Rule, Column, Before, After) == (other.Kind, other.Type, other.Name, other.Rule, other.Column, other.Before, other.After);

    public override int GetHashCode() => (Kind, Type, Name, Rule, Column, Before, After).GetHashCode();
}

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
                changes.Add(Change(DrawingChangeKind.Changed, element) with { Before = Cell(was), After = Cell(element), Was = Attributes(was), Is = Attributes(element) });
        }
        changes.AddRange(old.Where(pair => !now.ContainsKey(pair.Key)).Select(pair => Change(DrawingChangeKind.Removed, pair.Value)));
        // The cells of a rule that comes or goes are told by the rule.
        return [.. changes.Where(change => change.Kind == DrawingChangeKind.Changed || !IsCell(change.Type)).OrderBy(change => change.Kind)
            .ThenBy(change => change.Type, StringComparer.Ordinal).ThenBy(change => change.Rule)];
    }

    private static bool IsCell(string type) => type is "inputEntry" or "outputEntry";

    private static DrawingChange Change(DrawingChangeKind kind, XElement element)
    {
        var type = element.Name.LocalName;
        var rule = element.AncestorsAndSelf().FirstOrDefault(each => each.Name.LocalName == "rule");
        var name = element.Attribute("name")?.Value is { Length: > 0 } given ? given : element.Attribute("label")?.Value is { Length: > 0 } label ? label : element.Attribute("id")!.Value;
        if (rule?.Parent is not { } table)
            return new DrawingChange(kind, type, name);
        return new DrawingChange(kind, type, Decision(table) ?? name)
        {
            Rule = table.Elements(rule.Name).TakeWhile(each => each != rule).Count() + 1,
            Column = IsCell(type) ? Title(table, element) : null,
        };
    }

    // Also those of parts that have no id: a condition, a timer, and by its name what a service is told.
    private static Dictionary<string, string> Attributes(XElement element) => Plain(element).Select(attribute => (Key: attribute.Name.LocalName, attribute.Value))
        .Concat(element.Descendants().Where(part => part.AncestorsAndSelf().TakeWhile(each => each != element).All(each => each.Attribute("id") is null)).SelectMany(Part))
        .GroupBy(said => said.Key).ToDictionary(group => group.Key, group => string.Join(", ", group.Select(said => said.Value.Trim())));

    private static IEnumerable<(string Key, string Value)> Part(XElement part) => part.Attribute("name") is { Value: { Length: > 0 } name }
        ? Plain(part).Where(attribute => attribute.Name.LocalName != "name").Select(attribute => (name, attribute.Value))
        : Plain(part).Select(attribute => (attribute.Name.LocalName, attribute.Value));

    private static IEnumerable<XAttribute> Plain(XElement element) => element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration);

    private static string? Decision(XElement table) => table.Ancestors().FirstOrDefault(each => each.Name.LocalName == "decision")?.Attribute("name")?.Value;

    private static string Title(XElement table, XElement cell)
    {
        var place = cell.Parent!.Elements(cell.Name).TakeWhile(each => each != cell).Count();
        var kind = cell.Name.LocalName == "inputEntry" ? "input" : "output";
        var column = table.Elements().Where(each => each.Name.LocalName == kind).ElementAtOrDefault(place);
        return column?.Attribute("label")?.Value ?? column?.Attribute("name")?.Value ?? (place + 1).ToString(System.Globalization.CultureInfo.CurrentCulture);
    }

    private static string? Cell(XElement element) => IsCell(element.Name.LocalName) ? string.Concat(element.Elements().Where(each => each.Name.LocalName == "text").Select(each => each.Value)).Trim() : null;

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
