using System.Xml.Linq;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Conformance;

/// <summary>Values of test cases: typed by XML Schema names, as components, or as lists.</summary>
internal static class ConformanceValues
{
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    // Results of exp, log and the like are given to eight places.
    private static readonly FeelNumber Tolerance = FeelNumber.Parse("0.00000001")!.Value;

    /// <summary>The value inside an inputNode, expected, component or item element.</summary>
    public static object? Read(XElement holder)
    {
        if (IsNil(holder)) return null;
        var components = holder.Elements().Where(e => e.Name.LocalName == "component").ToList();
        if (components.Count > 0)
            return FeelContext.Create(components.Select(c => KeyValuePair.Create(c.Attribute("name")?.Value ?? "", Read(c))));
        foreach (var child in holder.Elements())
        {
            if (child.Name.LocalName == "list") return IsNil(child) ? null : new FeelList(child.Elements().Where(e => e.Name.LocalName == "item").Select(Read));
            if (child.Name.LocalName == "value") return Scalar(child);
        }

        return null;
    }

    public static bool Same(object? expected, object? actual)
    {
        switch (expected, actual)
        {
            case (FeelNumber x, FeelNumber y):
                return x == y || FeelNumber.Subtract(x, y) is { } difference && difference.Abs() < Tolerance;
            case (FeelList x, FeelList y): return x.Count == y.Count && x.Zip(y).All(p => Same(p.First, p.Second));
            case (FeelContext x, FeelContext y): return x.Count == y.Count && x.All(e => y.TryGetValue(e.Key, out var v) && Same(e.Value, v));
            case (FeelList, _) or (_, FeelList): return false;
            default: return FeelValue.AreEqual(expected, actual);
        }
    }

    private static bool IsNil(XElement e) => e.Attribute(Instance + "nil")?.Value is "true" or "1";

    private static object? Scalar(XElement value)
    {
        if (IsNil(value)) return null;
        var type = value.Attribute(Instance + "type")?.Value ?? "xsd:string";
        var text = value.Value;
        return type[(type.IndexOf(':') + 1)..] switch
        {
            "boolean" => text.Trim() is "true" or "1",
            "decimal" or "double" or "float" or "integer" or "int" or "long" or "short" => FeelNumber.Parse(text.Trim()),
            "date" => FeelExpression.Parse($"date(\"{text.Trim()}\")").Evaluate(FeelContext.Empty),
            "time" => FeelExpression.Parse($"time(\"{text.Trim()}\")").Evaluate(FeelContext.Empty),
            "dateTime" => FeelExpression.Parse($"date and time(\"{text.Trim()}\")").Evaluate(FeelContext.Empty),
            "duration" or "dayTimeDuration" or "yearMonthDuration" => FeelExpression.Parse($"duration(\"{text.Trim()}\")").Evaluate(FeelContext.Empty),
            _ => text,
        };
    }
}
