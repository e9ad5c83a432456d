using System.Xml.Linq;
using Graballo.Workflows.Model;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Compiling;

/// <summary>Compiles loop characteristics (BPMN 2.0.2 §10.3.9).</summary>
internal sealed class LoopReader(ExpressionReader expressions, EventReader events, DataReader data)
{
    public LoopSpec? Read(XElement activity)
    {
        if (activity.Child("standardLoopCharacteristics") is { } standard)
            return Standard(activity, standard);
        return activity.Child("multiInstanceLoopCharacteristics") is { } multi ? Multi(activity, multi) : null;
    }

    private LoopSpec Standard(XElement activity, XElement loop) => new()
    {
        IsStandard = true,
        Sequential = true,
        Condition = expressions.Read(activity, loop.Child("loopCondition")),
        TestBefore = loop.Flag("testBefore", otherwise: false),
        Maximum = loop.Value("loopMaximum") is null ? null : loop.Number("loopMaximum", otherwise: -1),
    };

    private LoopSpec Multi(XElement activity, XElement loop) => new()
    {
        IsStandard = false,
        Sequential = loop.Flag("isSequential", otherwise: false),
        Cardinality = expressions.Read(activity, loop.Child("loopCardinality")),
        Collection = loop.Own("collection") is { } own
            ? expressions.Read(activity, loop.Attribute(BpmnNames.Graballo + "collection"), own)
            : loop.ChildText("loopDataInputRef") is { } input ? data.Collection(activity, input) : null,
        ItemName = loop.Own("item") ?? ItemName(loop.Child("inputDataItem")),
        OutputCollection = loop.Own("outputCollection")
            ?? (loop.ChildText("loopDataOutputRef") is { } output ? data.OutputCollection(activity, output) : null),
        OutputItem = loop.Own("outputItem") ?? ItemName(loop.Child("outputDataItem")),
        CompletionCondition = expressions.Read(activity, loop.Child("completionCondition")),
        Behavior = Enum.TryParse<MultiBehavior>(loop.Value("behavior"), out var behavior) ? behavior : MultiBehavior.All,
        BehaviorEvent = events.Referred(activity, loop.Value("behavior") == "None" ? loop.Value("noneBehaviorEventRef") : loop.Value("oneBehaviorEventRef")),
        ComplexEvents = [.. Complex(activity, loop)],
    };

    private IEnumerable<(Expression, EventDefinition)> Complex(XElement activity, XElement loop)
    {
        foreach (var complex in loop.Children("complexBehaviorDefinition"))
            if (expressions.Read(activity, complex.Child("condition")) is { } condition
                && complex.Child("event") is { } thrown && events.Read(thrown) is [var what, ..])
                yield return (condition, what);
    }

    private static string? ItemName(XElement? item) => item?.Value("name") ?? item?.Value("id");
}
