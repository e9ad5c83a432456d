using Graballo.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Graballo.Desk.Persistence;

/// <summary>Finds a person's text anywhere in a column, whatever its capitals and accents.</summary>
public static class Like
{
    /// <summary>What makes a sign of a pattern stand for itself.</summary>
    public const string EscapeSign = "\\";

    /// <summary>The name of <see cref="Fold"/> on the embedded database.</summary>
    public const string FoldFunction = "graballo_fold";

    // What servers do not fold by themselves: the Latin letters with accents, and what each becomes.
    private static readonly (string From, string To) Letters = Accents();

    /// <summary>The pattern that finds the text anywhere in <see cref="Folded"/>.</summary>
    public static string Anywhere(string text) => "%" + Escape(PlainText.Fold(PlainText.Line(text))) + "%";

    /// <summary>As <see cref="PlainText.Fold"/>; null stays null.</summary>
    public static string? Fold(string? text) => text is null ? null : PlainText.Fold(text);

    /// <summary>The column in small letters without accents, in a query.</summary>
    /// <exception cref="NotSupportedException">It was called outside a query.</exception>
    public static string Folded(string? column) => throw new NotSupportedException($"{column} is folded by the database.");

    internal static void Map(ModelBuilder model, string provider)
    {
        var embedded = provider.EndsWith("Sqlite", StringComparison.Ordinal);
        var wide = provider.EndsWith("SqlServer", StringComparison.Ordinal) ? "N" : "";
        model.HasDbFunction(typeof(Like).GetMethod(nameof(Folded))!).HasTranslation(arguments => embedded
            ? Call(FoldFunction, arguments[0])
            : Call("translate", Call("lower", arguments[0]), Text(wide, Letters.From), Text(wide, Letters.To)));
    }

    private static SqlFunctionExpression Call(string name, params SqlExpression[] arguments) =>
        new(name, arguments, nullable: true, arguments.Select(argument => argument is not SqlFragmentExpression), typeof(string), arguments[0].TypeMapping);

    private static SqlFragmentExpression Text(string wide, string letters) => new($"{wide}'{letters}'");

    private static (string From, string To) Accents()
    {
        var letters = Enumerable.Range(0xC0, 0x180 - 0xC0).Select(code => (From: ((char)code).ToString(), To: PlainText.Fold(((char)code).ToString())))
            .Where(letter => letter.To.Length == 1 && char.IsAsciiLetter(letter.To[0])).ToArray();
        return (string.Concat(letters.Select(letter => letter.From)), string.Concat(letters.Select(letter => letter.To)));
    }

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal);
}
