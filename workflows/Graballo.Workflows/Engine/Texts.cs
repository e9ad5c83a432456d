using Graballo.Rules.Feel;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <summary>Values as text.</summary>
internal static class Texts
{
    /// <summary>A string as it is; anything else as FEEL shows it; null stays null.</summary>
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        _ => FeelValue.Display(value),
    };

    /// <summary>What a message is correlated by: a message that nothing can find would wait for ever.</summary>
    /// <exception cref="InvalidOperationException">It has no value.</exception>
    public static string Key(object? value) => Of(value) ?? throw new InvalidOperationException("The correlation key has no value.");

    public static string? Of(Run run, FeelContext scope, TextOrExpression? text) =>
        text is null ? null : Of(text.Evaluate(scope, run.Options));
}
