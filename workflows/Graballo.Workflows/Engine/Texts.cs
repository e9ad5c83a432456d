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

    public static string? Of(Run run, FeelContext scope, TextOrExpression? text) =>
        text is null ? null : Of(text.Evaluate(scope, run.Options));
}
