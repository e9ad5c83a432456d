namespace Graballo.Rules.Feel.Syntax;

internal enum TokenKind
{
    End,
    Number,
    String,
    AtString,
    Word,
    Symbol,
}

/// <summary>A piece of text; <see cref="Text"/> of a string is its value without quotes and escapes.</summary>
internal readonly record struct FeelToken(TokenKind Kind, string Text, int Start, int End)
{
    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Word && Text == word;

    /// <summary>Words, numbers and the additional name symbols (grammar rules 27–30) may make up a name.</summary>
    public bool IsNamePart => Kind is TokenKind.Word or TokenKind.Number
        || (Kind == TokenKind.Symbol && Text is "." or "/" or "-" or "'" or "’" or "+" or "*" or "**");
}
