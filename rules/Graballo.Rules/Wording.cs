using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Graballo.Rules;

/// <summary>
/// An English sentence with what was filled in kept apart, so that it can be said in other languages. Written as an ordinary interpolated
/// string.
/// </summary>
[InterpolatedStringHandler]
public sealed class Wording
{
    private readonly StringBuilder _template = new();
    private readonly List<object> _args = [];

    /// <summary>For the compiler.</summary>
    public Wording(int literalLength, int formattedCount) => _template.EnsureCapacity(literalLength + (3 * formattedCount));

    /// <summary>The sentence with {0}, {1}… in the places that are filled.</summary>
    public string Template => _template.ToString();

    /// <summary>What fills them: texts, or wordings that are to be said in the reader's language too.</summary>
    public IReadOnlyList<object> Args => _args;

    /// <summary>A sentence without places.</summary>
    public static implicit operator Wording(string text)
    {
        var wording = new Wording(text.Length, 0);
        wording.AppendLiteral(text);
        return wording;
    }

    /// <summary>For the compiler.</summary>
    public void AppendLiteral(string value) => _template.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    /// <summary>For the compiler.</summary>
    public void AppendFormatted<T>(T value)
    {
        _template.Append('{').Append(_args.Count).Append('}');
        _args.Add(value as Wording ?? (object)(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
    }

    /// <summary>In English.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Template, [.. _args]);
}
