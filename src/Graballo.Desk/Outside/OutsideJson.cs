using System.Globalization;
using System.Text.Json;
using Graballo.Rules.Feel;

namespace Graballo.Desk.Outside;

/// <summary>JSON as other systems speak it, and FEEL values.</summary>
internal static class OutsideJson
{
    public const int DeepestAnswer = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DeepestAnswer };

    /// <summary>The value; null with false when the text is no JSON, too deep, or holds half of a character.</summary>
    public static bool TryRead(string text, out object? value)
    {
        value = null;
        try
        {
            using var json = JsonDocument.Parse(text, Strict);
            // Not FeelJson: what comes from outside is data, never a tagged value of ours.
            value = FeelValue.From(json.RootElement);
            return true;
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    public static string Write(object? value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, value, 0);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth > 2 * DeepestAnswer)
            throw new InvalidOperationException("The value is nested too deeply to be sent.");
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case string text: writer.WriteStringValue(text); break;
            case FeelNumber number: writer.WriteRawValue(Convert.ToString(FeelValue.Display(number), CultureInfo.InvariantCulture)!); break;
            case FeelList list:
                writer.WriteStartArray();
                foreach (var item in list)
                    Write(writer, item, depth + 1);
                writer.WriteEndArray();
                break;
            case FeelContext context:
                writer.WriteStartObject();
                foreach (var (name, item) in context)
                {
                    writer.WritePropertyName(name);
                    Write(writer, item, depth + 1);
                }
                writer.WriteEndObject();
                break;
            default: writer.WriteStringValue(FeelValue.Display(value)); break;
        }
    }
}
