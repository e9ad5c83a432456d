using System.Globalization;

namespace Graballo.Designer.Browsing;

/// <summary>Values of an address, which anybody may have written by hand: what cannot be read is as if it were not there.</summary>
internal static class FromAddress
{
    /// <summary>A page of a list, from 1 to 100,000.</summary>
    public static int Page(string? text) => Math.Clamp(Number(text) ?? 1, 1, 100_000);

    /// <summary>Null for no whole number.</summary>
    public static int? Number(string? text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Null for no identifier.</summary>
    public static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;
}
