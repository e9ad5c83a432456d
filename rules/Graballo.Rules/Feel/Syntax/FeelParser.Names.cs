using System.Text;

namespace Graballo.Rules.Feel.Syntax;

/// <summary>Names, types and unary tests.</summary>
internal sealed partial class FeelParser
{
    private static readonly Dictionary<string, FeelRangeKind> Comparators = new(StringComparer.Ordinal)
    {
        ["<"] = FeelRangeKind.Less,
        ["<="] = FeelRangeKind.LessOrEqual,
        [">"] = FeelRangeKind.Greater,
        [">="] = FeelRangeKind.GreaterOrEqual,
        ["="] = FeelRangeKind.Equal,
        ["!="] = FeelRangeKind.NotEqual,
    };

    private static readonly NameTable TypeNames = new NameTable()
        .Add("date and time").Add("days and time duration").Add("years and months duration");

    private int _openTests;

    // The longest known name; else words up to a keyword, which become one unknown name.
    private string Name()
    {
        var known = _scopes.Longest(_tokens, _at);
        if (known.Length == 0) return UnknownName();
        _at += known.Length;
        return known.Name;
    }

    private string MemberName()
    {
        if (Current.Kind != TokenKind.Word) throw Error($"Expected a name but found {Describe(Current)}");
        var known = _scopes.LongestMember(_tokens, _at);
        if (known.Length == 0) return FeelLiteral.IsKeyword(Current.Text) ? Take().Text : UnknownName();
        _at += known.Length;
        return known.Name;
    }

    private string UnknownName()
    {
        var start = _at;
        while (Current.Kind == TokenKind.Word && !FeelLiteral.IsKeyword(Current.Text)) Take();
        if (_at == start) throw Error($"Unexpected {Describe(Current)}");
        return Join(start, _at);
    }

    // Where a name is defined, everything up to its end belongs to it.
    private string NameUntil(Func<FeelToken, bool> ends)
    {
        var start = _at;
        if (Current.Kind != TokenKind.Word) throw Error($"Expected a name but found {Describe(Current)}");
        while (!ends(Current))
        {
            if (!Current.IsNamePart) throw Error($"A name cannot contain {Describe(Current)}");
            Take();
        }

        return Join(start, _at);
    }

    // The normalised name: one space between words, none around signs (§10.3.1.4).
    private string Join(int start, int end)
    {
        var name = new StringBuilder();
        for (var i = start; i < end; i++)
        {
            var words = i > start && _tokens[i].Kind != TokenKind.Symbol && _tokens[i - 1].Kind != TokenKind.Symbol;
            if (words && _tokens[i].Start > _tokens[i - 1].End) name.Append(' ');
            name.Append(_tokens[i].Text);
        }

        return name.ToString();
    }

    private TypeNode Type()
    {
        Enter();
        var at = Current.Start;
        var name = TypeName();
        var parts = new List<(string, TypeNode)>();
        TypeNode? result = null;
        var compound = name is "list" or "range" or "context" or "function";
        var bare = compound && !TakeSymbol("<");
        if (compound && !bare)
        {
            while (!TakeSymbol(">"))
            {
                if (parts.Count > 0) Expect(",");
                var key = name == "context" ? NameUntil(t => t.IsSymbol(":")) : "";
                if (name == "context") Expect(":");
                parts.Add((key, Type()));
            }

            if (name == "function" && TakeSymbol("->")) result = Type();
        }

        _nesting--;
        return new TypeNode(at, name, parts, result, bare);
    }

    private string TypeName()
    {
        var (builtin, known) = (TypeNames.Longest(_tokens, _at), _types.Longest(_tokens, _at));
        if (builtin.Length > known.Length) known = builtin;
        if (known.Length > 0)
        {
            _at += known.Length;
            return known.Name;
        }

        var name = Current.IsWord("function") || Current.IsWord("null") ? Take().Text : UnknownName();
        while (TakeSymbol(".")) name += "." + UnknownName();
        return name;
    }

    private List<FeelNode> InTests()
    {
        if (!Current.IsSymbol("(")) return [Test()];
        // "(a, b)" is a list of tests; "(a..b)", "(a)" and "(a) + 1" are one.
        var start = _at;
        try
        {
            Take();
            var tests = Tests();
            if (tests.Count > 1 || tests[0] is ComparisonNode)
            {
                Expect(")");
                return tests;
            }
        }
        catch (FeelSyntaxException)
        {
            // Not a list of tests: read again as one expression, whose error is the better one.
        }

        _at = start;
        return [Test()];
    }

    private List<FeelNode> Tests()
    {
        var tests = new List<FeelNode> { Test() };
        while (TakeSymbol(",")) tests.Add(Test());
        return tests;
    }

    private FeelNode Test()
    {
        Enter();
        _openTests++;
        try
        {
            return Current.Kind == TokenKind.Symbol && Comparators.ContainsKey(Current.Text) ? Comparator() : Addition();
        }
        finally
        {
            _openTests--;
            _nesting--;
        }
    }

    private ComparisonNode Comparator()
    {
        var token = Take();
        return new ComparisonNode(token.Start, Comparators[token.Text], Addition());
    }

    private UnaryTestsNode UnaryTests()
    {
        var at = Current.Start;
        if (Current.IsSymbol("-") && _tokens[_at + 1].Kind == TokenKind.End)
        {
            Take();
            return new UnaryTestsNode(at, false, []);
        }

        if (!Current.IsWord("not") || !_tokens[_at + 1].IsSymbol("(")) return new UnaryTestsNode(at, false, CellTests());
        var start = _at;
        _at += 2;
        var tests = CellTests();
        if (Current.IsSymbol(")") && _tokens[_at + 1].Kind == TokenKind.End)
        {
            Take();
            return new UnaryTestsNode(at, true, tests);
        }

        // not(...) was the beginning of an ordinary expression, as in "not(a) and b".
        _at = start;
        return new UnaryTestsNode(at, false, CellTests());
    }

    // In a cell a test may be a whole expression, such as "? > 3 and ? < 5" (rule 17).
    private List<FeelNode> CellTests()
    {
        var tests = new List<FeelNode>();
        do
        {
            var comparison = Current.Kind == TokenKind.Symbol && Comparators.ContainsKey(Current.Text);
            tests.Add(comparison ? Comparator() : Expression());
        }
        while (TakeSymbol(","));
        return tests;
    }
}
