using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Feel.Evaluation;

/// <summary>Paths, filters, calls, contexts, lists, ranges and functions.</summary>
internal sealed partial class FeelCompiler
{
    private Eval Path(PathNode node, CompileScope scope)
    {
        var source = Node(node.Source, scope);
        var member = node.Member;
        return (f, s) =>
        {
            var value = source(f, s);
            if (value is FeelContext context && context.TryGetValue(member, out var found)) return found;
            s.Position = node.Position;
            return FeelProperties.Get(value, member, s);
        };
    }

    private Eval Filter(FilterNode node, CompileScope scope)
    {
        var source = Node(node.Source, scope);
        if (ConstantIndex(node.Condition) is { } index) return (f, s) => At(source(f, s), index);
        var condition = Node(node.Condition, new CompileScope(scope, ["item"], isFilter: true));
        return (f, s) => Filtered(source(f, s), condition, f, s);
    }

    private static FeelNumber? ConstantIndex(FeelNode node) => node switch
    {
        LiteralNode { Value: FeelNumber n } => n,
        NegateNode { Operand: LiteralNode { Value: FeelNumber n } } => -n,
        _ => null,
    };

    // From 1, or from the end when negative; a value that is no list is a list of one (§10.3.2.5).
    private static object? At(object? source, FeelNumber index)
    {
        if (!index.TryToInt64(out var place) || source is null) return null;
        if (source is not FeelList list) return place is 1 or -1 ? source : null;
        if (place < 0) place += list.Count + 1;
        return place >= 1 && place <= list.Count ? list[(int)place - 1] : null;
    }

    /// <summary>A boxed filter takes a list and a boolean, nothing else (§10.2.2.9).</summary>
    internal static object? StrictlyFiltered(object? source, Eval condition, Frame frame, EvaluationState state)
    {
        if (source is not FeelList list) return state.Fail("type", "What is filtered is no list");
        var kept = new List<object?>();
        foreach (var item in list)
        {
            state.Step();
            var verdict = condition(new Frame(frame, [item], frame.Root), state);
            if (verdict is not (bool or null)) return state.Fail("type", "The condition of the filter is no boolean");
            if (verdict is true) kept.Add(item);
        }

        return FeelList.Collect(kept);
    }

    private static object? Filtered(object? source, Eval condition, Frame frame, EvaluationState state)
    {
        if (source is null) return null;
        var list = source as FeelList ?? FeelList.Of(source);
        if (list.Count == 0) return state.Quietly(condition, new Frame(frame, [null], frame.Root)) is FeelNumber ? null : list;
        var kept = new List<object?>();
        for (var i = 0; i < list.Count; i++)
        {
            state.Step();
            var verdict = condition(new Frame(frame, [list[i]], frame.Root), state);
            if (i == 0 && verdict is FeelNumber index) return At(list, index);
            if (verdict is true) kept.Add(list[i]);
        }

        return FeelList.Collect(kept);
    }

    private Eval Call(CallNode node, CompileScope scope)
    {
        var target = Node(node.Target, scope);
        var arguments = node.Arguments.Select(a => Node(a, scope)).ToArray();
        var names = node.Names?.ToArray();
        return (f, s) =>
        {
            if (target(f, s) is not FeelFunction function) return s.FailAt(node.Position, "type", "What is called is no function");
            var values = new object?[arguments.Length];
            for (var i = 0; i < values.Length; i++) values[i] = arguments[i](f, s);
            s.Position = node.Position;
            s.Step();
            return names is null ? function.Invoke(values, s) : function.InvokeNamed(names, values, s);
        };
    }

    private Eval Context(ContextNode node, CompileScope scope)
    {
        var inner = new CompileScope(scope, []);
        var keys = node.Entries.Select(e => e.Key).ToArray();
        var duplicates = keys.Distinct().Count() != keys.Length;
        var values = new Eval[keys.Length];
        for (var i = 0; i < values.Length; i++)
        {
            // A function may call itself by its key; any other entry sees only the entries before it.
            var recursive = node.Entries[i].Value is FunctionNode;
            if (recursive) inner.Add(keys[i]);
            values[i] = Node(node.Entries[i].Value, inner);
            if (!recursive) inner.Add(keys[i]);
        }

        if (duplicates) return (_, s) => s.FailAt(node.Position, "context", "A context has the same key twice");
        return (f, s) =>
        {
            s.Size(values.Length);
            var frame = new Frame(f, new object?[values.Length], f.Root);
            for (var i = 0; i < values.Length; i++) frame.Slots[i] = values[i](frame, s);
            return values.Length == 0 ? FeelContext.Empty : FeelContext.Wrap(keys, frame.Slots);
        };
    }

    private Eval List(ListNode node, CompileScope scope)
    {
        var items = node.Items.Select(i => Node(i, scope)).ToArray();
        return (f, s) =>
        {
            s.Size(items.Length);
            var values = new object?[items.Length];
            for (var i = 0; i < values.Length; i++) values[i] = items[i](f, s);
            return FeelList.Wrap(values);
        };
    }

    private Eval Range(RangeNode node, CompileScope scope)
    {
        var (start, end) = (Node(node.Start, scope), Node(node.End, scope));
        return (f, s) =>
        {
            var (low, high) = (start(f, s), end(f, s));
            // The start must not be after the end (§10.3.2.7).
            if (low is not null && high is not null && FeelComparison.Compare(low, high) is not <= 0)
                return s.FailAt(node.Position, "range", "The bounds of the range are not in order");
            return new FeelRange(low, node.StartIncluded, high, node.EndIncluded);
        };
    }

    private Eval Comparison(ComparisonNode node, CompileScope scope)
    {
        var bound = Node(node.Bound, scope);
        return (f, s) => FeelRange.OfComparison(node.Kind, bound(f, s));
    }

    private Eval Function(FunctionNode node, CompileScope scope)
    {
        if (node.External) return (_, s) => s.FailAt(node.Position, "external", "External functions are not run");
        var parameters = new FeelParameter[node.Parameters.Count];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (Type(node.Parameters[i].Type) is not { } type) return (_, s) => s.FailAt(node.Position, "type", "A parameter has an unknown type");
            parameters[i] = new FeelParameter(node.Parameters[i].Name, type);
        }

        var body = Node(node.Body, new CompileScope(scope, parameters.Select(p => p.Name)));
        var result = TypeInference.Of(node.Body, name => Array.Find(parameters, p => p.Name == name)?.Type);
        return (f, _) => new ClosureFunction("", parameters, result == FeelType.Null ? FeelType.Any : result, body, f, inferred: true);
    }
}
