using Graballo.Rules.Feel;

namespace Graballo.Rules.Dmn;

public enum DmnSeverity
{
    Information,
    Warning,
    Error,
}

/// <summary>Something that is wrong or doubtful in a definition.</summary>
/// <param name="Severity">An error makes the element give null; a model can still be null-free elsewhere.</param>
/// <param name="Code">Stable word: xml, syntax, reference, type, cycle, import, name, gap, overlap, masked…</param>
/// <param name="ElementId">Id of the element of the file; empty when it has none.</param>
/// <param name="ElementName">Name as its author wrote it.</param>
/// <param name="Message">English sentence; names decision and cell.</param>
/// <param name="Line">Line of the file, from 1; 0 when unknown.</param>
/// <param name="Column">From 1; 0 when unknown.</param>
public sealed record DmnFinding(DmnSeverity Severity, string Code, string ElementId, string ElementName, string Message, int Line, int Column)
{
    /// <summary>What fills the sentence of <see cref="Code"/> in other languages: texts and <see cref="Wording"/>s.</summary>
    public IReadOnlyList<object> Args { get; init; } = [];

    /// <summary>What the message says in any language: the counter-example of a gap or an overlap, else the number of the rule; null for others.</summary>
    public string? Example { get; init; }
}

/// <summary><see cref="Model"/> is null when the text is no DMN at all.</summary>
public sealed record DmnReading(DmnModel? Model, IReadOnlyList<DmnFinding> Findings)
{
    public bool HasErrors => Findings.Any(f => f.Severity == DmnSeverity.Error);
}

/// <summary>What a decision came to, and why.</summary>
/// <param name="Value">A FEEL value; null when nothing applied or something failed.</param>
/// <param name="Trace">Every decision and table evaluated, in the order of their completion; the asked one is last.</param>
/// <param name="Diagnostics">Reasons of nulls.</param>
public sealed record DecisionResult(object? Value, IReadOnlyList<DecisionTrace> Trace, IReadOnlyList<FeelDiagnostic> Diagnostics);

/// <summary>How one decision (or table of a business knowledge model) came to its value.</summary>
/// <param name="DecisionId">Id in the file.</param>
/// <param name="DecisionName">As people read it.</param>
/// <param name="Inputs">The columns of the table with the values they saw; what was required, for other logic.</param>
/// <param name="Rules">The rules that matched, in the order of the table; empty for other logic.</param>
/// <param name="Value">The result.</param>
public sealed record DecisionTrace(
    string DecisionId, string DecisionName, IReadOnlyList<TraceInput> Inputs, IReadOnlyList<TraceRule> Rules, object? Value);

/// <summary>A column: its label (or else its expression), its expression, and the value it had.</summary>
public sealed record TraceInput(string Label, string Expression, object? Value);

/// <summary>A matched rule.</summary>
/// <param name="Index">From 1, as numbered in the table.</param>
/// <param name="RuleId">Id in the file.</param>
/// <param name="Conditions">Texts of the input cells, column by column.</param>
/// <param name="Outputs">Values of the output cells, by the names of their columns.</param>
/// <param name="Annotations">Texts of the annotation cells, by the names of their columns ("annotation" for a nameless one).</param>
/// <param name="Description">The rule's description; null when it has none.</param>
public sealed record TraceRule(
    int Index,
    string RuleId,
    IReadOnlyList<string> Conditions,
    IReadOnlyList<KeyValuePair<string, object?>> Outputs,
    IReadOnlyList<KeyValuePair<string, string>> Annotations,
    string? Description);

/// <summary>A decision as listed; <see cref="IsRequired"/> when another decision of the file builds on it.</summary>
public sealed record DmnDecision(string Id, string Name, FeelType Type, string? Description, string? Question, bool HasTable, bool IsRequired);

/// <summary>An input as listed.</summary>
public sealed record DmnInput(string Id, string Name, FeelType Type);

/// <summary>A decision service as listed; <see cref="Parameters"/> in the order of positional arguments.</summary>
public sealed record DmnService(string Id, string Name, IReadOnlyList<FeelParameter> Parameters, IReadOnlyList<string> Outputs);
