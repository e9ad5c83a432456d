using System.Globalization;
using System.Text.Json;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Feel;

/// <summary>The language of the machine changes nothing.</summary>
public sealed class CultureTests
{
    [Theory]
    [InlineData("es-CL")]
    [InlineData("sv-SE")]
    [InlineData("fa-IR")]
    [InlineData("tr-TR")]
    public void Values_are_written_and_read_alike_everywhere(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var value = FeelExpression.Parse("[-1.5, -1e-200, @\"-0044-03-15\", @\"-PT1.5S\", @\"10:00:00-03:30\", upper case(\"i\"), -12 ** 3]").Evaluate(FeelContext.Empty);
            FeelValue.Write(value).Should().Be("[-1.5, -1e-200, @\"-0044-03-15\", @\"-PT1.5S\", @\"10:00:00-03:30\", \"I\", -1728]");
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream)) FeelJson.Write(writer, value);
            using var json = JsonDocument.Parse(stream.ToArray());
            FeelValue.AreEqual(FeelJson.Read(json.RootElement), value).Should().BeTrue();
            FeelNumber.FromDouble(-2.5).Should().Be((FeelNumber)(-2.5m));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
