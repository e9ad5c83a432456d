using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>
/// Data objects and associations (BPMN 2.0.2 §10.4). Variables have no fixed types here, so these are warnings:
/// the model says two things that do not fit.
/// </summary>
internal static class DataRules
{
    public static void Check(Validation v)
    {
        foreach (var data in v.Elements.Where(element => element.Name.LocalName is "dataInput" or "dataOutput" or "dataObject"))
            Collection(v, data);
        foreach (var state in v.Of("dataState"))
            if (state.Parent?.Is("dataObjectReference") == true)
                v.Warning("EXT076", state, "A state of data has no meaning for execution; keep it in a variable.");
        foreach (var sub in v.Elements.Where(element => element.Name.LocalName is "subProcess" or "transaction" or "adHocSubProcess"))
            if (sub.Child("ioSpecification") is not null)
                v.Warning("EXT079", sub, "A sub-process sees the data around it; it has no data inputs and outputs of its own.");
        foreach (var association in v.Of("dataInputAssociation"))
            Input(v, association);
        foreach (var association in v.Of("dataOutputAssociation"))
            Output(v, association);
        Events(v);
    }

    private static void Collection(Validation v, XElement data)
    {
        if (v.Find(data.Value("itemSubjectRef")) is { } type && type.Is("itemDefinition")
            && type.Flag("isCollection", otherwise: false) != data.Flag("isCollection", otherwise: false))
            v.Warning("EXT020", data, "isCollection says something else here than in the item definition.");
    }

    private static void Input(Validation v, XElement association)
    {
        var source = v.Find(association.ChildText("sourceRef"));
        if (source?.Is("dataOutput") == true && source.Parent?.Parent?.Is("process") == true)
            v.Warning("EXT082", association, "What the process gives back cannot be read by an activity; use a data object.");
        Types(v, association, source, v.Find(association.ChildText("targetRef")));
    }

    private static void Output(Validation v, XElement association)
    {
        var target = v.Find(association.ChildText("targetRef"));
        if (target?.Is("dataInput") == true && target.Parent?.Parent?.Is("process") == true)
            v.Warning("EXT081", association, "What the process was given cannot be written by an activity; use a data object.");
        Types(v, association, v.Find(association.ChildText("sourceRef")), target);
    }

    private static void Types(Validation v, XElement association, XElement? source, XElement? target)
    {
        if (association.Child("transformation") is not null || association.Child("assignment") is not null)
            return;
        if (Items.TypeOf(v, source) is { } from && Items.TypeOf(v, target) is { } to && !Items.Same(from, to))
            v.Warning("EXT091", association, "The two ends of the data association are of different types; say how one becomes the other.");
    }

    /// <summary>What an event throws or catches fits its data (BPMN 2.0.2 §10.5.1).</summary>
    private static void Events(Validation v)
    {
        foreach (var thrower in v.Of("endEvent").Concat(v.Of("intermediateThrowEvent")))
            Carried(v, thrower, Items.Inputs(thrower), "EXT093");
        foreach (var catcher in v.Of("startEvent").Concat(v.Of("intermediateCatchEvent")).Concat(v.Of("boundaryEvent")))
            Carried(v, catcher, Items.Outputs(catcher), "EXT092");
    }

    private static void Carried(Validation v, XElement owner, IReadOnlyList<XElement> data, string rule)
    {
        var types = v.Definitions(owner).Select(definition => CarriedType(v, definition)).OfType<XElement>().ToList();
        if (data.Count == 0 || types.Count == 0)
            return;
        if (data.Count != types.Count)
            v.Warning(rule, owner, $"The event carries {types.Count} items but has {data.Count} places for them.");
        for (var at = 0; at < Math.Min(data.Count, types.Count); at++)
            if (!Items.Same(Items.TypeOf(v, data[at]), types[at]))
                v.Warning("EXT094", owner, "What the event carries is of another type than its data.");
    }

    private static XElement? CarriedType(Validation v, XElement definition) => definition.Name.LocalName switch
    {
        "messageEventDefinition" => Items.TypeOf(v, v.Find(definition.Value("messageRef"))),
        "signalEventDefinition" => Items.TypeOf(v, v.Find(definition.Value("signalRef"))),
        "errorEventDefinition" => Items.TypeOf(v, v.Find(definition.Value("errorRef"))),
        "escalationEventDefinition" => Items.TypeOf(v, v.Find(definition.Value("escalationRef"))),
        _ => null,
    };
}
