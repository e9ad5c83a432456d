namespace Graballo.Rules.Feel.Syntax;

/// <summary>A part of an expression; <see cref="Position"/> is its offset in the text.</summary>
internal abstract record FeelNode(int Position);

/// <summary>Number, string, boolean, null, or an @-literal (rules 33–39).</summary>
internal sealed record LiteralNode(int Position, object? Value, string? Invalid = null) : FeelNode(Position);

/// <summary>A variable, by its normalised name.</summary>
internal sealed record NameNode(int Position, string Name) : FeelNode(Position);

internal sealed record PathNode(int Position, FeelNode Source, string Member) : FeelNode(Position);

internal sealed record FilterNode(int Position, FeelNode Source, FeelNode Condition) : FeelNode(Position);

/// <summary><see cref="Names"/> is null for positional arguments.</summary>
internal sealed record CallNode(int Position, FeelNode Target, IReadOnlyList<FeelNode> Arguments, IReadOnlyList<string>? Names) : FeelNode(Position);

internal sealed record NegateNode(int Position, FeelNode Operand) : FeelNode(Position);

internal enum BinaryOperator
{
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

internal sealed record BinaryNode(int Position, BinaryOperator Operator, FeelNode Left, FeelNode Right) : FeelNode(Position);

internal sealed record BetweenNode(int Position, FeelNode Value, FeelNode Low, FeelNode High) : FeelNode(Position);

/// <summary>A value against one or more positive unary tests.</summary>
internal sealed record InNode(int Position, FeelNode Value, IReadOnlyList<FeelNode> Tests) : FeelNode(Position);

internal sealed record InstanceOfNode(int Position, FeelNode Value, TypeNode Type) : FeelNode(Position);

internal sealed record IfNode(int Position, FeelNode Condition, FeelNode Then, FeelNode Else) : FeelNode(Position);

/// <summary><see cref="End"/> is given for <c>for i in 1..n</c>.</summary>
internal sealed record Iterator(string Name, FeelNode Source, FeelNode? End);

internal sealed record ForNode(int Position, IReadOnlyList<Iterator> Iterators, FeelNode Body) : FeelNode(Position);

internal sealed record QuantifiedNode(int Position, bool Every, IReadOnlyList<Iterator> Iterators, FeelNode Condition) : FeelNode(Position);

internal sealed record ParameterNode(string Name, TypeNode? Type);

internal sealed record FunctionNode(int Position, IReadOnlyList<ParameterNode> Parameters, FeelNode Body, bool External) : FeelNode(Position);

internal sealed record ContextEntry(string Key, FeelNode Value);

internal sealed record ContextNode(int Position, IReadOnlyList<ContextEntry> Entries) : FeelNode(Position);

internal sealed record ListNode(int Position, IReadOnlyList<FeelNode> Items) : FeelNode(Position);

internal sealed record RangeNode(int Position, bool StartIncluded, FeelNode Start, FeelNode End, bool EndIncluded) : FeelNode(Position);

/// <summary><c>&lt; 10</c> as a test, or in parentheses as a value.</summary>
internal sealed record ComparisonNode(int Position, FeelRangeKind Kind, FeelNode Bound) : FeelNode(Position);

/// <summary>The tests of a decision table's cell (rules 13–17); no tests is "-".</summary>
internal sealed record UnaryTestsNode(int Position, bool Negated, IReadOnlyList<FeelNode> Tests) : FeelNode(Position);

/// <summary>A type as written: a name, or list, range, context or function with its parts (rule 66).
/// Bare: one of these without its angle brackets.</summary>
internal sealed record TypeNode(int Position, string Name, IReadOnlyList<(string Name, TypeNode Type)> Parts, TypeNode? Result, bool Bare = false);
