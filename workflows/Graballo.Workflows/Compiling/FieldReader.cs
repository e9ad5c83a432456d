using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Compiling;

/// <summary>The fields that people fill in to complete a task: <c>graballo:field</c> in its extensionElements.</summary>
internal static class FieldReader
{
    /// <summary>What the validator refuses is left out.</summary>
    public static List<TaskField> Read(XElement task)
    {
        var fields = new List<TaskField>();
        foreach (var element in Elements(task))
            if (element.Value("name") is { } name && TypeOf(element.Value("type")) is { } type)
                fields.Add(new TaskField(
                    name, element.Value("label") ?? name, element.Value("labelEn"), type, element.Flag("required", otherwise: false),
                    type == TaskFieldType.Choice ? Options(element) : []));
        return fields;
    }

    public static IEnumerable<XElement> Elements(XElement task) =>
        task.Child("extensionElements")?.Elements(BpmnNames.Graballo + "field") ?? [];

    public static IEnumerable<XElement> OptionElements(XElement field) => field.Elements(BpmnNames.Graballo + "option");

    /// <summary>Text when none is written, null when it is no known type.</summary>
    public static TaskFieldType? TypeOf(string? written) => written switch
    {
        null or "text" => TaskFieldType.Text,
        "longText" => TaskFieldType.LongText,
        "number" => TaskFieldType.Number,
        "date" => TaskFieldType.Date,
        "boolean" => TaskFieldType.Boolean,
        "choice" => TaskFieldType.Choice,
        _ => null,
    };

    private static List<TaskOption> Options(XElement field)
    {
        var options = new List<TaskOption>();
        foreach (var option in OptionElements(field))
            if (option.Value("value") is { } value)
                options.Add(new TaskOption(value, option.Value("label") ?? value, option.Value("labelEn")));
        return options;
    }
}
