namespace Graballo.Domain.Tests;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("hola\u0000 \u0007mundo\u009b", "hola mundo")]
    [InlineData("uno\r\n\tdos\u2028tres", "uno\r\n\tdos\u2028tres")]
    [InlineData("fac\u202efdp.exe", "facfdp.exe")]
    [InlineData("a\u2066b\u2069", "ab")]
    [InlineData("\u200b\u200d\ufeff \u2060", "")]
    [InlineData("  ñandú  ", "ñandú")]
    [InlineData("👨‍👩‍👧 familia", "👨‍👩‍👧 familia")]
    [InlineData("שלום", "שלום")]
    [InlineData("\uffff", "")]
    [InlineData(null, "")]
    public void Only_what_can_be_read_stays(string? text, string clean) => PlainText.Clean(text).Should().Be(clean);

    [Fact]
    public void Half_a_character_goes() => PlainText.Clean("medio \ud83d emoji \ud83d\ude00\udc00").Should().Be("medio  emoji \ud83d\ude00");

    [Theory, InlineData("uno\r\ndos\ttres\u2029", "uno dos tres"), InlineData("\n\n", "")]
    public void A_line_is_one(string text, string line) => PlainText.Line(text).Should().Be(line);

    [Theory, InlineData("ñandú", 5), InlineData("😀😀", 2), InlineData("", 0)]
    public void Length_is_in_characters(string text, int length) => PlainText.Length(text).Should().Be(length);
}
