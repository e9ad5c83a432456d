using System.Text.RegularExpressions;
using Graballo.Rules.Feel.Evaluation;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Feel.Functions;

/// <summary>DMN 1.5 §10.3.4.1 conversion functions.</summary>
internal static partial class ConversionFunctions
{
    public static IEnumerable<BuiltinFunction> All =>
    [
        new("date",
            ("from: string", a => FeelText.Date(a.Text(0)) ?? a.Fail("date(): no date")),
            ("from: any", a => a[0] switch { FeelDate d => d, FeelDateTime dt => dt.Date, _ => a.Fail("date() takes a text or a date") }),
            ("year: number, month: number, day: number", MakeDate)),
        new("time",
            ("from: string", a => FeelText.Time(a.Text(0)) ?? a.Fail("time(): no time")),
            ("from: any", a => a[0] switch
            {
                FeelTime t => t,
                FeelDateTime dt => dt.Time,
                FeelDate => new FeelTime(0, FeelZone.Utc),
                _ => a.Fail("time() takes a text, a time or a date"),
            }),
            ("hour: number, minute: number, second: number, [offset]: days and time duration?", MakeTime)),
        new("date and time",
            ("from: string", a => FeelText.DateTime(a.Text(0)) ?? a.Fail("date and time(): no date and time")),
            ("from: any", a => a[0] switch
            {
                FeelDateTime dt => dt,
                FeelDate d => FeelComparison.AtMidnight(d),
                _ => a.Fail("date and time() takes a text or a date"),
            }),
            ("date: any, time: time", a => a[0] switch
            {
                FeelDate d => new FeelDateTime(d, (FeelTime)a[1]!),
                FeelDateTime dt => new FeelDateTime(dt.Date, (FeelTime)a[1]!),
                _ => a.Fail("date and time() takes a date and a time"),
            })),
        new("number",
            ("from: string", a => Plain(a.Text(0)) ?? a.Fail("number(): no number")),
            ("from: string, grouping separator: string?, decimal separator: string?", MakeNumber)),
        new("string", ("from: any?", a => a[0] is null ? null : ToText(a))),
        new("duration", ("from: string", a => FeelText.Duration(a.Text(0)) ?? a.Fail("duration(): no duration")),
            ("from: any", a => a[0] is DaysTimeDuration or YearsMonthsDuration ? a[0] : a.Fail("duration() takes a text"))),
        new("years and months duration", ("from: any, to: any", MonthsBetween)),
        new("range", ("from: string", MakeRange)),
    ];

    private static string ToText(Arguments a)
    {
        var text = FeelValue.Display(a[0]);
        a.State.Text(text.Length);
        return text;
    }

    private static object? MakeDate(Arguments a)
    {
        if (!a.Number(0).TryToInt64(out var year) || !a.Number(1).TryToInt64(out var month) || !a.Number(2).TryToInt64(out var day))
            return a.Fail("date() takes whole numbers");
        return FeelDate.Create(year, month, day) ?? a.Fail("date(): there is no such day");
    }

    private static object? MakeTime(Arguments a)
    {
        FeelZone? zone = null;
        if (a[3] is DaysTimeDuration offset)
        {
            if (Int128.Abs(offset.Nanoseconds) > FeelTime.NanosPerDay) return a.Fail("time(): the offset is out of range");
            zone = FeelZone.OfOffset((long)(offset.Nanoseconds / FeelTime.NanosPerSecond));
            if (zone is null) return a.Fail("time(): the offset is out of range");
        }

        var nanos = FeelNumber.Multiply(a.Number(2), FeelTime.NanosPerSecond)?.Round(0, FeelRounding.Down) ?? -1;
        if (!a.Number(0).TryToInt64(out var hour) || !a.Number(1).TryToInt64(out var minute) || !nanos.TryToInt64(out var rest) || rest < 0)
            return a.Fail("time() takes whole hours and minutes");
        return FeelTime.Create(hour, minute, rest / FeelTime.NanosPerSecond, rest % FeelTime.NanosPerSecond, zone)
            ?? a.Fail("time(): there is no such time");
    }

    private static object? MakeNumber(Arguments a)
    {
        var (grouping, point) = (a[1] as string, a[2] as string);
        if (grouping is not (null or " " or "." or ",") || point is not (null or "." or ",") || (grouping is not null && grouping == point))
            return a.Fail("number(): the separators are not allowed");
        var text = a.Text(0);
        if (grouping is not null) text = text.Replace(grouping, "", StringComparison.Ordinal);
        if (point == ",")
        {
            if (text.Contains('.')) return a.Fail("number(): no number");
            text = text.Replace(',', '.');
        }

        return Plain(text) ?? a.Fail("number(): no number");
    }

    private static object? Plain(string text) => NumberPattern().IsMatch(text) ? FeelNumber.Parse(text) : null;

    // Whole months from one day to the other, towards zero (Table 71).
    private static object? MonthsBetween(Arguments a)
    {
        if (Stamp(a[0]) is not { } from || Stamp(a[1]) is not { } to) return a.Fail("years and months duration() takes two dates");
        var months = ((to.Date.Year - (long)from.Date.Year) * 12) + to.Date.Month - from.Date.Month;
        var rest = (to.Date.Day, to.Time.NanoOfDay).CompareTo((from.Date.Day, from.Time.NanoOfDay));
        if (months > 0 && rest < 0) months--;
        if (months < 0 && rest > 0) months++;
        return new YearsMonthsDuration(months);
    }

    private static FeelDateTime? Stamp(object? value) => value switch
    {
        FeelDate date => new FeelDateTime(date, default),
        FeelDateTime stamp => stamp,
        _ => null,
    };

    // The text must be a range whose bounds are literals or calls of date functions with literals (Table 71).
    private static object? MakeRange(Arguments a)
    {
        FeelNode node;
        try
        {
            node = FeelParser.ParseExpression(a.Text(0), new FeelNames([], []));
        }
        catch (FeelSyntaxException)
        {
            return a.Fail("range(): no range");
        }

        if (node is not RangeNode range || !IsLiteral(range.Start) || !IsLiteral(range.End)) return a.Fail("range(): no range of literals");
        var eval = FeelCompiler.Compile(node, a.State.Source);
        var value = eval(new Frame(null, [], FeelContext.Empty), a.State) as FeelRange;
        if (value?.Start is null || value.End is null || FeelComparison.Compare(value.Start, value.End) is not <= 0) return a.Fail("range(): no range");
        return value.Start.GetType() == value.End.GetType() ? value : a.Fail("range(): bounds of two kinds");
    }

    private static bool IsLiteral(FeelNode node) => node switch
    {
        LiteralNode => true,
        NegateNode n => IsLiteral(n.Operand),
        CallNode { Target: NameNode { Name: "date" or "time" or "date and time" or "duration" } } call => call.Arguments.All(n => n is LiteralNode),
        _ => false,
    };

    [GeneratedRegex(@"^[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]{1,6})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
