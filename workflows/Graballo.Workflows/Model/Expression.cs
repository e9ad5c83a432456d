using Graballo.Rules.Feel;

namespace Graballo.Workflows.Model;

/// <summary>A compiled FEEL expression that remembers its text.</summary>
internal sealed class Expression
{
    private readonly Func<FeelContext, FeelOptions, object?> evaluate;

    private Expression(string text, Func<FeelContext, FeelOptions, object?> evaluate)
    {
        Text = text;
        this.evaluate = evaluate;
    }

    public string Text { get; }

    /// <exception cref="FeelSyntaxException">The text is not FEEL.</exception>
    public static Expression Parse(string text)
    {
        var compiled = FeelExpression.Parse(text);
        return new Expression(text, compiled.Evaluate);
    }

    /// <summary>The value of a variable, whatever characters its name has.</summary>
    public static Expression Variable(string name) => new(name, (scope, _) => scope[name]);

    public static Expression Constant(object? value) => new("", (_, _) => value);

    public object? Evaluate(FeelContext scope, FeelOptions options) => evaluate(scope, options);

    /// <summary>Only true is true; null and everything else is false (BPMN 2.0.2 §10.4.2, FEEL's ternary logic).</summary>
    public bool IsTrue(FeelContext scope, FeelOptions options) => Evaluate(scope, options) is true;
}

/// <summary>An attribute that is plain text, or FEEL when it starts with '='.</summary>
internal sealed record TextOrExpression(string? Text, Expression? Expression)
{
    public object? Evaluate(FeelContext scope, FeelOptions options) =>
        Expression is null ? Text : Expression.Evaluate(scope, options);
}

/// <summary>One input or output mapping: a name and the FEEL that gives its value.</summary>
internal sealed record Mapping(string Name, Expression Source);
