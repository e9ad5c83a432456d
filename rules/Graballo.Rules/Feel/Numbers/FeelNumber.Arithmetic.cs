using System.Numerics;

namespace Graballo.Rules.Feel;

/// <summary>Arithmetic of <see cref="FeelNumber"/> (DMN 1.5 §10.3.2.5): every result is rounded half to even to 34 digits.</summary>
public readonly partial struct FeelNumber
{
    private static readonly Int128 Limit = DecimalPowers.Of(Precision);

    /// <summary>Null when the sum is out of range.</summary>
    public static FeelNumber? Add(FeelNumber a, FeelNumber b)
    {
        if (a._exponent == b._exponent) return FromSmall(a._coefficient + b._coefficient, a._exponent);
        if (a._exponent < b._exponent) (a, b) = (b, a);
        if (b._coefficient == 0) return a;
        if (a._coefficient == 0) return b;
        var gap = a._exponent - b._exponent;
        if (gap <= 18 && a._coefficient >= long.MinValue && a._coefficient <= long.MaxValue)
            return FromSmall((a._coefficient * DecimalPowers.Of(gap)) + b._coefficient, b._exponent);
        // Beyond 80 places the smaller one is below half of the last digit kept.
        if (gap > 80) return FromBig((BigInteger)a._coefficient * DecimalPowers.Big(40), a._exponent - 40);
        return FromBig(((BigInteger)a._coefficient * DecimalPowers.Big(gap)) + b._coefficient, b._exponent);
    }

    public static FeelNumber? Subtract(FeelNumber a, FeelNumber b) => Add(a, -b);

    public static FeelNumber operator -(FeelNumber value) => new(-value._coefficient, value._exponent);

    /// <summary>Null when the product is out of range.</summary>
    public static FeelNumber? Multiply(FeelNumber a, FeelNumber b)
    {
        var exponent = a._exponent + b._exponent;
        if (FitsLong(a._coefficient) && FitsLong(b._coefficient)) return FromSmall(a._coefficient * b._coefficient, exponent);
        return FromBig((BigInteger)a._coefficient * b._coefficient, exponent);
    }

    /// <summary>Null when the divisor is zero or the quotient is out of range.</summary>
    public static FeelNumber? Divide(FeelNumber a, FeelNumber b)
    {
        if (b._coefficient == 0) return null;
        if (a._coefficient == 0) return default(FeelNumber);
        if (FitsLong(a._coefficient) && FitsLong(b._coefficient))
        {
            var (whole, rest) = Math.DivRem((long)a._coefficient, (long)b._coefficient);
            if (rest == 0) return FromSmall(whole, a._exponent - b._exponent);
        }

        var shift = Math.Max(0, Precision + 2 + DecimalPowers.Digits(b._coefficient) - DecimalPowers.Digits(a._coefficient));
        var quotient = BigInteger.DivRem((BigInteger)a._coefficient * DecimalPowers.Big(shift), b._coefficient, out var remainder);
        var exponent = a._exponent - b._exponent - shift;
        if (!remainder.IsZero)
        {
            // A sticky digit keeps a truncated quotient from looking like an exact half.
            return FromBig((quotient * 10) + (a.Sign * b.Sign), exponent - 1);
        }

        return FromBig(quotient, exponent)?.Stripped();
    }

    /// <summary>Floor division remainder, with the divisor's sign (§10.3.4.5 modulo); null when the divisor is zero.</summary>
    public static FeelNumber? Modulo(FeelNumber dividend, FeelNumber divisor)
    {
        if (divisor._coefficient == 0) return null;
        var shared = Math.Min(dividend._exponent, divisor._exponent);
        // An exponent gap of thousands would build numbers of thousands of digits; such remainders have no use.
        if (Math.Max(dividend._exponent, divisor._exponent) - shared > 400) return null;
        var left = (BigInteger)dividend._coefficient * DecimalPowers.Big(dividend._exponent - shared);
        var right = (BigInteger)divisor._coefficient * DecimalPowers.Big(divisor._exponent - shared);
        var rest = BigInteger.Remainder(left, right);
        if (!rest.IsZero && (rest.Sign < 0) != (right.Sign < 0)) rest += right;
        return FromBig(rest, shared);
    }

    public FeelNumber Abs() => new(Int128.Abs(_coefficient), _exponent);

    /// <summary>Rounds to <paramref name="scale"/> decimal places (negative: tens, hundreds…).</summary>
    public FeelNumber? Round(int scale, FeelRounding rounding)
    {
        var drop = -scale - _exponent;
        if (drop <= 0 || _coefficient == 0) return this;
        if (drop > Precision + 2) drop = Precision + 2;
        var divisor = DecimalPowers.Big(drop);
        var quotient = BigInteger.DivRem(_coefficient, divisor, out var remainder);
        if (!remainder.IsZero && RoundsAway(quotient, remainder, divisor, rounding)) quotient += Sign;
        return quotient.IsZero ? default(FeelNumber) : FromBig(quotient, -scale);
    }

    private bool RoundsAway(BigInteger quotient, BigInteger remainder, BigInteger divisor, FeelRounding rounding)
    {
        var half = BigInteger.Abs(remainder * 2).CompareTo(divisor);
        return rounding switch
        {
            FeelRounding.Up => true,
            FeelRounding.Down => false,
            FeelRounding.Floor => Sign < 0,
            FeelRounding.Ceiling => Sign > 0,
            FeelRounding.HalfUp => half >= 0,
            FeelRounding.HalfDown => half > 0,
            _ => half > 0 || (half == 0 && !quotient.IsEven),
        };
    }

    private static bool FitsLong(Int128 value) => value >= long.MinValue && value <= long.MaxValue;

    private static FeelNumber? FromSmall(Int128 coefficient, int exponent)
    {
        var inside = coefficient > -Limit && coefficient < Limit && exponent is >= MinExponent and <= MaxExponent;
        return inside ? new FeelNumber(coefficient, exponent) : FromBig(coefficient, exponent);
    }
}

/// <summary>Rounding directions of the FEEL numeric functions (§10.3.4.5).</summary>
public enum FeelRounding
{
    HalfEven,
    HalfUp,
    HalfDown,
    Up,
    Down,
    Floor,
    Ceiling,
}
