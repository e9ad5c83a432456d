using System.Collections.Frozen;
using System.Xml.Linq;
using Graballo.Rules.Feel;
using Graballo.Workflows.Compiling;
using Graballo.Workflows.Model;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>The fields of human tasks: each becomes a variable, so it has a name and a type that expressions can rely on.</summary>
internal static class FieldRules
{
    private const string Types = "text, longText, number, date, boolean, choice";

    /// <summary>The forms that have a screen of their own.</summary>
    private static readonly FrozenSet<string> Forms = new[] { "respond", "promise", "resolve", "handoff" }.ToFrozenSet(StringComparer.Ordinal);

    public static void Check(Validation v)
    {
        foreach (var holder in v.Elements.Where(element => FieldReader.Elements(element).Any()))
            if (holder.Is("userTask") || holder.Is("globalUserTask"))
                Task(v, holder);
            else
                v.Warning("FIELD_PLACE", holder, $"Only a user task shows fields.");
    }

    private static void Task(Validation v, XElement task)
    {
        var fields = FieldReader.Elements(task).ToList();
        if (fields.Count > TaskField.MostFields)
            v.Error("FIELD_LIMIT", task, $"The task has {fields.Count} fields; the most is {TaskField.MostFields}.");
        if (task.Own("form") is { } form && Forms.Contains(form))
            v.Warning("FIELD_FORM", task, $"The form '{form}' has a screen of its own: the task's fields are not shown.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields.Take(TaskField.MostFields))
        {
            Name(v, field, names);
            Words(v, field, "name", "label", "labelEn");
            if (FieldReader.TypeOf(field.Value("type")) is not { } type)
                v.Error("FIELD_TYPE", field, $"The field '{field.Value("name")}' is of type '{field.Value("type")}'. Known are: {Types}.");
            else if (type == TaskFieldType.Choice)
                Options(v, field);
        }
    }

    private static void Name(Validation v, XElement field, HashSet<string> names)
    {
        if (field.Value("name") is not { } name || !IsVariable(name))
            v.Error("FIELD_NAME", field, $"'{field.Value("name")}' cannot be the name of a field: write one that FEEL reads as a variable, such as amount.");
        else if (!names.Add(name))
            v.Error("FIELD_TWICE", field, $"Two fields have the name '{name}'.");
    }

    private static void Options(Validation v, XElement field)
    {
        var options = FieldReader.OptionElements(field).ToList();
        if (options.Count > TaskField.MostOptions)
            v.Error("FIELD_LIMIT", field, $"The field '{field.Value("name")}' has {options.Count} options; the most is {TaskField.MostOptions}.");
        if (options.Count == 0 || options.Exists(option => option.Value("value") is null))
            v.Error("FIELD_OPTIONS", field, $"The choice '{field.Value("name")}' needs options, each with its value.");
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var option in options.Take(TaskField.MostOptions))
        {
            Words(v, option, "value", "label", "labelEn");
            if (option.Value("value") is { } value && !values.Add(value))
                v.Error("FIELD_TWICE", field, $"The choice '{field.Value("name")}' has the option '{value}' twice.");
        }
    }

    private static void Words(Validation v, XElement element, params ReadOnlySpan<string> attributes)
    {
        foreach (var attribute in attributes)
            if (element.Value(attribute) is { Length: > TaskField.LongestWord } text)
                v.Error("LENGTH", element, $"The {attribute} has {text.Length} characters; the most is {TaskField.LongestWord}.");
    }

    /// <summary>True when FEEL reads the text as nothing but the variable of that name.</summary>
    private static bool IsVariable(string name)
    {
        if (name.Length > TaskField.LongestWord)
            return true;
        try
        {
            return Expression.Parse(name).Evaluate(FeelContext.Empty.With(name, Types), FeelOptions.Default) is Types;
        }
        catch (FeelSyntaxException)
        {
            return false;
        }
    }
}
