using System.Buffers;
using System.Text;
using System.Text.Json;
using Graballo.Rules.Feel;

namespace Graballo.Workflows.Engine.State;

/// <summary>
/// Writes a state as JSON. Rows are arrays without names, trailing defaults are left out: a waiting ticket
/// takes a few hundred bytes. A new field goes to the end of its row; a new meaning gets a new version.
/// </summary>
internal static class StateWriter
{
    public const int Version = 1;

    public static string Write(FlowState state)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", Version);
            writer.WriteNumber("n", state.NextId);
            if (state.Status != FlowStatus.Active)
                writer.WriteNumber("x", (int)state.Status);
            if (state.Ending is not null)
                writer.WriteString("e", state.Ending);
            Rows(writer, "t", state.TokenRows, WriteToken);
            Rows(writer, "s", state.ScopeRows, WriteScope);
            Rows(writer, "w", state.WaitRows, WriteWait);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Rows<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> write)
    {
        if (rows.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var row in rows)
            write(writer, row);
        writer.WriteEndArray();
    }

    private static void WriteToken(Utf8JsonWriter writer, Token token)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(token.Id);
        writer.WriteNumberValue(token.Scope);
        writer.WriteStringValue(token.Node);
        writer.WriteNumberValue((int)token.Phase);
        if (token.Via is not null || token.Attempt != 0)
            writer.WriteStringValue(token.Via);
        if (token.Attempt != 0)
            writer.WriteNumberValue(token.Attempt);
        writer.WriteEndArray();
    }

    private static void WriteScope(Utf8JsonWriter writer, Scope scope)
    {
        writer.WriteStartObject();
        writer.WriteNumber("i", scope.Id);
        writer.WriteNumber("p", scope.Parent);
        writer.WriteNumber("o", scope.Owner);
        writer.WriteNumber("k", (int)scope.Kind);
        writer.WriteString("b", scope.Body);
        if (scope.Version != 0)
            writer.WriteNumber("v", scope.Version);
        if (scope.Interrupted)
            writer.WriteBoolean("x", true);
        if (scope.Variables.Count > 0)
            Value(writer, "m", scope.Variables);
        if (scope.Loop is { } loop)
            WriteLoop(writer, loop);
        WriteDone(writer, "d", scope.Done);
        WriteDone(writer, "u", scope.Pending);
        writer.WriteEndObject();
    }

    private static void WriteLoop(Utf8JsonWriter writer, LoopState loop)
    {
        writer.WriteStartArray("l");
        writer.WriteNumberValue(loop.Total);
        writer.WriteNumberValue(loop.Started);
        writer.WriteNumberValue(loop.Completed);
        FeelJson.Write(writer, loop.Items);
        FeelJson.Write(writer, loop.Outputs);
        writer.WriteEndArray();
    }

    private static void WriteDone(Utf8JsonWriter writer, string name, IReadOnlyList<Done> rows)
    {
        if (rows.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var done in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("b", done.Node);
            if (done.Variables.Count > 0)
                Value(writer, "m", done.Variables);
            WriteDone(writer, "d", done.Inner);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteWait(Utf8JsonWriter writer, Wait wait)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(wait.Id);
        writer.WriteNumberValue((int)wait.Kind);
        writer.WriteNumberValue(wait.Token);
        writer.WriteNumberValue(wait.Scope);
        writer.WriteStringValue(wait.Node);
        writer.WriteNumberValue(wait.Definition);
        if (wait.Text is not null || wait.Due is not null || wait.Last || wait.Counted is not null)
            writer.WriteStringValue(wait.Text);
        if (wait.Due is not null || wait.Last || wait.Counted is not null)
            WriteDue(writer, wait.Due);
        if (wait.Last || wait.Counted is not null)
            writer.WriteBooleanValue(wait.Last);
        if (wait.Counted is { } counted)
        {
            writer.WriteStringValue(counted.Calendar);
            WriteDue(writer, counted.From);
            writer.WriteNumberValue(counted.Time.Ticks);
        }
        writer.WriteEndArray();
    }

    private static void WriteDue(Utf8JsonWriter writer, DateTimeOffset? due)
    {
        if (due is { } at)
            writer.WriteStringValue(at.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        else
            writer.WriteNullValue();
    }

    private static void Value(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(name);
        FeelJson.Write(writer, value);
    }
}
