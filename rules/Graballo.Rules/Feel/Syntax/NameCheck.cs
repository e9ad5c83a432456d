using Graballo.Rules.Feel.Functions;

namespace Graballo.Rules.Feel.Syntax;

/// <summary>Finds the names of an expression that nothing defines.</summary>
internal sealed class NameCheck
{
    private readonly Stack<HashSet<string>> _scopes = new();
    private readonly IReadOnlyCollection<string> _members;
    private readonly List<NameNode> _unknown = [];
    private readonly List<FeelMisfit> _misfits = [];
    private int _filters;

    private NameCheck(IEnumerable<string> variables, IReadOnlyCollection<string> members, bool inFilter)
    {
        _members = members;
        _filters = inFilter ? 1 : 0;
        _scopes.Push([.. variables]);
    }

    /// <param name="node">The expression.</param>
    /// <param name="variables">Names in scope.</param>
    /// <param name="members">Names that an item may have, known inside a filter.</param>
    /// <param name="inFilter">Whether the whole expression is one.</param>
    public static IReadOnlyList<NameNode> Unknown(FeelNode node, IEnumerable<string> variables, IReadOnlyCollection<string> members, bool inFilter)
    {
        var check = new NameCheck(variables, members, inFilter);
        check.Visit(node);
        return check._unknown;
    }

    /// <summary>Calls that no form of a built-in function takes, and literals of kinds that do not go together.</summary>
    public static IReadOnlyList<FeelMisfit> Misfits(FeelNode node, IEnumerable<string> variables)
    {
        var check = new NameCheck(variables, [], inFilter: false);
        check.Visit(node);
        return check._misfits;
    }

    private void Visit(FeelNode node)
    {
        switch (node)
        {
            case NameNode n: Name(n); break;
            case BinaryNode:
                // A chain leans to the left and may be long.
                for (; node is BinaryNode link; node = link.Left)
                {
                    Operands(link);
                    Visit(link.Right);
                }

                Visit(node);
                break;
            case FilterNode n:
                Visit(n.Source);
                _filters++;
                Within(["item"], () => Visit(n.Condition));
                _filters--;
                break;
            case InNode n:
                Visit(n.Value);
                Within(["?"], () => { foreach (var test in n.Tests) Visit(test); });
                break;
            case ForNode n: Within(["partial"], () => Iterate(n.Iterators, 0, n.Body)); break;
            case QuantifiedNode n: Iterate(n.Iterators, 0, n.Condition); break;
            case FunctionNode n: Within(n.Parameters.Select(p => p.Name), () => { if (!n.External) Visit(n.Body); }); break;
            case ContextNode n: Entries(n.Entries, 0); break;
            case CallNode n:
                Call(n);
                foreach (var child in FeelChildren.Of(n)) Visit(child);
                break;
            default:
                foreach (var child in FeelChildren.Of(node)) Visit(child);
                break;
        }
    }

    private void Name(NameNode node)
    {
        if (_scopes.Any(s => s.Contains(node.Name)) || Functions.BuiltinFunctions.Find(node.Name) is not null) return;
        // In a filter the entries of the items are in scope; what they are is known only when it runs.
        if (_filters > 0 && (_members.Count == 0 || _members.Contains(node.Name))) return;
        _unknown.Add(node);
    }

    private void Call(CallNode node)
    {
        if (node.Target is not NameNode { Name: var name } || _scopes.Any(s => s.Contains(name)) || Functions.BuiltinFunctions.Find(name) is not BuiltinFunction function) return;
        if (function.Misfit(node.Arguments.Count, node.Names) is { } misfit) _misfits.Add(new FeelMisfit(node.Target.Position, "call", misfit));
    }

    private void Operands(BinaryNode node)
    {
        if (node is not { Operator: >= BinaryOperator.Add, Left: LiteralNode { Value: { } left }, Right: LiteralNode { Value: { } right } }) return;
        var fit = (left, right) is (FeelNumber, FeelNumber) || (node.Operator == BinaryOperator.Add && (left, right) is (string, string));
        if (!fit && left is FeelNumber or string or bool && right is FeelNumber or string or bool)
            _misfits.Add(new FeelMisfit(node.Position, "operands", $"{FeelValue.Write(left)} and {FeelValue.Write(right)} cannot be calculated with"));
    }

    private void Iterate(IReadOnlyList<Iterator> iterators, int at, FeelNode body)
    {
        if (at == iterators.Count)
        {
            Visit(body);
            return;
        }

        Visit(iterators[at].Source);
        if (iterators[at].End is { } end) Visit(end);
        Within([iterators[at].Name], () => Iterate(iterators, at + 1, body));
    }

    private void Entries(IReadOnlyList<ContextEntry> entries, int at)
    {
        if (at == entries.Count) return;
        var recursive = entries[at].Value is FunctionNode;
        if (!recursive) Visit(entries[at].Value);
        Within([entries[at].Key], () =>
        {
            if (recursive) Visit(entries[at].Value);
            Entries(entries, at + 1);
        });
    }

    private void Within(IEnumerable<string> names, Action visit)
    {
        _scopes.Push([.. names]);
        visit();
        _scopes.Pop();
    }
}

/// <summary>What cannot give a value, wherever it runs.</summary>
internal sealed record FeelMisfit(int Position, string Code, Wording Message);

/// <summary>The parts of a node that make no scope of their own.</summary>
internal static class FeelChildren
{
    public static IEnumerable<FeelNode> Of(FeelNode node) => node switch
    {
        PathNode n => [n.Source],
        FilterNode n => [n.Source, n.Condition],
        CallNode n => n.Arguments.Prepend(n.Target),
        NegateNode n => [n.Operand],
        BinaryNode n => [n.Left, n.Right],
        BetweenNode n => [n.Value, n.Low, n.High],
        InNode n => n.Tests.Prepend(n.Value),
        InstanceOfNode n => [n.Value],
        IfNode n => [n.Condition, n.Then, n.Else],
        ListNode n => n.Items,
        RangeNode n => [n.Start, n.End],
        ComparisonNode n => [n.Bound],
        UnaryTestsNode n => n.Tests,
        ContextNode n => n.Entries.Select(e => e.Value),
        _ => [],
    };
}
