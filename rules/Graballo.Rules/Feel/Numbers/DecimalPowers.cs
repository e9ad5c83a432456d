using System.Numerics;

namespace Graballo.Rules.Feel;

/// <summary>Powers of ten and digit counts that decimal arithmetic needs.</summary>
internal static class DecimalPowers
{
    private static readonly Int128[] Small = Build();

    /// <summary>10^<paramref name="power"/>, power from 0 to 38.</summary>
    public static Int128 Of(int power) => Small[power];

    public static BigInteger Big(int power) => power <= 38 ? (BigInteger)Small[power] : BigInteger.Pow(10, power);

    public static int Digits(Int128 value)
    {
        var magnitude = Int128.Abs(value);
        var digits = 1;
        while (digits < Small.Length && magnitude >= Small[digits]) digits++;
        return digits;
    }

    public static int Digits(BigInteger value)
    {
        var magnitude = BigInteger.Abs(value);
        if (magnitude.IsZero) return 1;
        // The bit length gives the count within one; a comparison settles it.
        var guess = (int)((magnitude.GetBitLength() - 1) * 0.30102999566398119) + 1;
        return magnitude >= BigInteger.Pow(10, guess) ? guess + 1 : guess;
    }

    /// <summary>Divides by 10^<paramref name="power"/>, rounding half to even.</summary>
    public static BigInteger DivideHalfEven(BigInteger value, int power)
    {
        var divisor = Big(power);
        var quotient = BigInteger.DivRem(value, divisor, out var remainder);
        var twice = BigInteger.Abs(remainder * 2).CompareTo(divisor);
        var up = twice > 0 || (twice == 0 && !quotient.IsEven);
        return up ? quotient + value.Sign : quotient;
    }

    private static Int128[] Build()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
