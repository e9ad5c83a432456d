using System.Collections.Frozen;
using System.Xml.Linq;
using Graballo.Rules;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>A file being checked: quick ways to look around in it, and the findings so far.</summary>
internal sealed class Validation
{
    private readonly ILookup<string, XElement> byName;
    private readonly ILookup<string, XElement> flowsFrom;
    private readonly ILookup<string, XElement> flowsTo;

    public Validation(BpmnDocument document)
    {
        Document = document;
        Elements = [.. document.Root.Descendants().Where(element => element.Name.Namespace == BpmnNames.Model && !IsForeign(element))];
        byName = Elements.ToLookup(element => element.Name.LocalName, StringComparer.Ordinal);
        flowsFrom = Of("sequenceFlow").ToLookup(flow => Local(flow.Value("sourceRef")), StringComparer.Ordinal);
        flowsTo = Of("sequenceFlow").ToLookup(flow => Local(flow.Value("targetRef")), StringComparer.Ordinal);
    }

    public BpmnDocument Document { get; }

    public IReadOnlyList<XElement> Elements { get; }

    public List<Finding> Findings { get; } = [];

    public IEnumerable<XElement> Of(string name) => byName[name];

    public IEnumerable<XElement> Of(FrozenSet<string> names) =>
        Elements.Where(element => names.Contains(element.Name.LocalName));

    public IEnumerable<XElement> Outgoing(XElement node) => flowsFrom[node.Value("id") ?? "\0"];

    public IEnumerable<XElement> Incoming(XElement node) => flowsTo[node.Value("id") ?? "\0"];

    public XElement? Find(string? reference) => Document.Find(reference);

    public void Error(string rule, XElement at, Wording message) => Add(FindingSeverity.Error, rule, at, message);

    public void Warning(string rule, XElement at, Wording message) => Add(FindingSeverity.Warning, rule, at, message);

    /// <summary>Event definitions of an event, those it refers to included; null for a reference that leads nowhere.</summary>
    public IEnumerable<XElement> Definitions(XElement owner)
    {
        foreach (var child in owner.Elements())
            if (Kinds.IsOf(child, Kinds.EventDefinitions))
                yield return child;
            else if (child.Is("eventDefinitionRef") && Find(child.Text()) is { } definition && Kinds.IsOf(definition, Kinds.EventDefinitions))
                yield return definition;
    }

    public bool Has(XElement owner, string definition) =>
        Definitions(owner).Any(element => element.Name.LocalName == definition);

    /// <summary>What a drawing may leave open as long as it is not marked as executable.</summary>
    private static readonly FrozenSet<string> ForExecution = new[]
    {
        "EXT012", "EXT013", "EXT024", "EXT122", "EXT124", "EXT127", "EXT128", "DECISION_REF", "SIGNAL_REF", "LOOP_ENDLESS",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static bool IsDrawing(XElement at) =>
        at.AncestorsAndSelf().FirstOrDefault(around => around.Is("process")) is { } process && !process.Flag("isExecutable", otherwise: true);

    private void Add(FindingSeverity severity, string rule, XElement at, Wording message)
    {
        if (ForExecution.Contains(rule) && IsDrawing(at))
            return;
        var named = at;
        while (named.Value("id") is null && named.Parent is { } parent && !named.Is("definitions"))
            named = parent;
        var (line, column) = BpmnXml.Where(at);
        var finding = new Finding(severity, rule, named.Value("id") ?? "", named.Value("name"), message.ToString(), line, column);
        if (!Findings.Exists(known => known with { Args = finding.Args } == finding))
            Findings.Add(finding with { Args = message.Args });
    }

    private static string Local(string? reference) => reference is null ? "" : BpmnXml.LocalPart(reference);

    /// <summary>BPMN inside other tools' extensions is theirs.</summary>
    private static bool IsForeign(XElement element)
    {
        for (var at = element.Parent; at is not null; at = at.Parent)
            if (at.Is("extensionElements"))
                return true;
        return false;
    }
}
