using System.Globalization;
using System.Text;

namespace Graballo.Rules.Feel;

/// <summary>How strings, names and operators are written in FEEL (DMN 1.5 §10.3.1.2).</summary>
internal static class FeelLiteral
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "for", "in", "return", "if", "then", "else", "some", "every", "satisfies", "and", "or", "between",
        "instance", "of", "function", "external", "true", "false", "null",
    };

    public static bool IsKeyword(string word) => Keywords.Contains(word);

    /// <summary>One word that needs no quotes as a context key.</summary>
    public static bool IsPlainName(string name)
    {
        if (name.Length == 0 || IsKeyword(name) || !(char.IsAsciiLetter(name[0]) || name[0] == '_')) return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        }

        return true;
    }

    public static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case < ' ' or (>= '\ud800' and <= '\udfff') or '\u2028' or '\u2029':
                    text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
                    break;
                default: text.Append(c); break;
            }
        }

        text.Append('"');
    }

    public static string Operator(FeelRangeKind kind) => kind switch
    {
        FeelRangeKind.Less => "<",
        FeelRangeKind.LessOrEqual => "<=",
        FeelRangeKind.Greater => ">",
        FeelRangeKind.GreaterOrEqual => ">=",
        FeelRangeKind.NotEqual => "!=",
        _ => "=",
    };
}
