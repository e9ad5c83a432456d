using System.Globalization;
using System.Text;

namespace Graballo.Rules.Feel.Syntax;

/// <summary>
/// Cuts FEEL text into pieces (DMN 1.5 §10.3.1.2, rules 26–40 and 62–65). Names of several words are put together later,
/// by the parser, which knows the names in scope.
/// </summary>
internal sealed class FeelLexer(string text)
{
    private static readonly string[] Symbols = ["..", "**", "!=", "<=", ">=", "->"];

    private int _at;

    public static List<FeelToken> Read(string text)
    {
        var lexer = new FeelLexer(text);
        var tokens = new List<FeelToken>();
        FeelToken token;
        do
        {
            token = lexer.Next();
            tokens.Add(token);
        }
        while (token.Kind != TokenKind.End);
        return tokens;
    }

    /// <summary>The pieces of a name, or null when it cannot be written in FEEL.</summary>
    public static string[]? Pieces(string name)
    {
        try
        {
            var tokens = Read(name);
            tokens.RemoveAt(tokens.Count - 1);
            return tokens.Count > 0 && tokens[0].Kind == TokenKind.Word && tokens.TrueForAll(t => t.IsNamePart) ? [.. tokens.Select(t => t.Text)] : null;
        }
        catch (FeelSyntaxException)
        {
            return null;
        }
    }

    private FeelToken Next()
    {
        SkipSpace();
        var start = _at;
        if (_at >= text.Length) return new FeelToken(TokenKind.End, "", start, start);
        var c = text[_at];
        if (char.IsAsciiDigit(c) || (c == '.' && IsDigit(_at + 1))) return Number(start);
        if (c == '"') return new FeelToken(TokenKind.String, String(), start, _at);
        if (c == '@' && Peek(1) == '"')
        {
            _at++;
            return new FeelToken(TokenKind.AtString, String(), start, _at);
        }

        if (IsNameStart(RuneAt(_at))) return Word(start);
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, 2) == 0) return Symbol(symbol, start);
        }

        if (".,()[]{}:+-*/=<>'’".Contains(c)) return Symbol(c.ToString(), start);
        throw FeelSyntaxException.At($"Unexpected character '{c}'", text, start);
    }

    private FeelToken Symbol(string symbol, int start)
    {
        _at += symbol.Length;
        return new FeelToken(TokenKind.Symbol, symbol, start, _at);
    }

    private FeelToken Word(int start)
    {
        while (_at < text.Length && RuneAt(_at) is var rune && IsNamePart(rune)) _at += rune > 0xFFFF ? 2 : 1;
        return new FeelToken(TokenKind.Word, text[start.._at], start, _at);
    }

    private FeelToken Number(int start)
    {
        while (IsDigit(_at)) _at++;
        if (Peek(0) == '.' && IsDigit(_at + 1))
        {
            _at++;
            while (IsDigit(_at)) _at++;
        }

        if (Peek(0) is 'e' or 'E')
        {
            var sign = Peek(1) is '+' or '-' ? 1 : 0;
            if (IsDigit(_at + 1 + sign))
            {
                _at += 1 + sign;
                while (IsDigit(_at)) _at++;
            }
        }

        return new FeelToken(TokenKind.Number, text[start.._at], start, _at);
    }

    private string String()
    {
        var start = _at++;
        var value = new StringBuilder();
        while (_at < text.Length)
        {
            var c = text[_at++];
            if (c == '"') return value.ToString();
            if (c != '\\') value.Append(c);
            else Escape(value);
        }

        throw FeelSyntaxException.At("The string has no closing quote", text, start);
    }

    private void Escape(StringBuilder value)
    {
        var c = Peek(0);
        _at++;
        switch (c)
        {
            case 'n': value.Append('\n'); break;
            case 't': value.Append('\t'); break;
            case 'r': value.Append('\r'); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case '"' or '\'' or '\\': value.Append(c); break;
            case 'u': Code(value, 4); break;
            case 'U': Code(value, 6); break;
            // A backslash that begins no escape stands for itself (regular expressions are full of them).
            default: value.Append('\\'); _at--; break;
        }
    }

    private void Code(StringBuilder value, int digits)
    {
        var hex = _at + digits <= text.Length ? text.AsSpan(_at, digits) : default;
        if (!int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > 0x10FFFF)
            throw FeelSyntaxException.At("A character code needs its hexadecimal digits", text, _at);
        _at += digits;
        if (code > 0xFFFF) value.Append(char.ConvertFromUtf32(code));
        else value.Append((char)code);
    }

    private void SkipSpace()
    {
        while (_at < text.Length)
        {
            if (IsSpace(text[_at])) _at++;
            else if (text[_at] == '/' && Peek(1) == '/') SkipLine();
            else if (text[_at] == '/' && Peek(1) == '*') SkipBlock();
            else return;
        }
    }

    private void SkipLine()
    {
        while (_at < text.Length && text[_at] is not ('\n' or '\r')) _at++;
    }

    private void SkipBlock()
    {
        var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0) throw FeelSyntaxException.At("The comment has no end", text, _at);
        _at = end + 2;
    }

    private char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private bool IsDigit(int at) => at < text.Length && char.IsAsciiDigit(text[at]);

    private int RuneAt(int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
            ? char.ConvertToUtf32(text[at], text[at + 1])
            : text[at];

    // Rule 62 and the vertical spaces of rule 61.
    private static bool IsSpace(char c) => c is (>= '\u0009' and <= '\u000d') or ' ' or '\u0085' or '\u00a0' or '\u1680' or '\u180e'
        or (>= '\u2000' and <= '\u200b') or '\u2028' or '\u2029' or '\u202f' or '\u205f' or '\u3000' or '\ufeff';

    // Rule 28.
    private static bool IsNameStart(int c) => c is '?' or '_' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z')
        or (>= 0xC0 and <= 0xD6) or (>= 0xD8 and <= 0xF6) or (>= 0xF8 and <= 0x2FF) or (>= 0x370 and <= 0x37D)
        or (>= 0x37F and <= 0x1FFF) or (>= 0x200C and <= 0x200D) or (>= 0x2070 and <= 0x218F) or (>= 0x2C00 and <= 0x2FEF)
        or (>= 0x3001 and <= 0xD7FF) or (>= 0xF900 and <= 0xFDCF) or (>= 0xFDF0 and <= 0xFFFD) or (>= 0x10000 and <= 0xEFFFF);

    // Rule 29.
    private static bool IsNamePart(int c) =>
        IsNameStart(c) || c is (>= '0' and <= '9') or 0xB7 or (>= 0x300 and <= 0x36F) or (>= 0x203F and <= 0x2040);
}
