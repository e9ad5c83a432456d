using Graballo.Rules.Feel;
namespace Graballo.Rules.Dmn;
#pragma warning disable
public enum DmnSeverity { Error, Warning }
public sealed record DmnFinding(DmnSeverity Severity, string Code, string? ElementId, string? ElementName, string Message, int Line, int Column);
public sealed record DmnReading(DmnModel? Model, IReadOnlyList<DmnFinding> Findings);
public static class DmnReader { public static DmnReading Read(string xml, Func<string, string?>? imports = null) => throw new Exception(); }
public sealed record DmnDecision(string Id, string Name);
public sealed class DmnModel { public string Name => ""; public IReadOnlyList<DmnDecision> Decisions => []; public DecisionResult Decide(string n, FeelContext c, FeelOptions? o = null) => throw new Exception(); }
public sealed record DecisionResult(object? Value, IReadOnlyList<DecisionTrace> Trace, IReadOnlyList<FeelDiagnostic> Diagnostics);
public sealed record TraceInput(string Label, string Expression, object? Value);
public sealed record TraceRule(int Index, string? Id, IReadOnlyList<string> Conditions, IReadOnlyList<object?> Outputs, IReadOnlyList<string> Annotations, string? Description);
public sealed record DecisionTrace(string DecisionId, string DecisionName, IReadOnlyList<TraceInput> Inputs, IReadOnlyList<TraceRule> Rules, object? Value);
