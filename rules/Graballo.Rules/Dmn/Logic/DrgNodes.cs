using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;

namespace Graballo.Rules.Dmn.Logic;

/// <summary>One evaluation of a model: what is known so far. Used by one thread.</summary>
internal sealed class DmnRun(EvaluationState state, FeelContext inputs)
{
    // Most graphs are small: a few references are compared quicker than hashed.
    private const int IndexFrom = 24;

    private DrgNode[] _nodes = new DrgNode[8];
    private object?[] _values = new object?[8];
    private int _count;
    private Dictionary<DrgNode, object?>? _index;

    public EvaluationState State { get; } = state;

    public FeelContext Inputs { get; } = inputs;

    public bool TryGet(DrgNode node, out object? value)
    {
        if (_index is not null) return _index.TryGetValue(node, out value);
        for (var i = 0; i < _count; i++)
        {
            if (!ReferenceEquals(_nodes[i], node)) continue;
            value = _values[i];
            return true;
        }

        value = null;
        return false;
    }

    public object? Keep(DrgNode node, object? value)
    {
        if (_index is not null) return _index[node] = value;
        if (_count == IndexFrom)
        {
            _index = [];
            for (var i = 0; i < _count; i++) _index[_nodes[i]] = _values[i];
            return _index[node] = value;
        }

        if (_count == _nodes.Length)
        {
            Array.Resize(ref _nodes, _count * 2);
            Array.Resize(ref _values, _count * 2);
        }

        (_nodes[_count], _values[_count]) = (node, value);
        _count++;
        return value;
    }
}

/// <summary>An element of a decision requirements graph that has a value (DMN 1.5 §6.2).</summary>
internal abstract class DrgNode(string id, string name, string space, FeelType type)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public string Space { get; } = space;

    public FeelType Type { get; } = type;

    public abstract object? ValueIn(DmnRun run);
}

internal sealed class InputNode(string id, string name, string space, FeelType type) : DrgNode(id, name, space, type)
{
    /// <summary>Names of imports under which a caller may give this input, one in another.</summary>
    public IReadOnlyList<string> Path { get; set; } = [];

    public override object? ValueIn(DmnRun run)
    {
        if (run.TryGet(this, out var known)) return known;
        var value = Find(run.Inputs);
        if (Coercion.To(Type, value, out var coerced)) return run.Keep(this, coerced);
        run.State.Source = new ExpressionSource("", $"Input '{Name}'");
        run.State.Fail("type", $"The input '{Name}' is no {Type.Name}");
        return run.Keep(this, null);
    }

    // By qualified name, by path of imports, or by name alone.
    private object? Find(FeelContext inputs)
    {
        if (inputs.TryGetValue(Name, out var plain) && Path.Count == 0) return plain;
        if (inputs.TryGetValue($"{{{Space}}}{Name}", out var qualified)) return qualified;
        for (var skip = 0; skip < Path.Count; skip++)
        {
            if (Walk(inputs, skip) is { } holder && holder.TryGetValue(Name, out var found)) return found;
        }

        return plain;
    }

    // A caller may leave out the outer imports.
    private FeelContext? Walk(FeelContext? context, int skip)
    {
        for (var i = skip; i < Path.Count && context is not null; i++) context = context[Path[i]] as FeelContext;
        return context;
    }
}

/// <summary>A variable of an expression and where its value comes from.</summary>
internal sealed record Binding(string Name, Func<DmnRun, object?> Value);

internal sealed class DecisionNode(string id, string name, string space, FeelType type) : DrgNode(id, name, space, type)
{
    public Binding[] Bindings { get; set; } = [];

    public Eval? Logic { get; set; }

    /// <summary>A table writes its own trace.</summary>
    public bool TracesItself { get; set; }

    public bool InCycle { get; set; }

    public override object? ValueIn(DmnRun run)
    {
        if (run.TryGet(this, out var known)) return known;
        var state = run.State;
        if (InCycle || Logic is null) return run.Keep(this, Explain(run, InCycle ? "The decision requires itself" : "The decision has no logic"));
        state.Enter();
        try
        {
            var slots = new object?[Bindings.Length];
            for (var i = 0; i < slots.Length; i++) slots[i] = Bindings[i].Value(run);
            var value = Typed(Logic(new Frame(null, slots, FeelContext.Empty), state), state);
            if (!TracesItself && state.Trace is { } trace) trace.Add(new DecisionTrace(Id, Name, Seen(slots), [], value));
            return run.Keep(this, value);
        }
        finally
        {
            state.Leave();
        }
    }

    private object? Typed(object? value, EvaluationState state)
    {
        if (ReferenceEquals(Type, FeelType.Any) || Coercion.To(Type, value, out value)) return value;
        state.Source = new ExpressionSource("", $"Decision '{Name}'");
        return state.Fail("type", $"The result of '{Name}' is no {Type.Name}");
    }

    private object? Explain(DmnRun run, string reason)
    {
        run.State.Source = new ExpressionSource("", $"Decision '{Name}'");
        return run.State.Fail("logic", reason);
    }

    private List<TraceInput> Seen(object?[] slots) =>
        [.. Bindings.Select((b, i) => new TraceInput(b.Name, b.Name, slots[i])).Where(i => i.Value is not FeelFunction)];
}

/// <summary>A business knowledge model: a function, the same in every run (§6.3.9).</summary>
internal sealed class KnowledgeNode(string id, string name, string space, FeelType type) : DrgNode(id, name, space, type)
{
    public FeelFunction? Function { get; set; }

    /// <summary>Names and nodes that the body may use; its own name comes first.</summary>
    public IReadOnlyList<Binding> Bindings { get; set; } = [];

    /// <summary>The slots behind <see cref="Bindings"/>, filled when all functions exist.</summary>
    public object?[] Slots { get; set; } = [];

    public override object? ValueIn(DmnRun run) => Function;
}

/// <summary>A decision service: a function over a part of the graph (§6.3.10, §10.4).</summary>
internal sealed class ServiceNode(string id, string name, string space, FeelType type) : DrgNode(id, name, space, type)
{
    public ServiceFunction? Function { get; set; }

    public override object? ValueIn(DmnRun run) => Function;
}

internal sealed class ServiceFunction(string name, FeelType type, IReadOnlyList<DrgNode> inputs, IReadOnlyList<DrgNode> outputs) : FeelFunction
{
    public override string Name => name;

    public IReadOnlyList<DrgNode> Outputs => outputs;

    /// <summary>Input data first, then input decisions, each in the order of the file.</summary>
    public override IReadOnlyList<FeelParameter> Parameters { get; } = [.. inputs.Select(i => new FeelParameter(i.Name, i.Type))];

    public override FeelType ReturnType => type;

    internal override object? Invoke(object?[] arguments, EvaluationState state)
    {
        if (arguments.Length != inputs.Count) return state.Fail("arguments", $"{Label} takes {inputs.Count} arguments, not {arguments.Length}");
        // Nothing from outside is visible in a service but its parameters.
        var run = new DmnRun(state, FeelContext.Empty);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!Coercion.To(inputs[i].Type, arguments[i], out var value)) return state.Fail("argument", $"{Label}: '{inputs[i].Name}' is no {inputs[i].Type.Name}");
            run.Keep(inputs[i], value);
        }

        state.Enter();
        try
        {
            var result = outputs.Count == 1
                ? outputs[0].ValueIn(run)
                : FeelContext.Create(outputs.Select(o => KeyValuePair.Create(o.Name, o.ValueIn(run))));
            return Coercion.To(type, result, out var typed) ? typed : state.Fail("type", $"{Label} gives no {type.Name}");
        }
        finally
        {
            state.Leave();
        }
    }
}

/// <summary>An external function (Java, PMML): never run (§10.3.2.13).</summary>
internal sealed class ExternalFunction(string name, IReadOnlyList<FeelParameter> parameters) : FeelFunction
{
    public override string Name => name;

    public override IReadOnlyList<FeelParameter> Parameters => parameters;

    internal override object? Invoke(object?[] arguments, EvaluationState state) =>
        state.Fail("external", $"{Label} is an external function, which is not run");
}
