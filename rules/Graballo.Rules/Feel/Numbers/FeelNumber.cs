using System.Globalization;
using System.Numerics;

namespace Graballo.Rules.Feel;

/// <summary>
/// A FEEL number (DMN 1.5 §10.3.2.3.1): a decimal of up to 34 significant digits with an exponent from -6176 to 6111
/// (IEEE 754-2008 decimal128), rounded half to even. Equality ignores trailing zeros: 1.0 equals 1.00.
/// </summary>
public readonly partial struct FeelNumber : IEquatable<FeelNumber>, IComparable<FeelNumber>
{
    /// <summary>Significant digits kept.</summary>
    public const int Precision = 34;

    internal const int MinExponent = -6176;
    internal const int MaxExponent = 6111;

    private readonly Int128 _coefficient;
    private readonly int _exponent;

    private FeelNumber(Int128 coefficient, int exponent)
    {
        _coefficient = coefficient;
        _exponent = exponent;
    }

    public static FeelNumber Zero => default;

    public static FeelNumber One => new(1, 0);

    internal Int128 Coefficient => _coefficient;

    internal int Exponent => _exponent;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Int128.Sign(_coefficient);

    public bool IsInteger
    {
        get
        {
            if (_exponent >= 0 || _coefficient == 0) return true;
            return -_exponent <= Precision && _coefficient % DecimalPowers.Of(-_exponent) == 0;
        }
    }

    public static implicit operator FeelNumber(int value) => new(value, 0);

    public static implicit operator FeelNumber(long value) => new(value, 0);

    public static implicit operator FeelNumber(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var scale = (bits[3] >> 16) & 0xFF;
        return new FeelNumber(bits[3] < 0 ? -(Int128)magnitude : (Int128)magnitude, -scale);
    }

    /// <summary>Rounds to 34 digits; null when the magnitude is out of range.</summary>
    public static FeelNumber? FromBig(BigInteger coefficient, int exponent)
    {
        if (coefficient.IsZero) return new FeelNumber(0, Math.Clamp(exponent, MinExponent, MaxExponent));
        var excess = DecimalPowers.Digits(coefficient) - Precision;
        if (exponent + Math.Max(excess, 0) < MinExponent) excess = MinExponent - exponent;
        if (excess > 0)
        {
            coefficient = DecimalPowers.DivideHalfEven(coefficient, excess);
            exponent += excess;
            if (DecimalPowers.Digits(coefficient) > Precision)
            {
                coefficient /= 10;
                exponent++;
            }
        }

        while (exponent > MaxExponent && DecimalPowers.Digits(coefficient) < Precision)
        {
            coefficient *= 10;
            exponent--;
        }

        return exponent > MaxExponent ? null : new FeelNumber((Int128)coefficient, exponent);
    }

    /// <summary>The nearest number to a double, by its shortest round-trip text; null for NaN and infinities.</summary>
    public static FeelNumber? FromDouble(double value) =>
        double.IsFinite(value) ? Parse(value.ToString("R", CultureInfo.InvariantCulture)) : null;

    /// <summary>Reads digits with an optional sign, fraction and exponent (<c>-12.5e3</c>); null when it is not such a text.</summary>
    public static FeelNumber? Parse(ReadOnlySpan<char> text)
    {
        var split = text.IndexOfAny('e', 'E');
        var exponent = 0;
        if (split >= 0)
        {
            if (!int.TryParse(text[(split + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return null;
            if (Math.Abs((long)exponent) > 100_000) return null;
            text = text[..split];
        }

        var negative = text is ['-', ..];
        if (negative || text is ['+', ..]) text = text[1..];
        return ParseDigits(text, negative, exponent);
    }

    private static FeelNumber? ParseDigits(ReadOnlySpan<char> text, bool negative, int exponent)
    {
        if (text.Length is 0 or > 20_000) return null;
        var point = text.IndexOf('.');
        var fraction = point < 0 ? 0 : text.Length - point - 1;
        if (point >= 0 && fraction == 0) return null;
        Int128 small = 0;
        var digits = 0;
        foreach (var c in text)
        {
            if (c == '.' && point >= 0 && digits <= point) continue;
            if (!char.IsAsciiDigit(c)) return null;
            digits++;
            if (digits <= Precision) small = (small * 10) + (c - '0');
        }

        if (digits == 0) return null;
        var scaled = exponent - fraction;
        if (digits <= Precision && scaled is >= MinExponent and <= MaxExponent) return new FeelNumber(negative ? -small : small, scaled);
        var plain = point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]);
        if (!BigInteger.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var big)) return null;
        return FromBig(negative ? -big : big, scaled);
    }

    /// <summary>The value as System.Decimal, rounded to its 28 digits; OverflowException outside its range.</summary>
    public decimal ToDecimal()
    {
        if (_exponent == 0) return (decimal)_coefficient;
        return decimal.Parse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The nearest double; may be infinite.</summary>
    public double ToDouble() => double.Parse(ToExact(), CultureInfo.InvariantCulture);

    /// <summary>False when the value has a fraction or does not fit.</summary>
    public bool TryToInt64(out long value)
    {
        value = 0;
        if (_exponent == 0 && _coefficient >= long.MinValue && _coefficient <= long.MaxValue)
        {
            value = (long)_coefficient;
            return true;
        }

        if (!IsInteger || _exponent > 19) return false;
        var whole = ToBig();
        if (whole < long.MinValue || whole > long.MaxValue) return false;
        value = (long)whole;
        return true;
    }

    /// <summary>The whole part, towards zero.</summary>
    public BigInteger ToBig() => _exponent >= 0
        ? (BigInteger)_coefficient * DecimalPowers.Big(_exponent)
        : (BigInteger)_coefficient / DecimalPowers.Big(-_exponent);

    public int CompareTo(FeelNumber other)
    {
        if (_exponent == other._exponent) return _coefficient.CompareTo(other._coefficient);
        if (Sign != other.Sign) return Sign.CompareTo(other.Sign);
        if (Sign == 0) return 0;
        var mine = _exponent + DecimalPowers.Digits(_coefficient);
        var theirs = other._exponent + DecimalPowers.Digits(other._coefficient);
        if (mine != theirs) return Sign * mine.CompareTo(theirs);
        var shared = Math.Min(_exponent, other._exponent);
        return ((BigInteger)_coefficient * DecimalPowers.Big(_exponent - shared))
            .CompareTo((BigInteger)other._coefficient * DecimalPowers.Big(other._exponent - shared));
    }

    public bool Equals(FeelNumber other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is FeelNumber other && Equals(other);

    public override int GetHashCode()
    {
        var plain = Stripped();
        return HashCode.Combine(plain._coefficient, plain._exponent);
    }

    public static bool operator ==(FeelNumber left, FeelNumber right) => left.Equals(right);

    public static bool operator !=(FeelNumber left, FeelNumber right) => !left.Equals(right);

    public static bool operator <(FeelNumber left, FeelNumber right) => left.CompareTo(right) < 0;

    public static bool operator >(FeelNumber left, FeelNumber right) => left.CompareTo(right) > 0;

    public static bool operator <=(FeelNumber left, FeelNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FeelNumber left, FeelNumber right) => left.CompareTo(right) >= 0;

    /// <summary>Plain digits without trailing zeros; an exponent only beyond 60 zeros.</summary>
    public override string ToString()
    {
        var plain = Stripped();
        var digits = Int128.Abs(plain._coefficient).ToString(CultureInfo.InvariantCulture);
        var sign = plain._coefficient < 0 ? "-" : "";
        if (plain._exponent > 60 || plain._exponent < -100) return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits}e{plain._exponent}");
        if (plain._exponent >= 0) return sign + digits + new string('0', plain._exponent);
        var point = digits.Length + plain._exponent;
        return point > 0 ? $"{sign}{digits[..point]}.{digits[point..]}" : $"{sign}0.{new string('0', -point)}{digits}";
    }

    /// <summary>Coefficient and exponent as they are, trailing zeros and all.</summary>
    internal string ToExact() => string.Create(CultureInfo.InvariantCulture, $"{_coefficient}E{_exponent}");

    private FeelNumber Stripped()
    {
        if (_coefficient == 0) return default;
        var (coefficient, exponent) = (_coefficient, _exponent);
        while (coefficient % 10 == 0)
        {
            coefficient /= 10;
            exponent++;
        }

        return new FeelNumber(coefficient, exponent);
    }
}
