using System.Globalization;
using System.Text.RegularExpressions;
using Graballo.Designer.Resources;
using Graballo.Desk.Forms;
using Graballo.Workflows;

namespace Graballo.Designer.Browsing;

/// <summary>What is filled in at a task, as its reader reads and writes it.</summary>
public static partial class FieldWords
{
    private const int ShortText = 120;
    private static readonly string[] English = ["en"];

    private static CultureInfo Reader => CultureInfo.CurrentCulture;

    /// <summary>What the field is called.</summary>
    public static string LabelOf(TaskField field) => English.Contains(Formats.Language) ? field.LabelEn ?? field.Label : field.Label;

    /// <summary>What the option is called.</summary>
    public static string LabelOf(TaskOption option) => English.Contains(Formats.Language) ? option.LabelEn ?? option.Label : option.Label;

    /// <summary>What was filled in: a number and a date as the reader writes them, the option by its name.</summary>
    public static string Of(Texts texts, FilledField field) => field.Type switch
    {
        TaskFieldType.Number => Number(field.Value),
        TaskFieldType.Date when DateOnly.TryParseExact(field.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) =>
            date.ToString("d MMM yyyy", Reader).Replace(".", "", StringComparison.Ordinal),
        TaskFieldType.Boolean => texts[field.Value == "true" ? "Form.Yes" : "Form.No"],
        TaskFieldType.Choice => field.Option?.In(Formats.Language) ?? field.Value,
        _ => field.Value,
    };

    /// <summary>All of it in one line, long texts cut.</summary>
    public static string Line(Texts texts, IEnumerable<FilledField> fields) => string.Join("; ", fields.Select(field =>
    {
        var value = Of(texts, field);
        return field.Label.In(Formats.Language) + " " + (value.Length <= ShortText ? value : value[..ShortText].TrimEnd() + "…");
    }));

    /// <summary>The number as the desk reads it, of one that the reader wrote with its own signs; null when it is none.</summary>
    public static string? Invariant(string typed)
    {
        var (point, group) = (Reader.NumberFormat.NumberDecimalSeparator, Reader.NumberFormat.NumberGroupSeparator);
        var text = typed.Trim().Replace('\u00a0', ' ').Replace('\u202f', ' ');
        var grouped = $@"^[+-]?(\d{{1,3}}({Regex.Escape(group)}\d{{3}})+|\d+)({Regex.Escape(point)}\d+)?$";
        // Groups must be whole: 1.5 is a slip where the point separates thousands, not fifteen.
        return text.Length <= 60 && Regex.IsMatch(text, grouped, RegexOptions.CultureInvariant)
            ? text.Replace(group, "", StringComparison.Ordinal).Replace(point, ".", StringComparison.Ordinal)
            : null;
    }

    /// <summary>A number to show how they are written here.</summary>
    public static string Example => 1200.5m.ToString("#,0.0", Reader);

    private static string Number(string value)
    {
        if (!Plain().IsMatch(value))
            return value;
        var (whole, fraction) = value.Split('.') is [var before, var after] ? (before, Reader.NumberFormat.NumberDecimalSeparator + after) : (value, "");
        return decimal.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (number == 0 && whole.StartsWith('-') ? "-" : "") + number.ToString("#,0", Reader) + fraction
            : value;
    }

    [GeneratedRegex(@"^[+-]?\d+(\.\d+)?$")]
    private static partial Regex Plain();
}
