using System.Xml.Linq;
using Graballo.Workflows.Model;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Compiling;

/// <summary>Data objects, properties and data associations as variables (BPMN 2.0.2 §10.4).</summary>
internal sealed class DataReader(BpmnDocument document, ExpressionReader expressions)
{
    /// <summary>Variables that a process or sub-process declares.</summary>
    public static IReadOnlyList<string> Locals(XElement body) =>
        [.. body.Children("dataObject").Concat(body.Children("property"))
            .Select(element => element.Value("name") ?? element.Value("id"))
            .OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The variable that an item-aware element stands for: its name, else its id.</summary>
    public string? VariableOf(string? reference)
    {
        var element = document.Find(reference);
        if (element is not null && element.Is("dataObjectReference") && document.Find(element.Value("dataObjectRef")) is { } target)
            element = target;
        else if (element is not null && element.Is("dataStoreReference") && document.Find(element.Value("dataStoreRef")) is { } store)
            element = store;
        return element?.Value("name") ?? element?.Value("id") ?? reference;
    }

    public IReadOnlyList<DataLink> Links(XElement owner, string kind)
    {
        var links = new List<DataLink>();
        foreach (var association in owner.Children(kind))
        {
            if (VariableOf(association.ChildText("targetRef")) is not { } to)
                continue;
            var transformation = Transformation(owner, association);
            if (VariableOf(association.ChildText("sourceRef")) is { } from)
                links.Add(new DataLink(from, to, transformation));
            else if (transformation is not null)
                links.Add(new DataLink("", to, transformation));
        }

        return links;
    }

    /// <summary>The list that a multi-instance activity runs over, by its data input (BPMN 2.0.2 §10.3.9).</summary>
    public Expression? Collection(XElement activity, string dataInput)
    {
        var association = activity.Children("dataInputAssociation").FirstOrDefault(link => link.ChildText("targetRef") == dataInput);
        return VariableOf(association?.ChildText("sourceRef") ?? dataInput) is { } name ? Expression.Variable(name) : null;
    }

    public string? OutputCollection(XElement activity, string dataOutput)
    {
        var association = activity.Children("dataOutputAssociation").FirstOrDefault(link => link.ChildText("sourceRef") == dataOutput);
        return VariableOf(association?.ChildText("targetRef") ?? dataOutput);
    }

    private Expression? Transformation(XElement owner, XElement association)
    {
        if (expressions.Read(owner, association.Child("transformation")) is { } transformation)
            return transformation;
        var assignment = association.Child("assignment");
        return assignment is null ? null : expressions.Read(owner, assignment.Child("from"));
    }
}
