namespace Graballo.Rules.Feel;

/// <summary>What an evaluation may use. Evaluation itself reads no clock and no settings.</summary>
public sealed record FeelOptions
{
    public static FeelOptions Default { get; } = new();

    /// <summary>What now() and today() answer.</summary>
    public DateTimeOffset Now { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>IANA zone in which now() and today() answer; null keeps the offset of <see cref="Now"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Calls, iterations and list items that one evaluation may take.</summary>
    public int MaxSteps { get; init; } = 2_000_000;

    /// <summary>Items of one list and UTF-16 characters of one string, in thousands.</summary>
    public int MaxSizeThousands { get; init; } = 500;

    /// <summary>Whether a decision keeps its explanation; without it deciding is quicker.</summary>
    public bool Trace { get; init; } = true;

    /// <summary>Function calls inside one another.</summary>
    public int MaxDepth { get; init; } = 256;
}

/// <summary>An evaluation that used more steps, memory or depth than its options allow.</summary>
public sealed class FeelBudgetException(string message) : Exception(message);

/// <summary>Why a value became null. <see cref="Where"/> names the decision and cell when there is one.</summary>
/// <param name="Code">Stable word: name, type, argument, parameter, arguments, member, number, date, …</param>
/// <param name="Message">English sentence.</param>
/// <param name="Where">Decision, cell or other element; empty for a lone expression.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public sealed record FeelDiagnostic(string Code, string Message, string Where, int Line, int Column);

/// <summary>A value with the reasons why parts of it are null.</summary>
public sealed record FeelEvaluation(object? Value, IReadOnlyList<FeelDiagnostic> Diagnostics);
