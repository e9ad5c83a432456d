using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graballo.Server.Endpoints;

/// <summary>What a program fills in at a field of a task: a JSON text, number, true, false or null, each read as it is written.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct FieldText(string Text)
{
    public sealed class Converter : JsonConverter<FieldText>
    {
        public override bool HandleNull => true;

        public override FieldText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => new(reader.GetString()!),
            JsonTokenType.Null => new(""),
            JsonTokenType.StartObject or JsonTokenType.StartArray => throw new JsonException(),
            _ => new(JsonElement.ParseValue(ref reader).GetRawText()),
        };

        public override void Write(Utf8JsonWriter writer, FieldText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
