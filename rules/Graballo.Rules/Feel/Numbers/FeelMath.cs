using System.Numerics;

namespace Graballo.Rules.Feel;

/// <summary>
/// Square root, exponential, logarithm and power to the full 34 digits, by integer arithmetic scaled with
/// <see cref="Places"/> decimal places. Deterministic on every machine, unlike floating point.
/// </summary>
internal static class FeelMath
{
    /// <summary>Steps that a square root is worth beside an ordinary call.</summary>
    public const int SqrtCost = 20;

    /// <inheritdoc cref="SqrtCost"/>
    public const int ExpCost = 40;

    /// <inheritdoc cref="SqrtCost"/>
    public const int LogCost = 140;

    // A logarithm next to 1 begins after 33 zeros and still has 34 digits.
    private const int Places = 100;
    private static readonly BigInteger Unit = BigInteger.Pow(10, Places);
    private static readonly BigInteger Ln10 = NaturalLog(10 * Unit);

    /// <summary>Null for a negative number.</summary>
    public static FeelNumber? Sqrt(FeelNumber value)
    {
        if (value.Sign < 0) return null;
        if (value.Sign == 0) return FeelNumber.Zero;
        var exponent = value.Exponent - 80;
        if (exponent % 2 != 0) exponent--;
        var scaled = (BigInteger)value.Coefficient * BigInteger.Pow(10, value.Exponent - exponent);
        var root = IntegerRoot(scaled);
        var exact = root * root == scaled;
        var result = FeelNumber.FromBig(exact ? root : (root * 10) + 1, exact ? exponent / 2 : (exponent / 2) - 1);
        return result is { } r && exact ? FeelNumber.Divide(r, FeelNumber.One) : result;
    }

    /// <summary>Null on overflow.</summary>
    public static FeelNumber? Exp(FeelNumber value)
    {
        if (value.Sign == 0) return FeelNumber.One;
        if (value.CompareTo(15_000) > 0) return null;
        if (value.CompareTo(-15_000) < 0) return FeelNumber.Zero;
        var (mantissa, exponent) = ExpScaled(Scale(value));
        return FeelNumber.FromBig(mantissa, exponent - Places);
    }

    /// <summary>Natural logarithm; null for zero and negative numbers.</summary>
    public static FeelNumber? Log(FeelNumber value)
    {
        if (value.Sign <= 0) return null;
        if (value.CompareTo(FeelNumber.One) == 0) return FeelNumber.Zero;
        return FeelNumber.FromBig(LogScaled(value), -Places);
    }

    /// <summary>Power; exact rounding for whole exponents; null when undefined or out of range.</summary>
    public static FeelNumber? Power(FeelNumber number, FeelNumber exponent)
    {
        if (exponent.Sign == 0) return FeelNumber.One;
        if (exponent.TryToInt64(out var whole) && Math.Abs(whole) <= 999_999_999) return WholePower(number, whole);
        if (number.Sign < 0) return null;
        if (number.Sign == 0) return exponent.Sign > 0 ? FeelNumber.Zero : null;
        var product = LogScaled(number) * Scale(exponent) / Unit;
        if (BigInteger.Abs(product) > 15_000 * Unit) return product.Sign > 0 ? null : FeelNumber.Zero;
        var (mantissa, places) = ExpScaled(product);
        return FeelNumber.FromBig(mantissa, places - Places);
    }

    /// <summary>Steps that a power is worth: multiplications of long numbers, or a logarithm and an exponential.</summary>
    public static int PowerCost(FeelNumber exponent) =>
        exponent.TryToInt64(out var whole) && Math.Abs(whole) <= 999_999_999 ? 1 + (8 * (64 - BitOperations.LeadingZeroCount((ulong)Math.Abs(whole)))) : LogCost + ExpCost;

    private static FeelNumber? WholePower(FeelNumber number, long power)
    {
        if (number.Sign == 0) return power > 0 ? FeelNumber.Zero : null;
        BigInteger result = 1, factor = number.Coefficient;
        long resultExponent = 0, factorExponent = number.Exponent;
        for (var left = Math.Abs(power); left > 0; left >>= 1)
        {
            if ((left & 1) == 1)
            {
                result = Trim(result * factor, resultExponent + factorExponent, out resultExponent);
            }

            factor = Trim(factor * factor, factorExponent * 2, out factorExponent);
        }

        if (Math.Abs(resultExponent) > 100_000) return power > 0 == resultExponent > 0 ? null : FeelNumber.Zero;
        if (power > 0) return FeelNumber.FromBig(result, (int)resultExponent);
        var inverse = BigInteger.Pow(10, Places + DecimalPowers.Digits(result)) / result;
        return FeelNumber.FromBig(inverse, (int)(-resultExponent - Places - DecimalPowers.Digits(result))) is { } n
            ? FeelNumber.Divide(n, FeelNumber.One)
            : null;
    }

    // Keeps intermediate products at 70 digits: far more than 34, so that the last rounding is right.
    private static BigInteger Trim(BigInteger value, long exponent, out long trimmed)
    {
        var excess = DecimalPowers.Digits(value) - 70;
        trimmed = excess > 0 ? exponent + excess : exponent;
        return excess > 0 ? DecimalPowers.DivideHalfEven(value, excess) : value;
    }

    private static BigInteger Scale(FeelNumber value)
    {
        var shift = value.Exponent + Places;
        if (shift >= 0) return (BigInteger)value.Coefficient * BigInteger.Pow(10, shift);
        return shift < -200 ? BigInteger.Zero : (BigInteger)value.Coefficient / BigInteger.Pow(10, -shift);
    }

    private static (BigInteger Mantissa, int Exponent) ExpScaled(BigInteger x)
    {
        var tens = (int)BigInteger.Divide(x, Ln10);
        var rest = x - (tens * Ln10);
        // exp(r) = exp(r/2^10)^(2^10): a small argument makes the series short.
        rest >>= 10;
        BigInteger sum = Unit, term = Unit;
        for (var i = 1; !term.IsZero; i++)
        {
            term = term * rest / Unit / i;
            sum += term;
        }

        for (var i = 0; i < 10; i++) sum = sum * sum / Unit;
        return (sum, tens);
    }

    private static BigInteger LogScaled(FeelNumber value)
    {
        var digits = DecimalPowers.Digits(value.Coefficient);
        var mantissa = (BigInteger)value.Coefficient * BigInteger.Pow(10, Places - digits);
        return NaturalLog(mantissa) + ((value.Exponent + digits) * Ln10);
    }

    // ln(x) for x near 1..10 by repeated square roots and the atanh series.
    private static BigInteger NaturalLog(BigInteger x)
    {
        for (var i = 0; i < 8; i++) x = IntegerRoot(x * Unit);
        var ratio = (x - Unit) * Unit / (x + Unit);
        var square = ratio * ratio / Unit;
        BigInteger sum = 0, power = ratio;
        for (var n = 1; !power.IsZero; n += 2)
        {
            sum += power / n;
            power = power * square / Unit;
        }

        return sum * 2 * 256;
    }

    private static BigInteger IntegerRoot(BigInteger value)
    {
        if (value.IsZero) return value;
        var guess = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (guess + (value / guess)) >> 1;
            if (next >= guess) return guess;
            guess = next;
        }
    }
}
