using System.Globalization;

namespace Graballo.Domain.Tickets;

/// <summary>
/// A ticket's number: digits only, so that it can be keyed on a telephone, the last one a Damm check digit, so that every
/// single wrong digit and every swap of neighbours is noticed.
/// </summary>
public static class TicketNumber
{
    /// <summary>The first ticket's ordinal: numbers have nine digits from the start.</summary>
    public const long First = 10_000_001;

    /// <summary>The number of the ticket with this ordinal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ordinal is not positive.</exception>
    public static string Of(long ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ordinal);
        var digits = ordinal.ToString(CultureInfo.InvariantCulture);
        return digits + (char)('0' + Damm(digits));
    }

    /// <summary>
    /// The digits of a number as people write or key it (<c>10293847-5</c>, <c>102 938 475</c>); null when it is not a number of
    /// ours, be it by a wrong check digit or another sign.
    /// </summary>
    public static string? Normalise(string? text)
    {
        if (text is null || text.Length > 40)
            return null;
        Span<char> kept = stackalloc char[40];
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
                kept[length++] = c;
            else if (c is not (' ' or '-' or '.' or '#' or '\u00a0' or '\u2011' or '\u2013'))
                return null;
        }
        return length is >= 9 and <= 18 && Damm(kept[..length]) == 0 ? kept[..length].ToString() : null;
    }

    /// <summary>The number as screens show it: <c>10293847-5</c>.</summary>
    public static string Display(string number) => number.Length < 2 ? number : number[..^1] + "-" + number[^1];

    private static int Damm(ReadOnlySpan<char> digits)
    {
        var interim = 0;
        foreach (var digit in digits)
            interim = Table[(interim * 10) + digit - '0'];
        return interim;
    }

    // The totally anti-symmetric quasigroup of order 10 from H. Michael Damm's thesis (2004).
    private static ReadOnlySpan<byte> Table =>
    [
        0, 3, 1, 7, 5, 9, 8, 6, 4, 2,
        7, 0, 9, 2, 1, 5, 4, 8, 6, 3,
        4, 2, 0, 6, 8, 7, 1, 3, 5, 9,
        1, 7, 5, 0, 9, 8, 3, 4, 2, 6,
        6, 1, 2, 3, 0, 4, 5, 9, 7, 8,
        3, 6, 7, 4, 2, 0, 9, 5, 8, 1,
        5, 8, 6, 9, 7, 2, 0, 1, 3, 4,
        8, 9, 4, 5, 3, 6, 2, 0, 1, 7,
        9, 4, 3, 8, 6, 1, 7, 2, 0, 5,
        2, 5, 8, 1, 4, 3, 6, 7, 9, 0,
    ];
}
