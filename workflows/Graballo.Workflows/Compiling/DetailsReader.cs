using System.Xml.Linq;
using Graballo.Workflows.Engine;
using Graballo.Workflows.Model;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Compiling;

/// <summary>Compiles what particular elements carry, mostly in the product's namespace.</summary>
internal sealed class DetailsReader(BpmnDocument document, ExpressionReader expressions, EventReader events, DataReader data)
{
    public NodeDetails Read(XElement element) => new()
    {
        Stage = element.Own("stage"),
        Form = expressions.Own(element, "form"),
        CandidateGroup = expressions.Own(element, "candidateGroup"),
        CandidateUnit = expressions.Own(element, "candidateUnit"),
        Assignee = expressions.Own(element, "assignee"),
        Due = expressions.Own(element, "due"),
        Fields = FieldReader.Read(element),
        Calendar = element.Own("calendar"),
        ResultVariable = element.Own("resultVariable"),
        DecisionRef = element.Own("decisionRef"),
        ServiceType = element.Own("serviceType"),
        Policy = Policy(element),
        Script = expressions.Read(element, element.Child("script")),
        MessageName = Message(element),
        CorrelationKey = expressions.Read(element, element.Attribute(BpmnNames.Graballo + "correlationKey"), element.Own("correlationKey")),
        CalledElement = element.Value("calledElement") is { } called ? BpmnXml.LocalPart(called) : null,
        CalledVersion = int.TryParse(element.Own("version"), System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : null,
        Inputs = Mappings(element, "input"),
        Outputs = Mappings(element, "output"),
        DataInputs = data.Links(element, "dataInputAssociation"),
        DataOutputs = data.Links(element, "dataOutputAssociation"),
        CompletionCondition = expressions.Read(element, element.Child("completionCondition")),
        CancelRemaining = element.Flag("cancelRemainingInstances", otherwise: true),
        Sequential = element.Value("ordering") == "Sequential",
        ActivationCondition = expressions.Read(element, element.Child("activationCondition")),
    };

    private static ServicePolicy Policy(XElement element) => new(
        int.TryParse(element.Own("retries"), System.Globalization.CultureInfo.InvariantCulture, out var retries) ? retries : null,
        Span(element.Own("backOff")), Span(element.Own("timeout")));

    /// <summary>A duration of days, hours, minutes and seconds; null when it is none.</summary>
    public static TimeSpan? Span(string? text) => text is not null && Times.TryDuration(text) is { Months: 0, Time: var time } ? time : null;

    private string? Message(XElement element)
    {
        if (!element.Is("sendTask") && !element.Is("receiveTask"))
            return null;
        var reference = element.Value("messageRef") ?? document.Find(element.Value("operationRef"))?.ChildText("inMessageRef");
        return reference is null ? null : events.NameOf(reference, reference);
    }

    /// <summary>Mappings stand in extensionElements, alone or inside a 'mapping'.</summary>
    private List<Mapping> Mappings(XElement element, string kind)
    {
        var mappings = new List<Mapping>();
        if (element.Child("extensionElements") is not { } extensions)
            return mappings;
        var containers = extensions.Elements(BpmnNames.Graballo + "mapping").Prepend(extensions);
        foreach (var mapping in containers.Elements(BpmnNames.Graballo + kind))
            if (mapping.Value("name") is { } name && expressions.Read(element, mapping, mapping.Value("source") ?? mapping.Text()) is { } source)
                mappings.Add(new Mapping(name, source));
        return mappings;
    }
}
