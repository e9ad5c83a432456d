using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Graballo.Rules.Feel.Functions;

/// <summary>Writes a regular expression of XPath (F&amp;O §7.6.1, XML Schema part 2 appendix F) as .NET reads it.</summary>
internal sealed class XPathPattern
{
    private const string Pair = "[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]";

    private readonly StringBuilder _result = new();
    private readonly string _pattern;
    private readonly RegexOptions _options;
    private readonly bool _wide;
    private int _at;
    private bool _atom;

    private XPathPattern(string pattern, RegexOptions options, bool wide) => (_pattern, _options, _wide) = (pattern, options, wide);

    /// <summary>Null when the pattern is none of XPath.</summary>
    public static string? Translate(string pattern, bool skipSpace, RegexOptions options, bool wide)
    {
        var translation = new XPathPattern(skipSpace ? WithoutSpace(pattern) : pattern, options, wide);
        return translation.All() ? translation._result.ToString() : null;
    }

    // Everywhere but in a class, also after a backslash.
    private static string WithoutSpace(string pattern)
    {
        var (kept, depth) = (new StringBuilder(), 0);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (depth == 0 && pattern[i] is ' ' or '\t' or '\n' or '\r' && depth == 0) continue;
            var escaped = kept.Length - kept.ToString().TrimEnd('\\').Length is var slashes && slashes % 2 == 1;
            if (pattern[i] == '[' && !escaped) depth++;
            if (pattern[i] == ']' && !escaped && depth > 0) depth--;
            kept.Append(pattern[i]);
        }

        return kept.ToString();
    }

    private bool All()
    {
        while (_at < _pattern.Length)
        {
            if (!One()) return false;
        }

        return true;
    }

    private bool One()
    {
        var c = _pattern[_at];
        switch (c)
        {
            case '\\': return Escaped();
            case '[': return Class();
            case '{': return Quantity();
            case ']' or '}': return false;
            case '(' when _at + 1 < _pattern.Length && _pattern[_at + 1] == '?' && !(_at + 2 < _pattern.Length && _pattern[_at + 2] == ':'): return false;
        }

        if (char.IsHighSurrogate(c) && _at + 1 < _pattern.Length) return Put($"(?:{_pattern.AsSpan(_at, 2)})", 2, true);
        if (c == '.') return Put(_options.HasFlag(RegexOptions.Singleline) ? Widened("[\\s\\S]") : Widened("[^\\n\\r]"), 1, true);
        if (c == '$' && !_options.HasFlag(RegexOptions.Multiline)) return Put("\\z", 1, false);
        if (c == '#') return Put("\\#", 1, true);
        if (c == '(' && _at + 1 < _pattern.Length && _pattern[_at + 1] == '?') return Put("(?:", 3, false);
        return Put(c.ToString(), 1, c is not ('(' or '|' or '^' or '*' or '+' or '?'));
    }

    private bool Put(string text, int length, bool atom)
    {
        _result.Append(text);
        _at += length;
        _atom = atom;
        return true;
    }

    // A set that leaves characters out takes those of two units whole.
    private string Widened(string set) => _wide ? $"(?:{Pair}|{set})" : set;

    private bool Quantity()
    {
        var close = _pattern.IndexOf('}', _at);
        if (!_atom || close < 0) return false;
        var parts = _pattern[(_at + 1)..close].Split(',');
        if (parts.Length > 2 || parts[0].Length == 0 || !parts.All(part => part.All(char.IsAsciiDigit))) return false;
        return Put(_pattern[_at..(close + 1)], close + 1 - _at, false);
    }

    private bool Escaped()
    {
        if (_at + 1 >= _pattern.Length) return false;
        var c = _pattern[_at + 1];
        if (c is >= '1' and <= '9') return Put("\\" + c, 2, true);
        if (Set(ref _at) is not { } set) return false;
        return Put(set.Negative ? Widened($"[{set.Text}]") : $"[{set.Text}]", 0, true);
    }

    // What stands for an escape between brackets; moves behind it.
    private (string Text, bool Negative)? Set(ref int at)
    {
        if (at + 1 >= _pattern.Length) return null;
        var c = _pattern[at + 1];
        at += 2;
        switch (c)
        {
            case 'w': return ("\\u0000-\\uFFFF-[\\p{P}\\p{Z}\\p{C}]", false);
            case 'W': return ("\\p{P}\\p{Z}\\p{C}", true);
            case 'd': return ("\\p{Nd}", false);
            case 'D': return ("\\P{Nd}", true);
            case 's': return (" \\t\\n\\r", false);
            case 'S': return ("\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u0021-\\uFFFF", true);
            case 'i': return ("\\p{L}_:", false);
            case 'c': return ("\\p{L}\\p{Nd}_:.\\-", false);
            case 'I': return ("\\u0000-\\uFFFF-[\\p{L}_:]", true);
            case 'C': return ("\\u0000-\\uFFFF-[\\p{L}\\p{Nd}_:.\\-]", true);
            case 'p' or 'P':
                var close = _pattern.IndexOf('}', at);
                if (at >= _pattern.Length || _pattern[at] != '{' || close < 0) return null;
                var name = _pattern[at..(close + 1)];
                at = close + 1;
                return ($"\\{c}{name}", c == 'P');
            default: return "nrt\\|.-^?*+{}()[]$".Contains(c) ? ("\\" + c, false) : null;
        }
    }

    private bool Class()
    {
        if (Read() is not { } set) return false;
        return Put(set, 0, true);
    }

    // The units and the pairs of a class apart: .NET knows single units only.
    private string? Read()
    {
        _at++;
        var negative = _at < _pattern.Length && _pattern[_at] == '^';
        if (negative) _at++;
        var (alternatives, units, less, wide) = (new List<string>(), new StringBuilder(), "", false);
        for (var first = true; ; first = false)
        {
            if (_at >= _pattern.Length || (_pattern[_at] == ']' && first)) return null;
            if (_pattern[_at] == ']') break;
            if (_pattern[_at] == '-' && _at + 1 < _pattern.Length && _pattern[_at + 1] == '[')
            {
                _at++;
                if (Read() is not { } minus || _at >= _pattern.Length || _pattern[_at] != ']') return null;
                less = minus;
                break;
            }

            if (!Item(units, alternatives, ref wide)) return null;
        }

        _at++;
        return Written(negative, units, alternatives, less, wide);
    }

    private bool Item(StringBuilder units, List<string> alternatives, ref bool wide)
    {
        if (_pattern[_at] == '[') return false;
        if (_pattern[_at] == '\\' && !(_at + 1 < _pattern.Length && "nrt\\|.-^?*+{}()[]$".Contains(_pattern[_at + 1])))
        {
            if (Set(ref _at) is not { } set) return false;
            wide |= set.Negative;
            if (set.Text.Contains("-[", StringComparison.Ordinal)) alternatives.Add($"[{set.Text}]");
            else units.Append(set.Text);
            return true;
        }

        if (Character() is not { } low) return false;
        var high = low;
        if (_at + 1 < _pattern.Length && _pattern[_at] == '-' && _pattern[_at + 1] is not (']' or '['))
        {
            _at++;
            if (Character() is not { } end || end < low) return false;
            high = end;
        }

        Range(low, high, units, alternatives);
        return true;
    }

    private int? Character()
    {
        if (_pattern[_at] == '\\')
        {
            if (_at + 1 >= _pattern.Length) return null;
            var c = _pattern[_at + 1];
            _at += 2;
            return c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => "\\|.-^?*+{}()[]$".Contains(c) ? c : null };
        }

        if (!Rune.TryGetRuneAt(_pattern, _at, out var rune)) return null;
        _at += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private static void Range(int low, int high, StringBuilder units, List<string> alternatives)
    {
        if (low <= 0xFFFF) units.Append(Unit(low)).Append('-').Append(Unit(Math.Min(high, 0xFFFF)));
        for (var from = Math.Max(low, 0x10000); from <= high;)
        {
            // All pairs with one first unit.
            var to = Math.Min(high, ((from - 0x10000) | 0x3FF) + 0x10000);
            var (a, b) = (char.ConvertFromUtf32(from), char.ConvertFromUtf32(to));
            alternatives.Add($"{Unit(a[0])}[{Unit(a[1])}-{Unit(b[1])}]");
            from = to + 1;
        }
    }

    private static string Unit(int code) => "\\u" + code.ToString("X4", CultureInfo.InvariantCulture);

    private string Written(bool negative, StringBuilder units, List<string> alternatives, string less, bool wide)
    {
        if (units.Length > 0) alternatives.Insert(0, $"[{units}]");
        if (wide && _wide) alternatives.Insert(0, Pair);
        var any = _wide ? $"(?:{Pair}|[\\s\\S])" : "[\\s\\S]";
        if (!negative && less.Length == 0) return alternatives.Count == 1 ? alternatives[0].StartsWith('[') && alternatives[0] != Pair ? alternatives[0] : $"(?:{alternatives[0]})" : $"(?:{string.Join('|', alternatives)})";
        // Without pairs and subtraction a plain set does, which matches in linear time.
        if (less.Length == 0 && units.Length > 0 && alternatives.Count == 1) return Widened($"[^{units}]");
        var inside = string.Join('|', alternatives);
        return $"(?:{(less.Length > 0 ? $"(?!{less})" : "")}{(negative ? $"(?!{inside}){any}" : $"(?:{inside})")})";
    }
}
