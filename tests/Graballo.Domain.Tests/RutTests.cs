using CsCheck;
using Graballo.Domain.Clients;

namespace Graballo.Domain.Tests;

public sealed class RutTests
{
    [Theory]
    [InlineData("76.086.428-5")]
    [InlineData("76086428-5")]
    [InlineData("760864285")]
    [InlineData("  76 086 428 - 5 ")]
    [InlineData("76,086,428-5")]
    [InlineData("076.086.428–5")]
    public void The_usual_spellings_are_one_rut(string text)
    {
        Rut.TryParse(text, out var rut).Should().BeTrue();
        rut.ToString().Should().Be("76.086.428-5");
        rut.ToStorage().Should().Be("76086428-5");
    }

    [Theory]
    [InlineData("6-K")]
    [InlineData("6-k")]
    [InlineData("1-9")]
    [InlineData("12.345.678-5")]
    [InlineData("99.999.999-9")]
    public void Known_ones_are_right(string text) => Rut.TryParse(text, out _).Should().BeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("K")]
    [InlineData("76.086.428-6")]
    [InlineData("7608642K5")]
    [InlineData("76.086.428-5; drop table")]
    [InlineData("123456789012-3")]
    [InlineData("0-0")]
    [InlineData("٧٦٠٨٦٤٢٨٥")]
    public void Others_are_refused(string? text) => Rut.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Every_rut_reads_back_and_one_wrong_check_is_noticed() =>
        Gen.Int[1, 99_999_999].Sample(body =>
        {
            var rut = Rut.FromBody(body);
            var wrong = rut.Check == '0' ? '1' : '0';
            return Rut.TryParse(rut.ToString(), out var read) && read == rut && !Rut.TryParse(body + "-" + wrong, out _);
        });
}
