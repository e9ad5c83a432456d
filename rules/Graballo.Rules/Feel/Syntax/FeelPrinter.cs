using System.Text;

namespace Graballo.Rules.Feel.Syntax;

/// <summary>Writes a tree as FEEL with all its parentheses: two trees have the same text only when they are the same.</summary>
internal static class FeelPrinter
{
    public static string Print(FeelNode node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.ToString();
    }

    private static void Write(StringBuilder t, FeelNode node)
    {
        switch (node)
        {
            case LiteralNode n: t.Append(FeelValue.Write(n.Value)); break;
            case NameNode n: t.Append(n.Name); break;
            case PathNode n: t.Append('(').Node(n.Source).Append(").").Append(n.Member); break;
            case FilterNode n: t.Append('(').Node(n.Source).Append(")[").Node(n.Condition).Append(']'); break;
            case CallNode n: Call(t, n); break;
            case NegateNode n: t.Append("-(").Node(n.Operand).Append(')'); break;
            case BinaryNode n: t.Append('(').Node(n.Left).Append(") ").Append(Sign(n.Operator)).Append(" (").Node(n.Right).Append(')'); break;
            case BetweenNode n: t.Append('(').Node(n.Value).Append(") between (").Node(n.Low).Append(") and (").Node(n.High).Append(')'); break;
            case InNode n: t.Append('(').Node(n.Value).Append(") in (").Nodes(n.Tests).Append(')'); break;
            case InstanceOfNode n: t.Append('(').Node(n.Value).Append(") instance of ").Append(Type(n.Type)); break;
            case IfNode n: t.Append("if ").Node(n.Condition).Append(" then ").Node(n.Then).Append(" else ").Node(n.Else); break;
            default: WriteBlock(t, node); break;
        }
    }

    private static void WriteBlock(StringBuilder t, FeelNode node)
    {
        switch (node)
        {
            case ForNode n: t.Append("for ").Append(Iterators(n.Iterators)).Append(" return ").Node(n.Body); break;
            case QuantifiedNode n:
                t.Append(n.Every ? "every " : "some ").Append(Iterators(n.Iterators)).Append(" satisfies ").Node(n.Condition);
                break;
            case FunctionNode n:
                var parameters = n.Parameters.Select(p => p.Type is null ? p.Name : $"{p.Name}: {Type(p.Type)}");
                t.Append("function(").Append(string.Join(", ", parameters)).Append(n.External ? ") external " : ") ").Node(n.Body);
                break;
            case ContextNode n: Context(t, n); break;
            case ListNode n: t.Append('[').Nodes(n.Items).Append(']'); break;
            case RangeNode n:
                t.Append(n.StartIncluded ? "[(" : "((").Node(n.Start).Append(")..(").Node(n.End).Append(n.EndIncluded ? ")]" : "))");
                break;
            case ComparisonNode n: t.Append('(').Append(FeelLiteral.Operator(n.Kind)).Append(" (").Node(n.Bound).Append("))"); break;
            case UnaryTestsNode n: Tests(t, n); break;
            default: throw new InvalidOperationException($"No text for {node.GetType().Name}.");
        }
    }

    private static StringBuilder Node(this StringBuilder t, FeelNode node)
    {
        Write(t, node);
        return t;
    }

    private static StringBuilder Nodes(this StringBuilder t, IReadOnlyList<FeelNode> nodes)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (i > 0) t.Append(", ");
            // In a list of tests a bare comparison stands without parentheses.
            if (nodes[i] is ComparisonNode c) t.Append(FeelLiteral.Operator(c.Kind)).Append(" (").Node(c.Bound).Append(')');
            else t.Append(i > 0 || nodes.Count > 1 ? "(" : "").Node(nodes[i]).Append(i > 0 || nodes.Count > 1 ? ")" : "");
        }

        return t;
    }

    private static void Call(StringBuilder t, CallNode n)
    {
        if (n.Target is NameNode name) t.Append(name.Name).Append('(');
        else t.Append('(').Node(n.Target).Append(")(");
        for (var i = 0; i < n.Arguments.Count; i++)
        {
            if (i > 0) t.Append(", ");
            if (n.Names is { } names) t.Append(names[i]).Append(": ");
            t.Node(n.Arguments[i]);
        }

        t.Append(')');
    }

    private static void Context(StringBuilder t, ContextNode n)
    {
        t.Append('{');
        for (var i = 0; i < n.Entries.Count; i++)
        {
            if (i > 0) t.Append(", ");
            FeelLiteral.Quote(t, n.Entries[i].Key);
            t.Append(": ").Node(n.Entries[i].Value);
        }

        t.Append('}');
    }

    private static void Tests(StringBuilder t, UnaryTestsNode n)
    {
        if (n.Tests.Count == 0) t.Append('-');
        else t.Append(n.Negated ? "not(" : "").Nodes(n.Tests).Append(n.Negated ? ")" : "");
    }

    private static string Iterators(IReadOnlyList<Iterator> iterators) => string.Join(
        ", ", iterators.Select(i => $"{i.Name} in ({Print(i.Source)})" + (i.End is null ? "" : $"..({Print(i.End)})")));

    private static string Type(TypeNode type)
    {
        if (type.Bare || (type.Parts.Count == 0 && type.Name is not ("list" or "range" or "context" or "function"))) return type.Name;
        var parts = type.Parts.Select(p => p.Name.Length == 0 ? Type(p.Type) : $"{p.Name}: {Type(p.Type)}");
        return $"{type.Name}<{string.Join(", ", parts)}>" + (type.Result is null ? "" : $"->{Type(type.Result)}");
    }

    private static string Sign(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => "or",
        BinaryOperator.And => "and",
        BinaryOperator.Equal => "=",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        _ => "**",
    };
}
