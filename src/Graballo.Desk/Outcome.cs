using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Resources;
using Graballo.Desk.Flows;

namespace Graballo.Desk;

/// <summary>What a verb refuses, and why, in a way that every reader's language can say.</summary>
/// <param name="Code">Key of Resources/Refusals.resx.</param>
/// <param name="Field">The input at fault; null when it is not one.</param>
/// <param name="Args">Fills {0}, {1}… of the text.</param>
public sealed record Refusal(string Code, string? Field = null, params object[] Args)
{
    /// <summary>What else is wrong with the same form, each with its own field; empty when this is all.</summary>
    public IReadOnlyList<Refusal> Others { get; init; } = [];

    private static readonly ResourceManager Texts = new("Graballo.Desk.Resources.Refusals", typeof(Refusal).Assembly);

    public static Refusal NotFound { get; } = new("not-found");

    public static Refusal Forbidden { get; } = new("forbidden");

    /// <summary>Somebody else changed it meanwhile, more often than we try again.</summary>
    public static Refusal Busy { get; } = new("busy");

    /// <summary>All that is wrong at once, the first in front; null when nothing is.</summary>
    public static Refusal? All(params ReadOnlySpan<Refusal?> checks)
    {
        var found = new List<Refusal>();
        foreach (var check in checks)
        {
            if (check is not null)
                found.Add(check);
        }
        return found.Count switch { 0 => null, 1 => found[0], _ => found[0] with { Others = found[1..] } };
    }

    /// <summary>The sentence for one field of the form; null when nothing is wrong with it.</summary>
    public string? TextFor(string field, CultureInfo? culture = null) =>
        Field == field ? Text(culture) : Others.FirstOrDefault(other => other.Field == field)?.Text(culture);

    // Names of inputs are said in the reader's words, except to a program, which knows them by what it sent.
    private object Word(object arg, CultureInfo reader) =>
        arg is ElementName drawn ? drawn.In(reader.TwoLetterISOLanguageName)
        : arg is IEnumerable<Refusal> parts ? string.Join(", ", parts.Select(part => part.Said(reader)))
        : arg is string name && !Code.StartsWith("api-", StringComparison.Ordinal) ? Texts.GetString("field." + name, reader) ?? name : arg;

    private string Said(CultureInfo reader) => string.Format(reader, Texts.GetString(Code, reader) ?? Code, [.. Args.Select(arg => Word(arg, reader))]);

    /// <summary>The sentence for a person: what is wrong and what to do.</summary>
    public string Text(CultureInfo? culture = null)
    {
        var reader = culture ?? CultureInfo.CurrentUICulture;
        var text = Said(reader);
        return char.IsLower(text[0]) ? char.ToUpper(text[0], reader) + text[1..] : text;
    }
}

/// <summary>A value, or the reason why there is none.</summary>
public readonly record struct Outcome<T>
{
    private Outcome(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    public T? Value { get; }

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Ok => Refusal is null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>The value of a verb that has nothing to tell but that it was done.</summary>
public readonly record struct Done
{
    public static Done It => default;
}
