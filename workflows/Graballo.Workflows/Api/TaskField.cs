namespace Graballo.Workflows;

/// <summary>What a person can fill in at a field of a task.</summary>
public enum TaskFieldType
{
    /// <summary>One line; a FEEL string.</summary>
    Text,

    /// <summary>Several lines; a FEEL string.</summary>
    LongText,

    /// <summary>A FEEL number.</summary>
    Number,

    /// <summary>A FEEL date.</summary>
    Date,

    /// <summary>Yes or no; a FEEL boolean.</summary>
    Boolean,

    /// <summary>One of the options; its value as a FEEL string.</summary>
    Choice,
}

/// <summary>One thing that a person fills in to complete a task (<c>graballo:field</c> of a user task).</summary>
/// <param name="Name">Of the variable that it becomes.</param>
/// <param name="Label">What people read; the name when the flow gives none.</param>
/// <param name="LabelEn">The same for readers of English; null when the flow gives none.</param>
/// <param name="Options">What a choice chooses among; empty for the other types.</param>
public sealed record TaskField(string Name, string Label, string? LabelEn, TaskFieldType Type, bool IsRequired, IReadOnlyList<TaskOption> Options)
{
    /// <summary>Most fields of one task.</summary>
    public const int MostFields = 50;

    /// <summary>Most options of one choice.</summary>
    public const int MostOptions = 200;

    /// <summary>Most characters of a name, a label or the value of an option.</summary>
    public const int LongestWord = 200;
}

/// <summary>One option of a choice.</summary>
/// <param name="Value">What the variable holds when it is chosen.</param>
/// <param name="Label">What people read; the value when the flow gives none.</param>
/// <param name="LabelEn">The same for readers of English; null when the flow gives none.</param>
public sealed record TaskOption(string Value, string Label, string? LabelEn);
