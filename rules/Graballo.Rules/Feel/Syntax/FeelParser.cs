using System.Runtime.CompilerServices;

namespace Graballo.Rules.Feel.Syntax;

/// <summary>
/// Recursive descent over the grammar of DMN 1.5 §10.3.1.2. This part has the operators, loosest first;
/// the primaries and the unary tests are in the other parts.
/// </summary>
internal sealed partial class FeelParser
{
    /// <summary>Characters of one expression.</summary>
    public const int MaxText = 200_000;

    private const int MaxNesting = 150;

    private readonly string _text;
    private readonly List<FeelToken> _tokens;
    private readonly NameScopes _scopes;
    private readonly NameTable _types;
    private int _at;
    private int _nesting;
    private long _taken;

    private FeelParser(string text, FeelNames names)
    {
        if (text.Length > MaxText) throw new FeelSyntaxException($"The expression is longer than {MaxText} characters", 1, 1);
        _text = text;
        _tokens = FeelLexer.Read(text);
        _types = names.Types;
        _scopes = new NameScopes(names.Members);
        _scopes.Push(FeelNames.Builtins);
        _scopes.Push(names.Variables);
        _scopes.Push([]);
    }

    private FeelToken Current => _tokens[_at];

    public static FeelNode ParseExpression(string text, FeelNames names)
    {
        var parser = new FeelParser(text, names);
        var node = parser.Expression();
        parser.ExpectEnd();
        return node;
    }

    public static UnaryTestsNode ParseUnaryTests(string text, FeelNames names)
    {
        var parser = new FeelParser(text, names);
        parser._scopes.Push(["?"]);
        var node = parser.UnaryTests();
        parser.ExpectEnd();
        return node;
    }

    private FeelNode Expression()
    {
        Enter();
        var node = Disjunction();
        _nesting--;
        return node;
    }

    private FeelNode Disjunction()
    {
        var left = Conjunction();
        while (Current.IsWord("or"))
        {
            var at = Take().Start;
            left = new BinaryNode(at, BinaryOperator.Or, left, Conjunction());
        }

        return left;
    }

    private FeelNode Conjunction()
    {
        var left = Comparison();
        while (Current.IsWord("and"))
        {
            var at = Take().Start;
            left = new BinaryNode(at, BinaryOperator.And, left, Comparison());
        }

        return left;
    }

    private FeelNode Comparison()
    {
        var left = Addition();
        while (true)
        {
            var at = Current.Start;
            if (Current.Kind == TokenKind.Symbol && ComparisonOperator(Current.Text) is { } op)
            {
                Take();
                left = new BinaryNode(at, op, left, Addition());
            }
            else if (TakeWord("between"))
            {
                var low = Addition();
                ExpectWord("and");
                left = new BetweenNode(at, left, low, Addition());
            }
            else if (TakeWord("in"))
            {
                left = new InNode(at, left, InTests());
            }
            else
            {
                return left;
            }
        }
    }

    private FeelNode Addition()
    {
        var left = Multiplication();
        while (Current.IsSymbol("+") || Current.IsSymbol("-"))
        {
            var token = Take();
            left = new BinaryNode(token.Start, token.Text == "+" ? BinaryOperator.Add : BinaryOperator.Subtract, left, Multiplication());
        }

        return left;
    }

    private FeelNode Multiplication()
    {
        var left = Exponentiation();
        while (Current.IsSymbol("*") || Current.IsSymbol("/"))
        {
            var token = Take();
            left = new BinaryNode(token.Start, token.Text == "*" ? BinaryOperator.Multiply : BinaryOperator.Divide, left, Exponentiation());
        }

        return left;
    }

    // Left associative: 3 ** 4 ** 5 is (3 ** 4) ** 5, and -3 ** 2 is (-3) ** 2 (rule 4).
    private FeelNode Exponentiation()
    {
        var left = Negation();
        while (Current.IsSymbol("**"))
        {
            var at = Take().Start;
            left = new BinaryNode(at, BinaryOperator.Power, left, Negation());
        }

        return left;
    }

    private FeelNode Negation()
    {
        if (!Current.IsSymbol("-")) return InstanceOf();
        Enter();
        var at = Take().Start;
        var operand = Negation();
        _nesting--;
        return new NegateNode(at, operand);
    }

    private FeelNode InstanceOf()
    {
        var value = Postfix();
        while (Current.IsWord("instance") && _tokens[_at + 1].IsWord("of"))
        {
            var at = Take().Start;
            Take();
            value = new InstanceOfNode(at, value, Type());
        }

        return value;
    }

    private FeelNode Postfix()
    {
        var node = Primary();
        while (true)
        {
            var at = Current.Start;
            if (Current.IsSymbol("."))
            {
                Take();
                node = new PathNode(at, node, MemberName());
            }
            else if (Current.IsSymbol("("))
            {
                node = Call(node);
            }
            else if (Current.IsSymbol("[") && TryFilter(node) is { } filter)
            {
                node = filter;
            }
            else
            {
                return node;
            }
        }
    }

    // "[1..10[" ends with a bracket that opens nothing: what does not read as a filter is left to the range.
    private FilterNode? TryFilter(FeelNode source)
    {
        var (start, nesting) = (_at, _nesting);
        var inRange = _openRanges > 0;
        try
        {
            var at = Take().Start;
            _scopes.PushMembers();
            _scopes.Push(["item"]);
            var outer = _openRanges;
            _openRanges = 0;
            FeelNode condition;
            try
            {
                condition = Expression();
                Expect("]");
            }
            finally
            {
                _openRanges = outer;
                _scopes.Pop();
                _scopes.Pop();
                _scopes.Pop();
            }

            return new FilterNode(at, source, condition);
        }
        catch (FeelSyntaxException) when (inRange)
        {
            (_at, _nesting) = (start, nesting);
            return null;
        }
    }

    private static BinaryOperator? ComparisonOperator(string symbol) => symbol switch
    {
        "=" => BinaryOperator.Equal,
        "!=" => BinaryOperator.NotEqual,
        "<" => BinaryOperator.Less,
        "<=" => BinaryOperator.LessOrEqual,
        ">" => BinaryOperator.Greater,
        ">=" => BinaryOperator.GreaterOrEqual,
        _ => null,
    };

    private void Enter()
    {
        if (++_nesting > MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Error("The expression is nested too deeply");
    }

    // Every piece is read once, or again where the grammar has two readings; nested doubts must not double without end.
    private FeelToken Take()
    {
        if (++_taken > (_tokens.Count * 60L) + 10_000) throw Error("The expression is too ambiguous to be read");
        return _tokens[_at < _tokens.Count - 1 ? _at++ : _at];
    }

    private bool TakeSymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol)) return false;
        Take();
        return true;
    }

    private bool TakeWord(string word)
    {
        if (!Current.IsWord(word)) return false;
        Take();
        return true;
    }

    private void Expect(string symbol)
    {
        if (!TakeSymbol(symbol)) throw Error($"Expected '{symbol}' but found {Describe(Current)}");
    }

    private void ExpectWord(string word)
    {
        if (!TakeWord(word)) throw Error($"Expected '{word}' but found {Describe(Current)}");
    }

    private void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End) throw Error($"Unexpected {Describe(Current)}");
    }

    private FeelSyntaxException Error(Wording reason) => FeelSyntaxException.At(reason, _text, Current.Start);

    private static Wording Describe(FeelToken token) => token.Kind == TokenKind.End ? "the end" : $"'{token.Text}'";
}
