using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Processes and sub-processes (BPMN 2.0.2 §10.1, §10.3.5).</summary>
internal static class SubProcessRules
{
    public static void Check(Validation v)
    {
        foreach (var element in v.Of(Kinds.Choreographies))
            if (element.Ancestors().FirstOrDefault(around => Kinds.IsOf(around, Kinds.Containers)) is { } container)
                v.Error(Rule(container), element, "A choreography cannot stand inside a process.");
        foreach (var sub in v.Of("subProcess").Where(Kinds.IsEventSubProcess))
            if (sub.Children("startEvent").Count() != 1)
                v.Error("EXT058", sub, "An event sub-process has exactly one start event.");
        foreach (var transaction in v.Of("transaction"))
            if (transaction.Value("method") is { } method && !method.StartsWith("##", StringComparison.Ordinal) && !IsUri(method))
                v.Warning("EXT060", transaction, $"The transaction's method '{method}' is neither ##Compensate, ##Store, ##Image nor an address.");
        foreach (var process in v.Of("process"))
            if (process.Value("processType") == "Public" && process.Flag("isExecutable", otherwise: false))
                v.Warning("EXT035", process, "A public process shows what others see and is not executed; make it private.");
        foreach (var property in v.Of("property"))
            if (property.Parent is { } owner && !Kinds.IsOf(owner, Kinds.Containers) && !Kinds.IsOf(owner, Kinds.Activities) && !Kinds.IsOf(owner, Kinds.Events))
                v.Warning("EXT078", property, "Only processes, activities and events have properties.");
    }

    private static string Rule(XElement container) => container.Name.LocalName switch
    {
        "process" => "EXT036",
        "adHocSubProcess" => "EXT062",
        _ => "EXT056",
    };

    private static bool IsUri(string text) => text.Contains(':', StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out _);
}
