using System.Diagnostics.CodeAnalysis;
using Graballo.Rules.Feel.Evaluation;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Feel;

/// <summary>A compiled FEEL expression (DMN 1.5 §10.3): immutable and safe for any number of threads.</summary>
public sealed class FeelExpression
{
    private readonly Eval _eval;

    internal FeelExpression(string text, FeelNode node, Eval eval)
    {
        Text = text;
        Node = node;
        _eval = eval;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    internal FeelNode Node { get; }

    /// <summary>
    /// Compiles a text of at most 200,000 characters. <paramref name="names"/> are the variables that will be in scope: those
    /// with spaces or signs are read as one name only when they are known here; plain ones need not be given.
    /// FeelSyntaxException when the text is not FEEL.
    /// </summary>
    public static FeelExpression Parse(string text, IEnumerable<string>? names = null)
    {
        var node = FeelParser.ParseExpression(text, new FeelNames(names ?? [], []));
        return new FeelExpression(text, node, FeelCompiler.Compile(node, new ExpressionSource(text, "")));
    }

    public static bool TryParse(
        string text, [NotNullWhen(true)] out FeelExpression? expression, [NotNullWhen(false)] out FeelSyntaxException? error)
    {
        (expression, error) = (null, null);
        try
        {
            expression = Parse(text);
            return true;
        }
        catch (FeelSyntaxException e)
        {
            error = e;
            return false;
        }
    }

    /// <summary>Never throws because of the data: what cannot be is null. FeelBudgetException when a budget is exceeded.</summary>
    public object? Evaluate(FeelContext scope, FeelOptions? options = null)
    {
        var state = new EvaluationState(options ?? FeelOptions.Default);
        using var running = state.Begin();
        return _eval(new Frame(null, [], scope), state);
    }

    /// <inheritdoc cref="Evaluate"/>
    public FeelEvaluation EvaluateWithDiagnostics(FeelContext scope, FeelOptions? options = null)
    {
        var state = new EvaluationState(options ?? FeelOptions.Default);
        using var running = state.Begin();
        return new FeelEvaluation(_eval(new Frame(null, [], scope), state), state.Diagnostics);
    }

    /// <summary>The names that neither <paramref name="variables"/> nor the language defines, for checks before anything runs.</summary>
    public IReadOnlyList<FeelDiagnostic> UnknownNames(IEnumerable<string> variables) =>
    [
        .. NameCheck.Unknown(Node, variables, [], inFilter: false).Select(name =>
        {
            var at = FeelSyntaxException.At("", Text, name.Position);
            return new FeelDiagnostic("name", $"Nothing is named '{name.Name}'", "", at.Line, at.Column);
        }),
    ];

    public override string ToString() => Text;
}

/// <summary>Compiled unary tests (DMN 1.5 §10.3.1.2 rules 13–17), as in a cell of a decision table; "-" is always true.</summary>
public sealed class FeelUnaryTests
{
    private readonly Eval _eval;

    private FeelUnaryTests(string text, UnaryTestsNode node, Eval eval) => (Text, Node, _eval) = (text, node, eval);

    public string Text { get; }

    internal UnaryTestsNode Node { get; }

    /// <inheritdoc cref="FeelExpression.Parse"/>
    public static FeelUnaryTests Parse(string text, IEnumerable<string>? names = null)
    {
        var node = FeelParser.ParseUnaryTests(text, new FeelNames(names ?? [], []));
        return new FeelUnaryTests(text, node, FeelCompiler.CompileTests(node, new ExpressionSource(text, "")));
    }

    public static bool TryParse(
        string text, [NotNullWhen(true)] out FeelUnaryTests? tests, [NotNullWhen(false)] out FeelSyntaxException? error)
    {
        (tests, error) = (null, null);
        try
        {
            tests = Parse(text);
            return true;
        }
        catch (FeelSyntaxException e)
        {
            error = e;
            return false;
        }
    }

    /// <summary>True, false, or null when the input does not compare with the tests.</summary>
    public bool? Evaluate(object? input, FeelContext scope, FeelOptions? options = null)
    {
        var state = new EvaluationState(options ?? FeelOptions.Default);
        using var running = state.Begin();
        return (bool?)_eval(new Frame(null, [input], scope), state);
    }

    public FeelEvaluation EvaluateWithDiagnostics(object? input, FeelContext scope, FeelOptions? options = null)
    {
        var state = new EvaluationState(options ?? FeelOptions.Default);
        using var running = state.Begin();
        return new FeelEvaluation(_eval(new Frame(null, [input], scope), state), state.Diagnostics);
    }

    public override string ToString() => Text;
}
