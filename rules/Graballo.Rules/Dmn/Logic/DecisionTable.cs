using Graballo.Rules.Dmn.Xml;
using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;

namespace Graballo.Rules.Dmn.Logic;

/// <summary>A compiled table: finds the rules that match and combines them by the hit policy (DMN 1.5 §8.2.10, §8.2.11).</summary>
internal sealed class DecisionTable(
    DmnPlace owner, BoxedTable table, ExpressionSource source, CompiledInput[] inputs, CompiledOutput[] outputs, CompiledRule[] rules)
{
    private readonly HitPolicy _policy = HitPolicies.Parse(table.HitPolicy);
    private readonly string[] _names = [.. outputs.Select(o => o.Name)];

    private readonly RuleSet _rules = new(
        rules, [.. inputs.Select((_, c) => ColumnIndex.Build([.. rules.Select(r => r.Nodes[c])], [.. rules.Select(r => r.Cells[c])]))]);

    private readonly bool _single = HitPolicies.Parse(table.HitPolicy) is HitPolicy.Unique or HitPolicy.First;

    public object? Evaluate(Frame frame, EvaluationState state)
    {
        var values = new object?[inputs.Length];
        var frames = new ColumnFrames(frame, values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = inputs[i].Value(frame, state);
            if (values[i] is null || inputs[i].Allowed is not { } allowed || allowed(frames.Of(i), state) is true) continue;
            return Finish(values, [], Fail(state, "input", $"The value of column '{inputs[i].Label}' is not allowed"), state);
        }

        state.Step();
        if (rules.Length == 0) return Finish(values, [], Defaults(frame, state), state);
        return Match(values, frames, frame, state);
    }

    private object? Match(object?[] values, ColumnFrames frames, Frame frame, EvaluationState state)
    {
        var words = _rules.Words;
        Span<ulong> bits = words <= 64 ? stackalloc ulong[words] : new ulong[words];
        Span<bool> unindexed = inputs.Length <= 64 ? stackalloc bool[inputs.Length] : new bool[inputs.Length];
        unindexed.Clear();
        _rules.Candidates(values, bits, unindexed);
        var first = _rules.Next(0, bits, unindexed, frames, state);
        if (first < 0) return Finish(values, [], Defaults(frame, state), state);
        var second = _policy == HitPolicy.First ? -1 : _rules.Next(first + 1, bits, unindexed, frames, state);
        if (second < 0 && _single)
        {
            // The common case makes no lists.
            var outputs = Outputs(rules[first], frame, state);
            return state.Trace is null ? Result(outputs) : Finish(values, [new Hit(rules[first], outputs)], Result(outputs), state);
        }

        var hits = new List<Hit> { new(rules[first], Outputs(rules[first], frame, state)) };
        for (var next = second; next >= 0; next = _rules.Next(next + 1, bits, unindexed, frames, state))
        {
            state.Step();
            hits.Add(new Hit(rules[next], Outputs(rules[next], frame, state)));
        }

        return Finish(values, hits, Combine(hits, frame, state), state);
    }

    private static object?[] Outputs(CompiledRule rule, Frame frame, EvaluationState state)
    {
        var values = new object?[rule.Outputs.Length];
        for (var i = 0; i < values.Length; i++) values[i] = rule.Outputs[i](frame, state);
        return values;
    }

    // One output is its value; several are a context (§8.3.3).
    private object? Result(object?[] values) => values.Length == 1 ? values[0] : FeelContext.Wrap(_names, values);

    // Whatever the hit policy: the default output, or null (§8.2.11, §10.3.4.11).
    private object? Defaults(Frame frame, EvaluationState state)
    {
        return outputs.Any(o => o.Default is not null)
            ? Result([.. outputs.Select(o => o.Default?.Invoke(frame, state))])
            : Fail(state, "rules", "No rule matches");
    }

    private object? Combine(List<Hit> hits, Frame frame, EvaluationState state)
    {
        switch (_policy)
        {
            case HitPolicy.Unique:
                return hits.Count == 1 ? Result(hits[0].Values) : Fail(state, "rules", $"Rules {Numbers(hits)} match, but only one may");
            case HitPolicy.Any:
                var first = Result(hits[0].Values);
                return hits.TrueForAll(h => FeelValue.AreEqual(Result(h.Values), first))
                    ? first
                    : Fail(state, "rules", $"Rules {Numbers(hits)} match with different outputs");
            case HitPolicy.First: return Result(hits[0].Values);
            case HitPolicy.Priority: return Result(Ranked(hits, frame, state)[0].Values);
            case HitPolicy.OutputOrder: return List(Ranked(hits, frame, state));
            case HitPolicy.RuleOrder: return List(hits);
            default: return table.Aggregation is { } aggregation ? Aggregate(aggregation, hits, state) : List(hits);
        }
    }

    private FeelList List(List<Hit> hits) => new(hits.Select(h => Result(h.Values)));

    private List<Hit> Ranked(List<Hit> hits, Frame frame, EvaluationState state)
    {
        var ranking = outputs.Select(o => o.Ranking.Select(r => r(frame, state)).ToArray()).ToArray();
        IOrderedEnumerable<Hit> order = hits.OrderBy(_ => 0);
        for (var i = 0; i < ranking.Length; i++)
        {
            var column = i;
            order = order.ThenBy(h => Rank(ranking[column], h.Values[column]));
        }

        return [.. order];
    }

    private static int Rank(object?[] ranking, object? value)
    {
        var place = Array.FindIndex(ranking, r => FeelValue.AreEqual(r, value));
        return place < 0 ? int.MaxValue : place;
    }

    private object? Aggregate(string aggregation, List<Hit> hits, EvaluationState state)
    {
        if (aggregation == "COUNT") return (FeelNumber)hits.Select(h => Result(h.Values)).Count();
        var function = Feel.Functions.BuiltinFunctions.Find(aggregation switch { "SUM" => "sum", "MIN" => "min", "MAX" => "max", _ => "" });
        if (function is null) return Fail(state, "table", $"There is no aggregation '{aggregation}'");
        if (outputs.Length == 1) return function.Invoke([List(hits)], state);
        // Several outputs are combined column by column.
        return Result([.. outputs.Select((_, i) => function.Invoke([new FeelList(hits.Select(h => h.Values[i]))], state))]);
    }

    private object? Fail(EvaluationState state, string code, string message)
    {
        (state.Source, state.Position) = (source, 0);
        return state.Fail(code, message);
    }

    private static string Numbers(List<Hit> hits) => string.Join(", ", hits.Select(h => h.Rule.Index + 1));

    private object? Finish(object?[] values, List<Hit> hits, object? value, EvaluationState state)
    {
        state.Trace?.Add(new DecisionTrace(
            owner.Id,
            owner.Name,
            [.. inputs.Select((input, i) => new TraceInput(input.Label, input.Expression, values[i]))],
            [.. hits.Select(Explain)],
            value));
        return value;
    }

    private TraceRule Explain(Hit hit) => new(
        hit.Rule.Index + 1,
        hit.Rule.Source.Place.Id,
        [.. inputs.Select(i => i.Texts[hit.Rule.Index])],
        [.. hit.Values.Select((v, i) => KeyValuePair.Create(_names[i], v))],
        [.. hit.Rule.Source.Annotations.Select((a, i) => KeyValuePair.Create(table.Annotations.ElementAtOrDefault(i) ?? "annotation", a))],
        hit.Rule.Source.Description);

    private readonly record struct Hit(CompiledRule Rule, object?[] Values);
}

internal enum HitPolicy
{
    Unique,
    First,
    Priority,
    Any,
    Collect,
    RuleOrder,
    OutputOrder,
}

internal static class HitPolicies
{
    public static HitPolicy Parse(string text) => text.Trim().ToUpperInvariant().Replace(' ', '_') switch
    {
        "FIRST" or "F" => HitPolicy.First,
        "PRIORITY" or "P" => HitPolicy.Priority,
        "ANY" or "A" => HitPolicy.Any,
        "COLLECT" or "C" => HitPolicy.Collect,
        "RULE_ORDER" or "R" => HitPolicy.RuleOrder,
        "OUTPUT_ORDER" or "O" => HitPolicy.OutputOrder,
        _ => HitPolicy.Unique,
    };

    public static bool IsKnown(string text) => text.Trim().ToUpperInvariant() is "U" or "UNIQUE" || Parse(text) != HitPolicy.Unique;

    public static bool IsAggregation(string text) => text is "SUM" or "MIN" or "MAX" or "COUNT";

    /// <summary>Whether the result is a list of all matches.</summary>
    public static bool IsMultiple(HitPolicy policy) => policy is HitPolicy.Collect or HitPolicy.RuleOrder or HitPolicy.OutputOrder;
}
