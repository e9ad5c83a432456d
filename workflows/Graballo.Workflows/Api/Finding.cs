using Graballo.Rules;

namespace Graballo.Workflows;

/// <summary>How much a finding weighs: an error refuses deployment, a warning does not.</summary>
public enum FindingSeverity
{
    Error,
    Warning,
}

/// <summary>One thing that is wrong with a BPMN file.</summary>
/// <param name="Severity">An error refuses deployment.</param>
/// <param name="Rule">Stable code of the rule broken; texts in other languages are keyed by it.</param>
/// <param name="ElementId">Id of the element at fault; empty when the file as a whole is.</param>
/// <param name="ElementName">What people call the element, when it has a name.</param>
/// <param name="Message">Plain English: what is wrong and what to do.</param>
/// <param name="Line">1-based line in the file; 0 when unknown.</param>
/// <param name="Column">1-based column; 0 when unknown.</param>
public record Finding(
    FindingSeverity Severity,
    string Rule,
    string ElementId,
    string? ElementName,
    string Message,
    int Line,
    int Column)
{
    /// <summary>What fills the sentence of <see cref="Rule"/> in other languages: texts and <see cref="Wording"/>s.</summary>
    public IReadOnlyList<object> Args { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Severity == FindingSeverity.Error ? "error" : "warning")} {Rule} {ElementId} ({Line},{Column}): {Message}";
}
