using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Input and output sets (BPMN 2.0.2 §10.4.2). The engine does not need them: warnings.</summary>
internal static class DataSetRules
{
    public static void Check(Validation v)
    {
        foreach (var specification in v.Of("ioSpecification"))
        {
            Side(v, specification, "dataInput", "inputSet", "dataInputRefs", "EXT087");
            Side(v, specification, "dataOutput", "outputSet", "dataOutputRefs", "EXT088");
        }

        foreach (var set in v.Of("inputSet"))
        {
            Within(v, set, "optionalInputRefs", "dataInputRefs", "EXT085");
            Within(v, set, "whileExecutingInputRefs", "dataInputRefs", "EXT086");
            Mutual(v, set, "outputSetRefs", "inputSetRefs", "EXT087");
        }

        foreach (var set in v.Of("outputSet"))
        {
            Within(v, set, "optionalOutputRefs", "dataOutputRefs", "EXT089");
            Within(v, set, "whileExecutingOutputRefs", "dataOutputRefs", "EXT090");
            Mutual(v, set, "inputSetRefs", "outputSetRefs", "EXT087");
        }
    }

    private static void Side(Validation v, XElement specification, string data, string set, string references, string rule)
    {
        var named = specification.Children(set).SelectMany(one => one.Children(references)).Select(reference => reference.Text()).ToHashSet();
        foreach (var one in specification.Children(data))
            if (one.Value("id") is { } id && !named.Contains(id))
                v.Warning(rule, one, $"No {set} names this {data}.");
    }

    /// <summary>Optional or late data is data of the set all the same.</summary>
    private static void Within(Validation v, XElement set, string some, string all, string rule)
    {
        var named = set.Children(all).Select(reference => reference.Text()).ToHashSet();
        foreach (var reference in set.Children(some))
            if (!named.Contains(reference.Text()))
                v.Warning(rule, set, $"{some} names '{reference.Text()}', which {all} of the same set does not.");
    }

    private static void Mutual(Validation v, XElement set, string there, string back, string rule)
    {
        foreach (var reference in set.Children(there))
            if (v.Find(reference.Text()) is { } other && !other.Children(back).Any(one => one.Text() == set.Value("id")))
                v.Warning(rule, set, $"The set names '{reference.Text()}', which does not name it back.");
    }
}
