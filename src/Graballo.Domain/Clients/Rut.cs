using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Graballo.Domain.Clients;

/// <summary>
/// The Chilean tax id (Rol Único Tributario): a body of 1 to 8 digits and a modulo-11 check character 0–9 or K.
/// The default value is not a valid RUT.
/// </summary>
public readonly record struct Rut : IComparable<Rut>
{
    private Rut(int body) => Body = body;

    /// <summary>The number without its check character, 1 to 99,999,999.</summary>
    public int Body { get; }

    /// <summary>The check character that belongs to the body: 0–9 or K.</summary>
    public char Check => CheckOf(Body);

    /// <summary>The RUT with this body and its right check character.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The body is outside 1–99,999,999.</exception>
    public static Rut FromBody(int body)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(body, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body, 99_999_999);
        return new Rut(body);
    }

    /// <summary>
    /// Reads the usual spellings: <c>76.123.456-7</c>, <c>76123456-7</c>, <c>761234567</c>, <c>76,123,456-k</c>, with spaces,
    /// leading zeros or any dash. False when it is not a RUT or its check character is wrong.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Rut rut)
    {
        rut = default;
        if (text is null || text.Length > 40)
            return false;
        Span<char> kept = stackalloc char[40];
        var length = 0;
        foreach (var c in text.Trim())
        {
            if (char.IsAsciiDigit(c) || c is 'k' or 'K')
                kept[length++] = char.ToUpperInvariant(c);
            else if (c is not ('.' or ',' or '-' or ' ' or '\u00a0' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212'))
                return false;
        }
        if (length < 2 || !int.TryParse(kept[..(length - 1)], NumberStyles.None, CultureInfo.InvariantCulture, out var body))
            return false;
        if (body is < 1 or > 99_999_999 || CheckOf(body) != kept[length - 1])
            return false;
        rut = new Rut(body);
        return true;
    }

    /// <summary>The form that people write: <c>76.123.456-7</c>.</summary>
    public override string ToString() =>
        Body == 0 ? "" : Body.ToString("#,0", Dotted) + "-" + Check;

    /// <summary>The form that is stored and searched: <c>76123456-7</c>.</summary>
    public string ToStorage() => Body.ToString(CultureInfo.InvariantCulture) + "-" + Check;

    /// <inheritdoc />
    public int CompareTo(Rut other) => Body.CompareTo(other.Body);

    /// <summary>Orders by body.</summary>
    public static bool operator <(Rut left, Rut right) => left.Body < right.Body;

    /// <summary>Orders by body.</summary>
    public static bool operator >(Rut left, Rut right) => left.Body > right.Body;

    /// <summary>Orders by body.</summary>
    public static bool operator <=(Rut left, Rut right) => left.Body <= right.Body;

    /// <summary>Orders by body.</summary>
    public static bool operator >=(Rut left, Rut right) => left.Body >= right.Body;

    private static readonly NumberFormatInfo Dotted = new() { NumberGroupSeparator = ".", NumberGroupSizes = [3] };

    private static char CheckOf(int body)
    {
        var sum = 0;
        var factor = 2;
        for (var rest = body; rest > 0; rest /= 10)
        {
            sum += rest % 10 * factor;
            factor = factor == 7 ? 2 : factor + 1;
        }
        return (11 - (sum % 11)) switch { 11 => '0', 10 => 'K', var digit => (char)('0' + digit) };
    }
}
