using System.Text.Json;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Feel;

public sealed class JsonTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"text\"")]
    [InlineData("12")]
    [InlineData("1.50")]
    [InlineData("1234567890123456789012345678901234")]
    [InlineData("0.0000000000000000000000000000000001e-300")]
    [InlineData("@\"2026-11-22\"")]
    [InlineData("@\"-999999999-01-01\"")]
    [InlineData("@\"10:30:00.123456789@America/Santiago\"")]
    [InlineData("@\"2026-11-22T10:30:00-03:00\"")]
    [InlineData("@\"P1DT2H3M4.5S\"")]
    [InlineData("@\"-P1Y2M\"")]
    [InlineData("[1, [2, {a: @\"P1D\"}]]")]
    [InlineData("{\"$n\": \"1\"}")]
    [InlineData("{\"$c\": {\"$d\": 1}}")]
    [InlineData("{\"$a\": 1, \"$b\": 2}")]
    [InlineData("{\"key with \\\" quote\": 1}")]
    [InlineData("[1..5)")]
    [InlineData("(< 3)")]
    public void A_stored_value_reads_back(string text)
    {
        var value = FeelExpression.Parse(text).Evaluate(FeelContext.Empty);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) FeelJson.Write(writer, value);
        using var json = JsonDocument.Parse(stream.ToArray());
        var back = FeelJson.Read(json.RootElement);
        FeelValue.Write(back).Should().Be(FeelValue.Write(value));
        FeelValue.AreEqual(back, value).Should().BeTrue();
    }
}
