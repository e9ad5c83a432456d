using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Feel.Evaluation;

/// <summary>for, some, every, in, and unary tests.</summary>
internal sealed partial class FeelCompiler
{
    internal sealed record CompiledIterator(Eval Source, Eval? End);

    private Eval For(ForNode node, CompileScope scope)
    {
        var outer = new CompileScope(scope, ["partial"]);
        var (iterators, inner) = Iterators(node.Iterators, outer);
        var body = Node(node.Body, inner);
        return Loop(iterators, body, outer.Uses("partial"), node.Position);
    }

    internal static Eval Loop(CompiledIterator[] iterators, Eval body, bool partial, int position) =>
        (f, s) =>
        {
            var frame = new Frame(f, [FeelList.Empty], f.Root);
            var results = new List<object?>();
            var complete = Walk(iterators, 0, frame, s, position, current =>
            {
                if (partial) frame.Slots[0] = Partial(results, s);
                results.Add(body(current, s));
                s.Grow(results.Count);
                return true;
            });
            return complete ? FeelList.Collect(results) : null;
        };

    // The results so far are copied for each turn that asks for them: the cost is charged, so that a long loop ends.
    private static FeelList Partial(List<object?> results, EvaluationState state)
    {
        state.Step(results.Count / 8);
        return FeelList.Collect(results);
    }

    private Eval Quantified(QuantifiedNode node, CompileScope scope)
    {
        var (iterators, inner) = Iterators(node.Iterators, scope);
        return Quantify(iterators, Node(node.Condition, inner), !node.Every, node.Position);
    }

    // "some" looks for true and "every" for false; a null in between leaves the answer open, and so does any other value in a text
    // (Table 50). In a box the condition must be a boolean (§10.2.2.10): any other value ends the search without an answer.
    internal static Eval Quantify(CompiledIterator[] iterators, Eval condition, bool decisive, int position, bool strict = false) =>
        (f, s) =>
        {
            bool found = false, unknown = false, broken = false;
            var complete = Walk(iterators, 0, f, s, position, current =>
            {
                var verdict = condition(current, s);
                unknown |= verdict is not bool;
                broken = strict && verdict is not (null or bool);
                found = verdict is bool answer && answer == decisive;
                return !found && !broken;
            });
            if (broken) return s.FailAt(position, "type", "A condition is no boolean");
            if (!complete && !found) return null;
            return found ? Boxed(decisive) : unknown ? null : Boxed(!decisive);
        };

    // Each iterator has a frame of its own, so that later ones and functions made in the body see its value.
    private (CompiledIterator[] Iterators, CompileScope Inner) Iterators(IReadOnlyList<Iterator> nodes, CompileScope scope)
    {
        var compiled = new CompiledIterator[nodes.Count];
        for (var i = 0; i < compiled.Length; i++)
        {
            compiled[i] = new CompiledIterator(Node(nodes[i].Source, scope), nodes[i].End is { } end ? Node(end, scope) : null);
            scope = new CompileScope(scope, [nodes[i].Name]);
        }

        return (compiled, scope);
    }

    // False when a source cannot be walked or the visitor stopped.
    private static bool Walk(CompiledIterator[] iterators, int level, Frame frame, EvaluationState state, int position, Func<Frame, bool> visit)
    {
        if (level == iterators.Length) return visit(frame);
        var source = iterators[level].Source(frame, state);
        var values = iterators[level].End is { } end ? FeelSequence.Between(source, end(frame, state)) : FeelSequence.Of(source);
        if (values is null)
        {
            state.FailAt(position, "iteration", "The values cannot be iterated over");
            return false;
        }

        foreach (var value in values)
        {
            state.Step();
            if (!Walk(iterators, level + 1, new Frame(frame, [value], frame.Root), state, position, visit)) return false;
        }

        return true;
    }

    private Eval In(InNode node, CompileScope scope)
    {
        var value = Node(node.Value, scope);
        // "?" is the value, as in a cell (Table 55).
        var inner = new CompileScope(scope, ["?"]);
        var tests = node.Tests.Select(t => Test(t, inner)).ToArray();
        return (f, s) =>
        {
            var tested = value(f, s);
            return Boxed(Any(tests, tested, new Frame(f, [tested], f.Root), s));
        };
    }

    private Eval Tests(UnaryTestsNode node, CompileScope scope)
    {
        if (node.Tests.Count == 0) return (_, _) => Boxes.True;
        var input = scope.Resolve("?", node.Position);
        var tests = node.Tests.Select(t => Test(t, scope)).ToArray();
        if (node.Negated) return (f, s) => Boxed(!Any(tests, input(f, s), f, s));
        return (f, s) => Boxed(Any(tests, input(f, s), f, s));
    }

    private delegate bool? TestEval(object? input, Frame frame, EvaluationState state);

    private static bool? Any(TestEval[] tests, object? input, Frame frame, EvaluationState state)
    {
        bool? result = false;
        state.Step(tests.Length >> 2);
        foreach (var test in tests)
        {
            var verdict = test(input, frame, state);
            if (verdict == true) return true;
            if (verdict is null) result = null;
        }

        return result;
    }

    // Table 54: a comparison, a range, a list of these, an expression on "?", or a value to be equal to.
    private TestEval Test(FeelNode node, CompileScope scope)
    {
        if (node is ComparisonNode comparison)
        {
            var bound = Node(comparison.Bound, scope);
            return (v, f, s) => Compare(comparison.Kind, v, bound(f, s));
        }

        var probe = new CompileScope(scope, []);
        var eval = Node(node, probe);
        var asksForInput = probe.Uses("?");
        var isCondition = node is BinaryNode { Operator: <= BinaryOperator.GreaterOrEqual } or BetweenNode or InNode or InstanceOfNode or QuantifiedNode or CallNode;
        return (v, f, s) =>
        {
            var tested = eval(new Frame(f, [], f.Root), s);
            if (asksForInput && tested is bool or null) return tested as bool?;
            // A broken range is not the value null.
            if (tested is null && node is RangeNode) return null;
            if (isCondition && tested is bool holds && v is not bool) return holds;
            return Meets(v, tested);
        };
    }

    private static bool? Compare(FeelRangeKind kind, object? value, object? bound)
    {
        if (kind == FeelRangeKind.Equal) return FeelComparison.Equal(value, bound);
        if (kind == FeelRangeKind.NotEqual) return !FeelComparison.Equal(value, bound);
        if (FeelComparison.Compare(value, bound) is not { } order) return null;
        return kind switch
        {
            FeelRangeKind.Less => order < 0,
            FeelRangeKind.LessOrEqual => order <= 0,
            FeelRangeKind.Greater => order > 0,
            _ => order >= 0,
        };
    }

    internal static bool? Meets(object? value, object? tested)
    {
        if (tested is FeelRange range) return value is FeelRange same ? range.Equals(same) : range.Includes(value);
        if (tested is not FeelList list) return FeelComparison.Equal(value, tested);
        if (FeelComparison.Equal(value, tested) == true) return true;
        EvaluationState.Current?.Step(1 + (list.Count >> 2));
        foreach (var item in list.Items)
        {
            if (item is FeelRange inner ? Meets(value, inner) == true : FeelComparison.Equal(value, item) == true) return true;
        }

        return false;
    }
}
