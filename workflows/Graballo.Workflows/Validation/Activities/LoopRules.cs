using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Loops and multi-instance activities (BPMN 2.0.2 §10.3.9).</summary>
internal static class LoopRules
{
    public static void Check(Validation v)
    {
        foreach (var activity in v.Of(Kinds.Activities))
            if (activity.Child("standardLoopCharacteristics") is not null && activity.Child("multiInstanceLoopCharacteristics") is not null)
                v.Error("EXT055", activity, "The activity is marked as a loop and as multi-instance; keep one.");
        foreach (var loop in v.Of("standardLoopCharacteristics"))
            if (loop.Value("loopMaximum") is { } text && loop.Number("loopMaximum", otherwise: -1) < 0)
                v.Error("LOOP_MAXIMUM", loop, $"The loop may run '{text}' times; it must be a number from 0.");
            else if (loop.Child("loopCondition").Text() is null && loop.Value("loopMaximum") is null)
                v.Warning("LOOP_ENDLESS", loop, "The loop has neither a condition nor a maximum: it never ends.");
        foreach (var multi in v.Of("multiInstanceLoopCharacteristics"))
            Multi(v, multi);
    }

    private static void Multi(Validation v, XElement multi)
    {
        var hasCollection = multi.ChildText("loopDataInputRef") is not null || multi.Own("collection") is not null;
        if (multi.Child("loopCardinality").Text() is null && !hasCollection)
            v.Error("EXT067", multi, "Neither a number nor a list says how often the activity is done.");
        else if (multi.Child("loopCardinality").Text() is not null && hasCollection)
            v.Warning("EXT068", multi, "A number and a list both say how often the activity is done; the list does.");
        Items(v, multi, "loopDataOutputRef", "outputDataItem", "EXT069");
        Items(v, multi, "loopDataInputRef", "inputDataItem", "EXT070");
        Behavior(v, multi);
        if (multi.Value("behavior") == "None" && multi.Value("noneBehaviorEventRef") is null)
            v.Warning("EXT071", multi, "The behaviour None throws an event for each instance, but none is named.");
        if (multi.Value("behavior") == "One" && multi.Value("oneBehaviorEventRef") is null)
            v.Warning("EXT071", multi, "The behaviour One throws an event for the first instance, but none is named.");
    }

    private static void Behavior(Validation v, XElement multi)
    {
        var behavior = multi.Value("behavior") ?? "All";
        if (multi.Value("noneBehaviorEventRef") is not null && behavior != "None")
            v.Warning("EXT072", multi, "noneBehaviorEventRef has a meaning for the behaviour None only.");
        if (multi.Value("oneBehaviorEventRef") is not null && behavior != "One")
            v.Warning("EXT073", multi, "oneBehaviorEventRef has a meaning for the behaviour One only.");
        if (behavior == "Complex" != multi.Children("complexBehaviorDefinition").Any())
            v.Warning("EXT074", multi, "The behaviour Complex and complexBehaviorDefinition go together.");
    }

    /// <summary>The list is a collection; what stands for one of its items is not.</summary>
    private static void Items(Validation v, XElement multi, string list, string item, string rule)
    {
        if (v.Find(multi.ChildText(list)) is not { } data || multi.Child(item) is not { } one)
            return;
        if (!data.Flag("isCollection", otherwise: false) && data.Value("itemSubjectRef") is { } type
            && v.Find(type)?.Flag("isCollection", otherwise: false) == false)
            v.Warning(rule, multi, $"{list} points to data that is no collection.");
        if (one.Flag("isCollection", otherwise: false) || v.Find(one.Value("itemSubjectRef"))?.Flag("isCollection", otherwise: false) == true)
            v.Warning(rule, multi, $"{item} stands for one item, but its type is a collection.");
    }
}
