using CsCheck;
using Graballo.Domain.Tickets;

namespace Graballo.Domain.Tests;

public sealed class TicketNumberTests
{
    [Fact]
    public void Numbers_are_digits_and_read_back_in_every_spelling() =>
        Gen.Long[TicketNumber.First, 999_999_999_999].Sample(ordinal =>
        {
            var number = TicketNumber.Of(ordinal);
            return number.All(char.IsAsciiDigit) && TicketNumber.Normalise(number) == number
                && TicketNumber.Normalise(TicketNumber.Display(number)) == number && TicketNumber.Normalise(" #" + string.Join(' ', number.Chunk(3).Select(c => new string(c)))) == number;
        });

    [Fact]
    public void A_wrong_digit_or_a_swap_is_noticed() =>
        Gen.Select(Gen.Long[TicketNumber.First, 999_999_999], Gen.Int[0, 7], Gen.Int[1, 9]).Sample((ordinal, at, by) =>
        {
            var digits = TicketNumber.Of(ordinal).ToCharArray();
            var swapped = (char[])digits.Clone();
            (swapped[at], swapped[at + 1]) = (swapped[at + 1], swapped[at]);
            var noticed = digits[at] == digits[at + 1] || TicketNumber.Normalise(new string(swapped)) is null;
            digits[at] = (char)('0' + ((digits[at] - '0' + by) % 10));
            return noticed && TicketNumber.Normalise(new string(digits)) is null;
        });

    [Theory]
    [InlineData(null), InlineData(""), InlineData("12345"), InlineData("abc"), InlineData("100000014'"), InlineData("9999999999999999999999999999999999999999999999999")]
    public void Others_are_not_numbers(string? text) => TicketNumber.Normalise(text).Should().BeNull();
}
