using System.Globalization;
using System.Text.RegularExpressions;
using Graballo.Desk.Flows;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Rules.Feel;
using Graballo.Workflows;

namespace Graballo.Desk.Forms;

/// <summary>What a person filled in at a task: checked against its fields, and typed for the flow.</summary>
/// <param name="Result">A variable for every field; null where nothing was filled in.</param>
/// <param name="Fields">Those that were filled in, for people to read.</param>
internal sealed partial record FilledForm(FeelContext Result, IReadOnlyList<FilledField> Fields)
{
    public const int LongestLine = 500;
    public const int LongestText = 10_000;
    private const int MostUnknown = 20;

    /// <param name="fields">Of the task.</param>
    /// <param name="values">By the name of the field; empty text is nothing. Numbers as 1200.5, dates as 2026-11-23, true or false, the value of an option.</param>
    /// <returns>All that is wrong at once, field by field.</returns>
    public static Outcome<FilledForm> Read(IReadOnlyList<TaskField> fields, IReadOnlyDictionary<string, string> values)
    {
        var wrong = new List<Refusal?>();
        var (result, filled) = (FeelContext.Empty, new List<FilledField>());
        foreach (var field in fields)
        {
            var (text, value, refusal) = One(field, values.GetValueOrDefault(field.Name) ?? "");
            wrong.Add(refusal);
            result = result.With(field.Name, value);
            if (value is not null)
                filled.Add(new FilledField(field.Name, LabelOf(field), field.Type, text, OptionOf(field, text)));
        }
        wrong.AddRange(values.Keys.Where(name => !fields.Any(field => field.Name == name)).Take(MostUnknown)
            .Select(name => new Refusal("field-unknown", Short(name), Short(name))));
        if (wrong.TrueForAll(refusal => refusal is null) && filled.Sum(field => PlainText.Length(field.Value)) > Check.LongestBody)
            wrong.Add(new Refusal("form-too-long", null, Check.LongestBody));
        return Refusal.All([.. wrong]) is { } refused ? refused : new FilledForm(result, filled);
    }

    private static ElementName LabelOf(TaskField field) => new(field.Label, field.LabelEn);

    private static ElementName? OptionOf(TaskField field, string value) =>
        field.Options.FirstOrDefault(option => option.Value == value) is { } chosen ? new ElementName(chosen.Label, chosen.LabelEn) : null;

    private static (string Text, object? Value, Refusal? Refusal) One(TaskField field, string written)
    {
        var text = field.Type == TaskFieldType.LongText ? PlainText.Clean(written) : PlainText.Line(written);
        if (text.Length == 0)
            return (text, null, field.IsRequired ? Wrong("field-required", field) : null);
        var most = field.Type == TaskFieldType.LongText ? LongestText : LongestLine;
        if (PlainText.Length(text) > most)
            return (text, null, new Refusal("too-long", field.Name, LabelOf(field), most));
        object? value = field.Type switch
        {
            TaskFieldType.Number => Digits().IsMatch(text) ? FeelNumber.Parse(text) : null,
            TaskFieldType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? FeelDate.FromDateOnly(date) : null,
            TaskFieldType.Boolean => text switch { "true" => true, "false" => false, _ => null },
            TaskFieldType.Choice => field.Options.Any(option => option.Value == text) ? text : null,
            _ => text,
        };
        return (text, value, value is null ? Wrong("field-" + field.Type.ToString().ToLowerInvariant(), field) : null);
    }

    private static Refusal Wrong(string code, TaskField field) => new(code, field.Name, LabelOf(field));

    private static string Short(string name) => PlainText.Line(name.Length <= 100 ? name : name[..100]);

    [GeneratedRegex("^[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?$")]
    private static partial Regex Digits();
}
