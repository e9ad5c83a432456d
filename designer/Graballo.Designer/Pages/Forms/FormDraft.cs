using Graballo.Designer.Browsing;
using Graballo.Workflows;

namespace Graballo.Designer.Pages.Forms;

/// <summary>What a person has filled in so far at the fields of a task, as it was typed.</summary>
public sealed class FormDraft
{
    // The desk refuses it as no number, together with all else that is wrong.
    private const string NoNumber = "?";

    private readonly Dictionary<string, string> typed = [];

    /// <summary>What is at a field; empty when nothing is.</summary>
    public string this[string name]
    {
        get => typed.GetValueOrDefault(name, "");
        set => typed[name] = value;
    }

    /// <summary>What the desk reads: numbers in its form, nothing for fields that were left alone.</summary>
    public Dictionary<string, string> Values(IReadOnlyList<TaskField> fields) => fields
        .Where(field => !string.IsNullOrWhiteSpace(this[field.Name]))
        .ToDictionary(field => field.Name, field => field.Type == TaskFieldType.Number ? FieldWords.Invariant(this[field.Name]) ?? NoNumber : this[field.Name]);
}
