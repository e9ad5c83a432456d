namespace Graballo.Rules.Feel.Syntax;

/// <summary>Literals, names, blocks, lists, contexts, ranges and functions.</summary>
internal sealed partial class FeelParser
{
    private int _openRanges;

    private FeelNode Primary()
    {
        var token = Current;
        return token.Kind switch
        {
            TokenKind.Number => Number(),
            TokenKind.String => new LiteralNode(Take().Start, token.Text),
            TokenKind.AtString => AtLiteral(),
            TokenKind.Word => WordPrimary(),
            TokenKind.Symbol => SymbolPrimary(),
            _ => throw Error("An expression is missing"),
        };
    }

    private LiteralNode Number()
    {
        var token = Take();
        return FeelNumber.Parse(token.Text) is { } number
            ? new LiteralNode(token.Start, number)
            : new LiteralNode(token.Start, null, $"The number {token.Text} is out of range");
    }

    private LiteralNode AtLiteral()
    {
        var token = Take();
        var value = FeelText.Temporal(token.Text);
        return new LiteralNode(token.Start, value, value is null ? $"\"{token.Text}\" is no date, time or duration" : null);
    }

    private FeelNode WordPrimary()
    {
        var token = Current;
        switch (token.Text)
        {
            case "true": return new LiteralNode(Take().Start, true);
            case "false": return new LiteralNode(Take().Start, false);
            case "null": return new LiteralNode(Take().Start, null);
            case "if": return If();
            case "for": return For();
            case "some" or "every" when !IsKnownName(): return Quantified();
            case "function" when _tokens[_at + 1].IsSymbol("("): return Function();
            default: return new NameNode(token.Start, Name());
        }
    }

    private bool IsKnownName() => _scopes.Longest(_tokens, _at).Length > 0;

    private FeelNode SymbolPrimary()
    {
        var at = Current.Start;
        switch (Current.Text)
        {
            case "(": return Parenthesis();
            case "[": return ListOrRange();
            case "]":
                Take();
                return RangeFrom(at, false, RangeBound());
            case "{": return Context();
            case "<" or "<=" or ">" or ">=" or "=" or "!=" when _openTests > 0: return Comparator();
            default: throw Error($"Unexpected {Describe(Current)}");
        }
    }

    // "(a)", "(a..b)", or "(< a)".
    private FeelNode Parenthesis()
    {
        var at = Take().Start;
        if (Current.Kind == TokenKind.Symbol && Comparators.ContainsKey(Current.Text))
        {
            var comparison = Comparator();
            Expect(")");
            return comparison;
        }

        var (tests, ranges) = (_openTests, _openRanges);
        (_openTests, _openRanges) = (0, 0);
        var node = Expression();
        (_openTests, _openRanges) = (tests, ranges);
        if (Current.IsSymbol("..")) return RangeFrom(at, false, node);
        Expect(")");
        return node;
    }

    private FeelNode ListOrRange()
    {
        var at = Take().Start;
        var items = new List<FeelNode>();
        if (TakeSymbol("]")) return new ListNode(at, items);
        var (tests, ranges) = (_openTests, _openRanges);
        (_openTests, _openRanges) = (0, 0);
        items.Add(ListItem());
        if (Current.IsSymbol(".."))
        {
            (_openTests, _openRanges) = (tests, ranges);
            return RangeFrom(at, true, items[0]);
        }

        while (TakeSymbol(",")) items.Add(ListItem());
        (_openTests, _openRanges) = (tests, ranges);
        Expect("]");
        return new ListNode(at, items);
    }

    // A list may hold comparisons as ranges: x in [< 3, > 7].
    private FeelNode ListItem() =>
        Current.Kind == TokenKind.Symbol && Comparators.ContainsKey(Current.Text) ? Comparator() : Expression();

    private FeelNode RangeBound()
    {
        _openRanges++;
        try
        {
            return Expression();
        }
        finally
        {
            _openRanges--;
        }
    }

    private RangeNode RangeFrom(int at, bool included, FeelNode start)
    {
        Expect("..");
        var end = RangeBound();
        if (TakeSymbol("]")) return new RangeNode(at, included, start, end, true);
        if (TakeSymbol(")") || TakeSymbol("[")) return new RangeNode(at, included, start, end, false);
        throw Error($"Expected the end of the range but found {Describe(Current)}");
    }

    private ContextNode Context()
    {
        var at = Take().Start;
        var entries = new List<ContextEntry>();
        _scopes.Push([]);
        while (!TakeSymbol("}"))
        {
            if (entries.Count > 0) Expect(",");
            var key = ContextKey();
            Expect(":");
            _scopes.AddMember(key);
            var value = Expression();
            _scopes.Top.Add(key);
            entries.Add(new ContextEntry(key, value));
        }

        _scopes.Pop();
        return new ContextNode(at, entries);
    }

    private string ContextKey() => Current.Kind == TokenKind.String ? Take().Text : NameUntil(t => t.IsSymbol(":"));

    private IfNode If()
    {
        var at = Take().Start;
        var condition = Expression();
        ExpectWord("then");
        var then = Expression();
        ExpectWord("else");
        return new IfNode(at, condition, then, Expression());
    }

    private ForNode For()
    {
        var at = Take().Start;
        _scopes.Push(["partial"]);
        var iterators = Iterators();
        ExpectWord("return");
        var body = Expression();
        _scopes.Pop();
        return new ForNode(at, iterators, body);
    }

    private QuantifiedNode Quantified()
    {
        var token = Take();
        _scopes.Push([]);
        var iterators = Iterators();
        ExpectWord("satisfies");
        var condition = Expression();
        _scopes.Pop();
        return new QuantifiedNode(token.Start, token.Text == "every", iterators, condition);
    }

    private List<Iterator> Iterators()
    {
        var iterators = new List<Iterator>();
        do
        {
            var name = NameUntil(t => t.IsWord("in"));
            ExpectWord("in");
            var source = Expression();
            var end = TakeSymbol("..") ? Expression() : null;
            iterators.Add(new Iterator(name, source, end));
            _scopes.Top.Add(name);
        }
        while (TakeSymbol(","));
        return iterators;
    }

    private FunctionNode Function()
    {
        var at = Take().Start;
        Expect("(");
        var parameters = new List<ParameterNode>();
        while (!TakeSymbol(")"))
        {
            if (parameters.Count > 0) Expect(",");
            var name = NameUntil(t => t.IsSymbol(":") || t.IsSymbol(",") || t.IsSymbol(")"));
            parameters.Add(new ParameterNode(name, TakeSymbol(":") ? Type() : null));
        }

        var external = TakeWord("external");
        _scopes.Push(parameters.Select(p => p.Name));
        var body = Expression();
        _scopes.Pop();
        return new FunctionNode(at, parameters, body, external);
    }

    private CallNode Call(FeelNode target)
    {
        var at = Take().Start;
        var (tests, ranges) = (_openTests, _openRanges);
        (_openTests, _openRanges) = (0, 0);
        var arguments = new List<FeelNode>();
        var names = new List<string>();
        while (!Current.IsSymbol(")"))
        {
            if (arguments.Count > 0) Expect(",");
            if (ArgumentName() is { } name) names.Add(name);
            arguments.Add(ListItem());
            if (names.Count != 0 && names.Count != arguments.Count) throw Error("Named and positional arguments cannot be mixed");
        }

        Take();
        (_openTests, _openRanges) = (tests, ranges);
        return new CallNode(at, target, arguments, names.Count == 0 ? null : names);
    }

    // Words and name symbols up to a colon, if there is one before anything else.
    private string? ArgumentName()
    {
        if (Current.Kind != TokenKind.Word) return null;
        var end = _at;
        while (_tokens[end].IsNamePart) end++;
        if (!_tokens[end].IsSymbol(":")) return null;
        var name = Join(_at, end);
        _at = end + 1;
        return name;
    }
}
