using System.Runtime.CompilerServices;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Feel.Evaluation;

/// <summary>
/// Turns the tree into delegates, once. Semantics: DMN 1.5 §10.3.2. This part has entry points and operators; values that
/// build or walk collections are in the other parts.
/// </summary>
internal sealed partial class FeelCompiler
{
    // So that the deepest expression fits in the stack that a function call makes sure of.
    private const int MaxDepth = 400;

    private readonly Func<string, FeelType?> _types;
    private int _depth;

    private FeelCompiler(Func<string, FeelType?>? types) => _types = types ?? FeelType.Named;

    /// <param name="node">The tree.</param>
    /// <param name="source">Text and place, for diagnostics.</param>
    /// <param name="types">Finds named types; by default the built-in ones only.</param>
    /// <param name="locals">Names of the slots of the frame that will be given; the rest is looked up in the root context.</param>
    public static Eval Compile(FeelNode node, ExpressionSource source, Func<string, FeelType?>? types = null, IEnumerable<string>? locals = null) =>
        WithSource(source, () => new FeelCompiler(types).Node(node, new CompileScope(null, locals ?? [])));

    /// <summary>The tested value is in the first slot of the frame.</summary>
    public static Eval CompileTests(UnaryTestsNode node, ExpressionSource source) => CompileIn(new CompileScope(null, ["?"]), node, source, null);

    /// <summary>Compiles inside the scopes of a boxed expression.</summary>
    public static Eval CompileIn(CompileScope scope, FeelNode node, ExpressionSource source, Func<string, FeelType?>? types) =>
        WithSource(source, () => new FeelCompiler(types).Node(node, scope));

    private static Eval WithSource(ExpressionSource source, Func<Eval> compile)
    {
        Eval eval;
        try
        {
            eval = compile();
        }
        catch (TooDeepException)
        {
            throw new FeelSyntaxException("The expression is nested too deeply", 1, 1);
        }

        return (frame, state) =>
        {
            var outer = state.Source;
            state.Source = source;
            var value = eval(frame, state);
            state.Source = outer;
            return value;
        };
    }

    private Eval Node(FeelNode node, CompileScope scope)
    {
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new TooDeepException();
        var eval = Dispatch(node, scope);
        _depth--;
        return eval;
    }

    private Eval Dispatch(FeelNode node, CompileScope scope) => node switch
    {
        LiteralNode n => Literal(n),
        NameNode n => scope.Resolve(n.Name, n.Position),
        PathNode n => Path(n, scope),
        FilterNode n => Filter(n, scope),
        CallNode n => Call(n, scope),
        NegateNode n => Negate(n, scope),
        BinaryNode n => Binary(n, scope),
        BetweenNode n => Between(n, scope),
        InNode n => In(n, scope),
        InstanceOfNode n => InstanceOf(n, scope),
        IfNode n => If(n, scope),
        ForNode n => For(n, scope),
        QuantifiedNode n => Quantified(n, scope),
        FunctionNode n => Function(n, scope),
        ContextNode n => Context(n, scope),
        ListNode n => List(n, scope),
        RangeNode n => Range(n, scope),
        ComparisonNode n => Comparison(n, scope),
        UnaryTestsNode n => Tests(n, scope),
        _ => throw new InvalidOperationException($"No meaning for {node.GetType().Name}."),
    };

    private static Eval Literal(LiteralNode node)
    {
        var value = node.Value;
        if (node.Invalid is not { } reason) return (_, _) => value;
        return (_, s) => s.FailAt(node.Position, "literal", reason);
    }

    private Eval Negate(NegateNode node, CompileScope scope)
    {
        if (node.Operand is LiteralNode { Value: FeelNumber number })
        {
            object negative = -number;
            return (_, _) => negative;
        }

        var operand = Node(node.Operand, scope);
        return (f, s) => FeelOperators.Negate(operand(f, s)) ?? s.FailAt(node.Position, "type", "Only numbers and durations can be negated");
    }

    // A chain such as "a or b or c …" leans to the left: it is walked in a loop, however long it is.
    private Eval Binary(BinaryNode node, CompileScope scope)
    {
        if (node.Left is not BinaryNode) return Single(node, scope);
        var chain = new Stack<BinaryNode>();
        FeelNode first = node;
        for (; first is BinaryNode link; first = link.Left) chain.Push(link);
        var start = Node(first, scope);
        var links = chain.Select(link => (link.Operator, link.Position, Right: Node(link.Right, scope))).ToArray();
        return (f, s) =>
        {
            s.Step(links.Length * 2);
            var value = start(f, s);
            foreach (var (op, at, right) in links) value = Apply(op, value, right, f, s, at);
            return value;
        };
    }

    private static object? Apply(BinaryOperator op, object? left, Eval right, Frame f, EvaluationState s, int at) => op switch
    {
        BinaryOperator.And => left is false ? Boxes.False : And(left, right(f, s)),
        BinaryOperator.Or => left is true ? Boxes.True : Or(left, right(f, s)),
        BinaryOperator.Equal => Boxed(Equal(left, right(f, s), s, at)),
        BinaryOperator.NotEqual => Boxed(!Equal(left, right(f, s), s, at)),
        >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual => Boxed(Ordered(op, left, right(f, s), s, at)),
        _ => FeelOperators.Arithmetic(op, left, right(f, s), s, at),
    };

    private Eval Single(BinaryNode node, CompileScope scope)
    {
        var left = Node(node.Left, scope);
        var right = Node(node.Right, scope);
        var at = node.Position;
        // Operators inside one another are charged from the second on.
        if (node.Right is BinaryNode)
        {
            var inner = right;
            right = (f, s) =>
            {
                s.Step();
                return inner(f, s);
            };
        }

        switch (node.Operator)
        {
            case BinaryOperator.Equal: return (f, s) => Boxed(Equal(left(f, s), right(f, s), s, at));
            case BinaryOperator.NotEqual: return (f, s) => Boxed(!Equal(left(f, s), right(f, s), s, at));
            case >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual:
                return (f, s) => Boxed(Ordered(node.Operator, left(f, s), right(f, s), s, at));
            default: return (f, s) => Apply(node.Operator, left(f, s), right, f, s, at);
        }
    }

    internal static object? Boxed(bool? value) => value switch { true => Boxes.True, false => Boxes.False, null => null };

    private static bool? Equal(object? a, object? b, EvaluationState state, int at)
    {
        if (a is FeelList or FeelContext) state.Step();
        var equal = FeelComparison.Equal(a, b);
        if (equal is null) state.FailAt(at, "type", "Values of different kinds cannot be compared");
        return equal;
    }

    private static bool? Ordered(BinaryOperator op, object? a, object? b, EvaluationState state, int at)
    {
        if (FeelComparison.Compare(a, b) is not { } order)
        {
            state.FailAt(at, "type", "The values have no common order");
            return null;
        }

        return op switch
        {
            BinaryOperator.Less => order < 0,
            BinaryOperator.LessOrEqual => order <= 0,
            BinaryOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    // Three-valued logic, Table 50: what is no boolean counts as null.
    private static object? And(object? a, object? b) => b is false ? Boxes.False : a is true && b is true ? Boxes.True : null;

    private static object? Or(object? a, object? b) => b is true ? Boxes.True : a is false && b is false ? Boxes.False : null;

    private Eval Between(BetweenNode node, CompileScope scope)
    {
        var (value, low, high) = (Node(node.Value, scope), Node(node.Low, scope), Node(node.High, scope));
        return (f, s) =>
        {
            var v = value(f, s);
            if (FeelComparison.Compare(v, low(f, s)) is { } above && FeelComparison.Compare(v, high(f, s)) is { } below)
                return Boxed(above >= 0 && below <= 0);
            return s.FailAt(node.Position, "type", "The values have no common order");
        };
    }

    private Eval InstanceOf(InstanceOfNode node, CompileScope scope)
    {
        var value = Node(node.Value, scope);
        if (!node.Type.Bare && Type(node.Type) is { } type) return (f, s) => Boxed(type.IsInstance(value(f, s)));
        return (_, s) => s.FailAt(node.Position, "type", $"There is no type '{node.Type.Name}'");
    }

    private Eval If(IfNode node, CompileScope scope)
    {
        var (condition, then, otherwise) = (Node(node.Condition, scope), Node(node.Then, scope), Node(node.Else, scope));
        return (f, s) => condition(f, s) is true ? then(f, s) : otherwise(f, s);
    }

    /// <summary>Null when a name is unknown.</summary>
    private FeelType? Type(TypeNode? node)
    {
        if (node is null) return FeelType.Any;
        var parts = node.Parts.Select(p => (p.Name, Type: Type(p.Type))).ToList();
        if (parts.Exists(p => p.Type is null)) return null;
        return node.Name switch
        {
            "list" => parts.Count == 1 ? new ListType(parts[0].Type!) : FeelType.AnyList,
            "range" => parts.Count == 1 ? new RangeType(parts[0].Type!) : FeelType.AnyRange,
            "context" => new ContextType([.. parts.Select(p => new FeelParameter(p.Name, p.Type!))]),
            "function" when node.Result is null => parts.Count == 0 ? FeelType.AnyFunction : null,
            "function" => Type(node.Result) is { } result ? new FunctionType([.. parts.Select(p => p.Type!)], result) : null,
            _ => _types(node.Name),
        };
    }

    private sealed class TooDeepException : Exception;
}

/// <summary>Shared boxes of the booleans.</summary>
internal static class Boxes
{
    public static readonly object True = true;
    public static readonly object False = false;
}
