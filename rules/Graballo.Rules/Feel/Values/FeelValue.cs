using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Graballo.Rules.Feel;

/// <summary>Conversions between .NET values, FEEL values and FEEL text.</summary>
public static class FeelValue
{
    private const int MaxDepth = 200;
    private const int MaxText = 4_000_000;

    /// <summary>
    /// The FEEL value of a .NET value: numbers, DateOnly, TimeOnly, DateTimeOffset, DateTime (without zone), TimeSpan, Guid and enums
    /// (their text), maps with string keys, sequences and JSON. FEEL values pass unchanged. NaN and infinities are null.
    /// ArgumentException for any other type: there is no reflection over user data.
    /// </summary>
    public static object? From(object? clr) => From(clr, 0);

    /// <summary>FEEL text that reads back as an equal value (a function as its name). Cut after four million characters.</summary>
    public static string Write(object? value)
    {
        if (value is null) return "null";
        var text = new StringBuilder();
        Write(text, value, quoted: true, 0);
        return text.ToString();
    }

    /// <summary>True when both are null or equal values of the same kind; see DMN 1.5 §10.3.2.12.</summary>
    public static bool AreEqual(object? left, object? right) => FeelComparison.Equal(left, right) == true;

    /// <summary>The text that FEEL's string() gives: a string unquoted, dates as ISO, the rest as <see cref="Write(object?)"/>.</summary>
    public static string Display(object? value)
    {
        if (value is string s) return s;
        if (value is FeelDate or FeelTime or FeelDateTime or DaysTimeDuration or YearsMonthsDuration) return value.ToString()!;
        var text = new StringBuilder();
        Write(text, value, quoted: false, 0);
        return text.ToString();
    }

    private static object? From(object? clr, int depth)
    {
        if (depth > MaxDepth) return null;
        return clr switch
        {
            null or bool or string or FeelNumber or FeelDate or FeelTime or FeelDateTime or DaysTimeDuration
                or YearsMonthsDuration or FeelList or FeelContext or FeelRange or FeelFunction => clr,
            int n => (FeelNumber)n,
            long n => (FeelNumber)n,
            short or ushort or byte or sbyte or uint => (FeelNumber)Convert.ToInt64(clr, CultureInfo.InvariantCulture),
            ulong n => (FeelNumber)(decimal)n,
            decimal n => (FeelNumber)n,
            float or double => FeelNumber.FromDouble(Convert.ToDouble(clr, CultureInfo.InvariantCulture)),
            JsonElement json => FromJson(json, depth),
            IDictionary map => FeelContext.Create(Entries(map, depth)),
            IEnumerable<KeyValuePair<string, object?>> map => FeelContext.Create(map.Select(e => KeyValuePair.Create(e.Key, From(e.Value, depth + 1)))),
            _ => FromTemporal(clr) ?? FromOther(clr, depth),
        };
    }

    private static IEnumerable<KeyValuePair<string, object?>> Entries(IDictionary map, int depth)
    {
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Key is not string key) throw new ArgumentException("A FEEL context has string keys only.");
            yield return new KeyValuePair<string, object?>(key, From(entry.Value, depth + 1));
        }
    }

    private static object? FromTemporal(object clr) => clr switch
    {
        DateOnly date => FeelDate.FromDateOnly(date),
        TimeOnly time => new FeelTime(time.Ticks * 100, null),
        DateTimeOffset instant => FeelDateTime.FromDateTimeOffset(instant),
        DateTime local => new FeelDateTime(FeelDate.FromDateOnly(DateOnly.FromDateTime(local)), new FeelTime(local.TimeOfDay.Ticks * 100, null)),
        TimeSpan span => DaysTimeDuration.FromTimeSpan(span),
        _ => null,
    };

    private static object? FromOther(object clr, int depth) => clr switch
    {
        char or Guid or Enum => clr.ToString(),
        IEnumerable items => new FeelList(items.Cast<object?>().Select(i => From(i, depth + 1))),
        _ => throw new ArgumentException($"No FEEL value for {clr.GetType().Name}."),
    };

    private static object? FromJson(JsonElement json, int depth)
    {
        if (depth > MaxDepth) return null;
        return json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => FeelNumber.Parse(json.GetRawText()),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Array => new FeelList(json.EnumerateArray().Select(i => FromJson(i, depth + 1))),
            JsonValueKind.Object => FeelContext.Create(
                json.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, FromJson(p.Value, depth + 1)))),
            _ => null,
        };
    }

    internal static void Write(StringBuilder text, object? value, bool quoted, int depth)
    {
        if (depth > MaxDepth || text.Length > MaxText)
        {
            text.Append('…');
            return;
        }

        switch (value)
        {
            case null: text.Append("null"); break;
            case bool b: text.Append(b ? "true" : "false"); break;
            case string s: FeelLiteral.Quote(text, s); break;
            case FeelList list: WriteItems(text, list, quoted, depth); break;
            case FeelContext context: WriteEntries(text, context, quoted, depth); break;
            case FeelRange range: WriteRange(text, range, quoted, depth); break;
            case FeelNumber or FeelFunction: text.Append(value); break;
            default: text.Append(quoted ? $"@\"{value}\"" : value.ToString()); break;
        }
    }

    private static void WriteItems(StringBuilder text, FeelList list, bool quoted, int depth)
    {
        text.Append('[');
        for (var i = 0; i < list.Count && text.Length <= MaxText; i++)
        {
            if (i > 0) text.Append(", ");
            Write(text, list[i], quoted, depth + 1);
        }

        text.Append(']');
    }

    private static void WriteEntries(StringBuilder text, FeelContext context, bool quoted, int depth)
    {
        text.Append('{');
        var first = true;
        foreach (var (key, value) in context)
        {
            if (text.Length > MaxText) break;
            if (!first) text.Append(", ");
            first = false;
            if (FeelLiteral.IsPlainName(key)) text.Append(key);
            else FeelLiteral.Quote(text, key);
            text.Append(": ");
            Write(text, value, quoted, depth + 1);
        }

        text.Append('}');
    }

    private static void WriteRange(StringBuilder text, FeelRange range, bool quoted, int depth)
    {
        if (range.Kind != FeelRangeKind.Interval)
        {
            text.Append('(').Append(FeelLiteral.Operator(range.Kind)).Append(' ');
            Write(text, range.Start ?? range.End, quoted, depth + 1);
            text.Append(')');
            return;
        }

        text.Append(range.StartIncluded ? '[' : '(');
        Write(text, range.Start, quoted, depth + 1);
        text.Append("..");
        Write(text, range.End, quoted, depth + 1);
        text.Append(range.EndIncluded ? ']' : ')');
    }
}
