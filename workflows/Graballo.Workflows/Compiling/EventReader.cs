using System.Xml.Linq;
using Graballo.Workflows.Model;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Compiling;

/// <summary>Compiles event definitions, written inside the event or referred to (BPMN 2.0.2 §10.5.5).</summary>
internal sealed class EventReader(BpmnDocument document, ExpressionReader expressions)
{
    public IReadOnlyList<EventDefinition> Read(XElement owner)
    {
        var definitions = new List<EventDefinition>();
        foreach (var child in owner.Elements())
        {
            var element = child.Is("eventDefinitionRef") ? document.Find(child.Text()) : child;
            if (element is not null && Kind(element) is { } kind)
                definitions.Add(Definition(owner, element, kind));
        }

        return definitions;
    }

    public EventDefinition? Referred(XElement owner, string? reference) =>
        document.Find(reference) is { } element && Kind(element) is { } kind ? Definition(owner, element, kind) : null;

    public static EventKind? Kind(XElement element) =>
        element.Name.Namespace != BpmnNames.Model ? null : element.Name.LocalName switch
        {
            "messageEventDefinition" => EventKind.Message,
            "timerEventDefinition" => EventKind.Timer,
            "signalEventDefinition" => EventKind.Signal,
            "errorEventDefinition" => EventKind.Error,
            "escalationEventDefinition" => EventKind.Escalation,
            "conditionalEventDefinition" => EventKind.Conditional,
            "linkEventDefinition" => EventKind.Link,
            "compensateEventDefinition" => EventKind.Compensation,
            "cancelEventDefinition" => EventKind.Cancel,
            "terminateEventDefinition" => EventKind.Terminate,
            _ => null,
        };

    /// <summary>The name by which a message or signal is known: its name, else its id.</summary>
    public string NameOf(string? reference, string otherwise) =>
        document.Find(reference) is { } element ? element.Value("name") ?? element.Value("id")! : reference ?? otherwise;

    private EventDefinition Definition(XElement owner, XElement element, EventKind kind) => new()
    {
        Kind = kind,
        Id = element.Value("id") ?? "",
        Name = Name(owner, element, kind),
        Timer = kind == EventKind.Timer ? Timer(owner, element) : null,
        Condition = kind == EventKind.Conditional ? expressions.Read(owner, element.Child("condition")) ?? Expression.Constant(false) : null,
        ActivityRef = element.Value("activityRef") is { } activity ? BpmnXml.LocalPart(activity) : null,
        CorrelationKey = kind == EventKind.Message ? Correlation(owner, element) : null,
    };

    private string? Name(XElement owner, XElement element, EventKind kind) => kind switch
    {
        EventKind.Message => NameOf(element.Value("messageRef") ?? OperationMessage(element), owner.Value("name") ?? owner.Value("id") ?? ""),
        EventKind.Signal => NameOf(element.Value("signalRef"), owner.Value("id") ?? ""),
        EventKind.Error => Code(element.Value("errorRef"), "errorCode"),
        EventKind.Escalation => Code(element.Value("escalationRef"), "escalationCode"),
        EventKind.Link => element.Value("name") ?? owner.Value("name"),
        _ => null,
    };

    private string? OperationMessage(XElement element) =>
        document.Find(element.ChildText("operationRef"))?.ChildText("inMessageRef");

    private string? Code(string? reference, string attribute)
    {
        if (reference is null)
            return null;
        var element = document.Find(reference);
        return element?.Value(attribute) ?? element?.Value("id") ?? reference;
    }

    private Expression? Correlation(XElement owner, XElement element)
    {
        var at = owner.Own("correlationKey") is not null ? owner : element;
        if (at.Own("correlationKey") is null && document.Find(element.Value("messageRef")) is { } message)
            at = message;
        return expressions.Read(owner, at.Attribute(BpmnNames.Graballo + "correlationKey"), at.Own("correlationKey"));
    }

    private TimerSpec Timer(XElement owner, XElement element)
    {
        var calendar = element.Own("calendar") ?? owner.Own("calendar");
        foreach (var (name, form) in Forms)
            if (element.Child(name) is { } text && expressions.Text(owner, text, text.Value) is { } value)
                return new TimerSpec(form, value, calendar);
        return new TimerSpec(TimerForm.Duration, new TextOrExpression(null, null), calendar);
    }

    private static readonly (string Name, TimerForm Form)[] Forms =
    [
        ("timeDate", TimerForm.Date),
        ("timeDuration", TimerForm.Duration),
        ("timeCycle", TimerForm.Cycle),
    ];
}
