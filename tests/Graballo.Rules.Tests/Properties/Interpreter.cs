using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Tests.Properties;

/// <summary>
/// A second reading of DMN 1.5 §10.3.2 that walks the tree with a dictionary of names: slow and plain, to hold the compiled one against.
/// Values and their operators are the product's own (the oracles test those); what a name means, what is evaluated and in which order is not.
/// </summary>
internal sealed class Interpreter
{
    private sealed record Scope(IReadOnlyDictionary<string, object?> Names, Scope? Outer)
    {
        public object? Find(string name) => Names.TryGetValue(name, out var value) ? value : Outer?.Find(name);
    }

    private int _left;

    public static object? Evaluate(FeelNode node, FeelContext variables, int steps) =>
        new Interpreter { _left = steps }.Value(node, new Scope(variables.ToDictionary(entry => entry.Key, entry => entry.Value), null));

    private object? Value(FeelNode node, Scope scope)
    {
        if (--_left < 0) throw new InvalidOperationException("budget");
        return node switch
        {
            LiteralNode n => n.Value,
            NameNode n => scope.Find(n.Name),
            PathNode n => Member(Value(n.Source, scope), n.Member),
            FilterNode n => Filter(n, scope),
            CallNode n => Call(n, scope),
            NegateNode n => Text("-(x)", Value(n.Operand, scope)),
            BinaryNode n => Binary(n, scope),
            BetweenNode n => Between(Value(n.Value, scope), Value(n.Low, scope), Value(n.High, scope)),
            InNode n => In(n, scope),
            InstanceOfNode n => Value(n.Value, scope) is FeelList list && list.All(item => item is null or FeelDateTime),
            IfNode n => Value(n.Condition, scope) is true ? Value(n.Then, scope) : Value(n.Else, scope),
            ForNode n => For(n, scope),
            QuantifiedNode n => Quantified(n, scope),
            FunctionNode => NewFunction(),
            ContextNode n => Context(n, scope),
            ListNode n => FeelList.Of([.. n.Items.Select(item => Value(item, scope))]),
            RangeNode n => Range(Value(n.Start, scope), n.StartIncluded, Value(n.End, scope), n.EndIncluded),
            ComparisonNode n => FeelRange.OfComparison(n.Kind, Value(n.Bound, scope)),
            _ => throw new InvalidOperationException(node.GetType().Name),
        };
    }

    // A function equals only itself.
    private static object NewFunction() => FeelExpression.Parse("function() null").Evaluate(FeelContext.Empty)!;

    // The product's own operator on values that are already there.
    private static object? Text(string expression, object? x, object? y = null) =>
        FeelExpression.Parse(expression, ["x", "y"]).Evaluate(FeelContext.Empty.With("x", x).With("y", y));

    private object? Binary(BinaryNode node, Scope scope)
    {
        var left = Value(node.Left, scope);
        if (node.Operator == BinaryOperator.And && left is false) return false;
        if (node.Operator == BinaryOperator.Or && left is true) return true;
        var right = Value(node.Right, scope);
        return node.Operator switch
        {
            BinaryOperator.And => right is false ? false : left is true && right is true ? true : null,
            BinaryOperator.Or => right is true ? true : left is false && right is false ? false : null,
            BinaryOperator.Equal => Text("x = y", left, right),
            BinaryOperator.NotEqual => Text("x = y", left, right) is bool equal ? !equal : null,
            BinaryOperator.Less => Order(left, right) is { } o ? o < 0 : null,
            BinaryOperator.LessOrEqual => Order(left, right) is { } o ? o <= 0 : null,
            BinaryOperator.Greater => Order(left, right) is { } o ? o > 0 : null,
            BinaryOperator.GreaterOrEqual => Order(left, right) is { } o ? o >= 0 : null,
            BinaryOperator.Add => Text("x + y", left, right),
            BinaryOperator.Subtract => Text("x - y", left, right),
            BinaryOperator.Multiply => Text("x * y", left, right),
            BinaryOperator.Divide => Text("x / y", left, right),
            _ => Text("x ** y", left, right),
        };
    }

    private static int? Order(object? a, object? b) =>
        Text("x < y", a, b) is not bool less ? null : less ? -1 : Text("x > y", a, b) is true ? 1 : 0;

    private static object? Between(object? value, object? low, object? high) =>
        Order(value, low) is { } above && Order(value, high) is { } below ? above >= 0 && below <= 0 : null;

    private static object? Range(object? start, bool startIncluded, object? end, bool endIncluded) =>
        start is not null && end is not null && Order(start, end) is not <= 0 ? null : new FeelRange(start, startIncluded, end, endIncluded);

    private static object? Member(object? source, string member) => source switch
    {
        FeelContext context => context[member],
        // §10.3.2.5: the member of each item.
        FeelList list => FeelList.Of([.. list.Select(item => Member(item, member))]),
        _ => FeelExpression.Parse("x." + member, ["x"]).Evaluate(FeelContext.Empty.With("x", source)),
    };

    private object? Filter(FilterNode node, Scope scope)
    {
        if (Value(node.Source, scope) is not { } source) return null;
        if (node.Condition is LiteralNode { Value: FeelNumber place }) return At(source as FeelList ?? FeelList.Of(source), place);
        if (node.Condition is NegateNode { Operand: LiteralNode { Value: FeelNumber back } }) return At(source as FeelList ?? FeelList.Of(source), -back);
        var list = source as FeelList ?? FeelList.Of(source);
        if (list.Count == 0) return Value(node.Condition, Item(null, scope)) is FeelNumber ? null : list;
        var kept = new List<object?>();
        foreach (var (index, item) in list.Index())
        {
            var verdict = Value(node.Condition, Item(item, scope));
            if (index == 0 && verdict is FeelNumber chosen) return At(list, chosen);
            if (verdict is true) kept.Add(item);
        }

        return FeelList.Of([.. kept]);
    }

    private static object? At(FeelList list, FeelNumber index)
    {
        if (!index.TryToInt64(out var place)) return null;
        var from = place < 0 ? place + list.Count : place - 1;
        return from >= 0 && from < list.Count ? list[(int)from] : null;
    }

    // The members of an item are names of their own, and win over those outside (§10.3.2.5).
    private static Scope Item(object? item, Scope scope)
    {
        var names = item is FeelContext context ? context.ToDictionary(entry => entry.Key, entry => entry.Value) : [];
        names["item"] = item is FeelContext own && own.Contains("item") ? own["item"] : item;
        return new Scope(names, scope);
    }

    private object? Call(CallNode node, Scope scope)
    {
        if (node.Target is not NameNode { Name: var name }) return null;
        var argument = Value(node.Arguments[0], scope);
        if (scope.Find(name) is { } shadow && shadow is not FeelFunction) return null;
        if (node.Names is not null && (name, node.Names[0]) is not ("string length", "string")) return null;
        return Text(name + "(x)", argument);
    }

    private object? In(InNode node, Scope scope)
    {
        var value = Value(node.Value, scope);
        var inner = new Scope(new Dictionary<string, object?> { ["?"] = value }, scope);
        bool? result = false;
        foreach (var test in node.Tests)
        {
            var verdict = Meets(value, test, inner);
            if (verdict is true) return true;
            if (verdict is null) result = null;
        }

        return result;
    }

    // Table 54.
    private bool? Meets(object? value, FeelNode test, Scope scope)
    {
        if (test is ComparisonNode comparison)
        {
            var bound = Value(comparison.Bound, scope);
            return comparison.Kind switch
            {
                FeelRangeKind.Equal => Text("x = y", value, bound) as bool?,
                FeelRangeKind.NotEqual => Text("x = y", value, bound) is bool equal ? !equal : null,
                FeelRangeKind.Less => Order(value, bound) is { } o ? o < 0 : null,
                FeelRangeKind.LessOrEqual => Order(value, bound) is { } o ? o <= 0 : null,
                FeelRangeKind.Greater => Order(value, bound) is { } o ? o > 0 : null,
                _ => Order(value, bound) is { } o ? o >= 0 : null,
            };
        }

        var tested = Value(test, scope);
        if (tested is null && test is RangeNode) return null;
        var condition = test is BinaryNode { Operator: <= BinaryOperator.GreaterOrEqual } or BetweenNode or InNode or InstanceOfNode or QuantifiedNode or CallNode;
        if (condition && tested is bool holds && value is not bool) return holds;
        return Fits(value, tested);
    }

    private static bool? Fits(object? value, object? tested)
    {
        if (tested is FeelRange range) return value is FeelRange same ? range.Equals(same) : Text("x in y", value, range) as bool?;
        if (tested is not FeelList list) return Text("x = y", value, tested) as bool?;
        return Text("x = y", value, list) is true || list.Any(item => (item is FeelRange ? Fits(value, item) : Text("x = y", value, item) as bool?) is true);
    }

    private object? For(ForNode node, Scope scope)
    {
        var results = new List<object?>();
        var complete = Walk(node.Iterators, 0, scope, inner =>
        {
            results.Add(Value(node.Body, new Scope(new Dictionary<string, object?>(), inner)));
            return true;
        });
        return complete ? FeelList.Of([.. results]) : null;
    }

    private object? Quantified(QuantifiedNode node, Scope scope)
    {
        bool found = false, open = false;
        var complete = Walk(node.Iterators, 0, scope, inner =>
        {
            var verdict = Value(node.Condition, inner);
            open |= verdict is not bool;
            found = verdict is bool answer && answer != node.Every;
            return !found;
        });
        return found ? !node.Every : !complete || open ? null : node.Every;
    }

    private bool Walk(IReadOnlyList<Iterator> iterators, int level, Scope scope, Func<Scope, bool> visit)
    {
        if (level == iterators.Count) return visit(scope);
        var iterator = iterators[level];
        var source = Value(iterator.Source, scope);
        var values = iterator.End is null ? Text("for i in x return i", source) : Text("for i in x..y return i", source, Value(iterator.End, scope));
        foreach (var value in values as FeelList ?? FeelList.Of([]))
        {
            if (!Walk(iterators, level + 1, new Scope(new Dictionary<string, object?> { [iterator.Name] = value }, scope), visit)) return false;
        }

        return values is FeelList;
    }

    private object? Context(ContextNode node, Scope scope)
    {
        var context = FeelContext.Empty;
        foreach (var entry in node.Entries)
        {
            var names = context.ToDictionary(known => known.Key, known => known.Value);
            context = context.With(entry.Key, Value(entry.Value, new Scope(names, scope)));
        }

        return context;
    }
}
