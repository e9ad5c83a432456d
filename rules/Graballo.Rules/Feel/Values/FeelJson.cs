using System.Text.Json;

namespace Graballo.Rules.Feel;

/// <summary>
/// FEEL values as JSON and back without loss, for stored process state. Strings, booleans, null, lists and contexts are
/// themselves; the rest is an object with one key: {"$n":"1.5"} number (a plain JSON number when it is a small integer),
/// {"$d":…} date, {"$t":…} time, {"$dt":…} date and time, {"$p":…} duration, {"$r":[kind,start,included,end,included]} range,
/// {"$c":{…}} a context whose only key begins with "$".
/// </summary>
public static class FeelJson
{
    private const int MaxDepth = 200;
    private const long MaxPlain = 1L << 53;

    /// <summary>InvalidOperationException for a function or nesting beyond 200 levels: they cannot be stored.</summary>
    public static void Write(Utf8JsonWriter writer, object? value) => Write(writer, value, 0);

    /// <summary>Accepts ordinary JSON too: numbers become FEEL numbers, objects contexts. JsonException for a broken tagged value.</summary>
    public static object? Read(JsonElement json) => Read(json, 0);

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth > MaxDepth) throw new InvalidOperationException("The value is nested too deeply to be stored.");
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool b: writer.WriteBooleanValue(b); break;
            case string s: writer.WriteStringValue(s); break;
            case FeelNumber n when n.Exponent == 0 && n.TryToInt64(out var whole) && Math.Abs(whole) < MaxPlain:
                writer.WriteNumberValue(whole);
                break;
            case FeelNumber n: Tag(writer, "$n", n.ToExact()); break;
            case FeelDate: Tag(writer, "$d", value.ToString()!); break;
            case FeelTime: Tag(writer, "$t", value.ToString()!); break;
            case FeelDateTime: Tag(writer, "$dt", value.ToString()!); break;
            case DaysTimeDuration or YearsMonthsDuration: Tag(writer, "$p", value.ToString()!); break;
            case FeelList list: WriteList(writer, list, depth); break;
            case FeelContext context: WriteContext(writer, context, depth); break;
            case FeelRange range: WriteRange(writer, range, depth); break;
            default: throw new InvalidOperationException($"A {value.GetType().Name} cannot be stored.");
        }
    }

    private static void Tag(Utf8JsonWriter writer, string tag, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(tag, text);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, FeelList list, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in list) Write(writer, item, depth + 1);
        writer.WriteEndArray();
    }

    private static void WriteContext(Utf8JsonWriter writer, FeelContext context, int depth)
    {
        var escaped = context.Count == 1 && context.Keys[0].StartsWith('$');
        writer.WriteStartObject();
        if (escaped) writer.WriteStartObject("$c");
        foreach (var (key, value) in context)
        {
            writer.WritePropertyName(key);
            Write(writer, value, depth + 1);
        }

        if (escaped) writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter writer, FeelRange range, int depth)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("$r");
        writer.WriteNumberValue((int)range.Kind);
        Write(writer, range.Start, depth + 1);
        writer.WriteBooleanValue(range.StartIncluded);
        Write(writer, range.End, depth + 1);
        writer.WriteBooleanValue(range.EndIncluded);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static object? Read(JsonElement json, int depth)
    {
        if (depth > MaxDepth) throw new JsonException("The stored value is nested too deeply.");
        return json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => FeelNumber.Parse(json.GetRawText()) ?? throw new JsonException("A number is out of range."),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Array => new FeelList(json.EnumerateArray().Select(i => Read(i, depth + 1))),
            JsonValueKind.Object => ReadObject(json, depth),
            _ => null,
        };
    }

    private static object? ReadObject(JsonElement json, int depth)
    {
        using var properties = json.EnumerateObject();
        if (!properties.MoveNext()) return FeelContext.Empty;
        var first = properties.Current;
        if (!first.Name.StartsWith('$') || properties.MoveNext()) return ReadContext(json, depth);
        var value = first.Value;
        return first.Name switch
        {
            "$c" => ReadContext(value, depth),
            "$r" => ReadRange(value, depth),
            _ => ReadTagged(first.Name, value.GetString() ?? "") ?? throw new JsonException($"Broken stored value {first.Name}."),
        };
    }

    private static object? ReadTagged(string tag, string text) => tag switch
    {
        "$n" => FeelNumber.Parse(text),
        "$d" => FeelText.Date(text),
        "$t" => FeelText.Time(text),
        "$dt" => FeelText.DateTime(text),
        "$p" => FeelText.Duration(text),
        _ => null,
    };

    private static FeelContext ReadContext(JsonElement json, int depth) => FeelContext.Create(
        json.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Read(p.Value, depth + 1))));

    private static FeelRange ReadRange(JsonElement json, int depth)
    {
        if (json.GetArrayLength() != 5) throw new JsonException("Broken stored range.");
        return new FeelRange(
            Read(json[1], depth + 1), json[2].GetBoolean(), Read(json[3], depth + 1), json[4].GetBoolean(), (FeelRangeKind)json[0].GetInt32());
    }
}
