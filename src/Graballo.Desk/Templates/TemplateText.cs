using System.Globalization;
using System.Text.RegularExpressions;

namespace Graballo.Desk.Templates;

/// <summary>Fills in a reply template. Places are names in braces, the same in every language.</summary>
public static partial class TemplateText
{
    public const string Contact = "contacto";
    public const string Company = "empresa";
    public const string Number = "numero";
    public const string Subject = "asunto";
    public const string Promised = "fecha";
    public const string Author = "ejecutivo";

    /// <summary>What can be filled in.</summary>
    public static IReadOnlyList<string> Places { get; } = [Contact, Company, Number, Subject, Promised, Author];

    /// <summary>The first name in braces that nobody can fill in; null when all are known.</summary>
    public static string? Unknown(string text) =>
        Holes().Matches(text).Select(hole => hole.Groups[1].Value).FirstOrDefault(name => !Places.Contains(name));

    /// <summary>The text with its places filled; those without a value stay as they are and are named.</summary>
    public static (string Text, IReadOnlyList<string> Missing) Fill(string text, IReadOnlyDictionary<string, string?> values)
    {
        var missing = new List<string>();
        var filled = Holes().Replace(text, hole =>
        {
            if (values.GetValueOrDefault(hole.Groups[1].Value) is { Length: > 0 } value)
                return value;
            missing.Add(hole.Groups[1].Value);
            return hole.Value;
        });
        return (filled, [.. missing.Distinct()]);
    }

    /// <summary>A date as one says it to a client: <c>martes 24 de noviembre a las 14:00</c>.</summary>
    public static string When(DateTimeOffset at, TimeZoneInfo zone, CultureInfo reader)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return reader.TwoLetterISOLanguageName == "en"
            ? local.ToString("dddd d MMMM 'at' HH:mm", reader)
            : local.ToString("dddd d 'de' MMMM 'a las' HH:mm", reader);
    }

    [GeneratedRegex(@"\{([^{}\r\n]{1,40})\}")]
    private static partial Regex Holes();
}
