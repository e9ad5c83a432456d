using System.Collections.Frozen;
using System.Xml.Linq;
using Graballo.Workflows.Compiling;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>What this product's own attributes and its engine ask for.</summary>
internal static class ProductRules
{
    private const int MostOfId = 200;
    private const int MostOfName = 200;

    private static readonly FrozenSet<string> Stages =
        new[] { "contact", "information", "communication", "transaction", "service", "satisfaction" }.ToFrozenSet(StringComparer.Ordinal);

    public static void Check(Validation v)
    {
        if (!v.Of("process").Any(process => process.Value("id") is not null))
            v.Error("NO_PROCESS", v.Document.Root, "The file holds no process to run.");
        foreach (var element in v.Elements)
        {
            if (element.Own("stage") is { } stage && !Stages.Contains(stage))
                v.Error("STAGE", element, $"'{stage}' is none of the six stages: {string.Join(", ", Stages.Order(StringComparer.Ordinal))}.");
            if (element.Own("decisionRef") is not null && !element.Is("businessRuleTask"))
                v.Warning("DECISION_REF", element, "Only a business rule task asks a decision.");
            CheckPolicy(v, element);
            CheckLength(v, element, "id", MostOfId);
            CheckLength(v, element, "name", MostOfName);
        }

        foreach (var task in v.Of("businessRuleTask"))
            if (task.Own("decisionRef") is null)
                v.Warning("DECISION_REF", task, "The business rule task names no decision (graballo:decisionRef); it will stop here.");
        foreach (var mapping in v.Document.Root.Descendants().Where(element => element.Name.Namespace == BpmnNames.Graballo))
            if (mapping.Name.LocalName is "input" or "output" && (mapping.Value("name") is null || (mapping.Value("source") ?? mapping.Text()) is null))
                v.Error("MAPPING", mapping, $"The {mapping.Name.LocalName} mapping needs a name and a source.");
    }

    // Tasks, incidents and the history are kept by them.
    private static void CheckLength(Validation v, XElement element, string name, int most)
    {
        if (element.Value(name) is { } text && text.Length > most)
            v.Error("LENGTH", element, $"The {name} has {text.Length} characters; the most is {most}.");
    }

    private static void CheckPolicy(Validation v, XElement element)
    {
        if (element.Own("retries") is { } retries && !(int.TryParse(retries, out var number) && number is >= 0 and <= ServicePolicy.MostRetries))
            v.Error("SERVICE_POLICY", element, $"retries '{retries}' is not a number from 0 to {ServicePolicy.MostRetries}.");
        CheckSpan(v, element, "backOff", ServicePolicy.LongestBackOff);
        CheckSpan(v, element, "timeout", ServicePolicy.LongestTimeout);
    }

    private static void CheckSpan(Validation v, XElement element, string name, TimeSpan longest)
    {
        if (element.Own(name) is { } text && !(DetailsReader.Span(text) is { } span && span >= TimeSpan.FromSeconds(1) && span <= longest))
            v.Error("SERVICE_POLICY", element, $"{name} '{text}' is not a duration from PT1S to {System.Xml.XmlConvert.ToString(longest)}.");
    }
}
