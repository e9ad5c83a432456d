using Graballo.Rules.Dmn.Logic;
using Graballo.Rules.Dmn.Xml;
using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;

namespace Graballo.Rules.Dmn;

/// <summary>A compiled DMN file: immutable and safe for any number of threads.</summary>
public sealed class DmnModel
{
    private readonly Dictionary<string, DrgNode> _byId;
    private readonly Dictionary<string, DrgNode> _byName = new(StringComparer.Ordinal);

    internal DmnModel(
        DmnDefinitions file,
        ItemTypes types,
        Dictionary<string, DrgNode> nodes,
        (string Prefix, DmnModel Model)[] imports,
        IReadOnlyCollection<string> members,
        IReadOnlyList<DmnFinding> findings)
    {
        (File, Types, _byId, Imports, Members, Findings) = (file, types, nodes, imports, members, findings);
        foreach (var node in nodes.Values) _byName.TryAdd(node.Name, node);
        var required = file.Decisions.SelectMany(d => d.Requires).ToHashSet(StringComparer.Ordinal);
        Decisions = [.. file.Decisions.Select(d => new DmnDecision(
            d.Place.Id, d.Place.Name, Node(d.Place.Id.Length > 0 ? d.Place.Id : d.Place.Name)?.Type ?? FeelType.Any, d.Description, d.Question, d.Logic is BoxedTable,
            d.Place.Id.Length > 0 && required.Contains("#" + d.Place.Id)))];
        Inputs = [.. nodes.Values.OfType<InputNode>().Select(i => new DmnInput(i.Id, i.Name, i.Type))];
        Services = [.. nodes.Values.OfType<ServiceNode>().Select(s => new DmnService(
            s.Id, s.Name, s.Function?.Parameters ?? [], [.. s.Function?.Outputs.Select(o => o.Name) ?? []]))];
    }

    public string Name => File.Place.Name;

    /// <summary>Id of the definitions; may be empty.</summary>
    public string Id => File.Place.Id;

    public string Namespace => File.Namespace;

    /// <summary>In the order of the file; imported ones are not among them.</summary>
    public IReadOnlyList<DmnDecision> Decisions { get; }

    public IReadOnlyList<DmnInput> Inputs { get; }

    public IReadOnlyList<DmnService> Services { get; }

    /// <summary>What reading found, and doubts that only an analysis tells.</summary>
    internal IReadOnlyList<DmnFinding> Findings { get; }

    internal DmnDefinitions File { get; }

    internal ItemTypes Types { get; }

    internal IReadOnlyList<(string Prefix, DmnModel Model)> Imports { get; }

    internal IReadOnlyCollection<string> Members { get; }

    internal IEnumerable<DrgNode> Nodes => _byId.Values;

    /// <summary>
    /// Evaluates a decision and what it requires (DMN 1.5 §10.4). Inputs are given by name; those of an imported file by
    /// <c>{import: {name: …}}</c>. A missing or ill-typed input is null. ArgumentException when there is no such decision;
    /// FeelBudgetException when a budget is exceeded.
    /// </summary>
    public DecisionResult Decide(string decisionIdOrName, FeelContext inputs, FeelOptions? options = null)
    {
        if (Find<DecisionNode>(decisionIdOrName) is not { } decision)
            throw new ArgumentException($"There is no decision '{decisionIdOrName}' in '{Name}'.", nameof(decisionIdOrName));
        var state = new EvaluationState(options ?? FeelOptions.Default);
        if (state.Options.Trace) state.Trace = [];
        using var running = state.Begin();
        var value = decision.ValueIn(new DmnRun(state, inputs));
        return new DecisionResult(value, state.Trace ?? [], state.Diagnostics);
    }

    /// <summary>
    /// Invokes a decision service with arguments by the names of its inputs; a missing one is null. One output decision gives its
    /// value, several a context. ArgumentException when there is no such service.
    /// </summary>
    public DecisionResult InvokeService(string serviceIdOrName, FeelContext arguments, FeelOptions? options = null)
    {
        if (Find<ServiceNode>(serviceIdOrName)?.Function is not { } service)
            throw new ArgumentException($"There is no decision service '{serviceIdOrName}' in '{Name}'.", nameof(serviceIdOrName));
        return Invoke(service, arguments, options);
    }

    /// <summary>Invokes a business knowledge model with arguments by the names of its parameters; a missing one is null.</summary>
    public DecisionResult InvokeKnowledge(string knowledgeIdOrName, FeelContext arguments, FeelOptions? options = null)
    {
        if (Find<KnowledgeNode>(knowledgeIdOrName)?.Function is not { } function)
            throw new ArgumentException($"There is no business knowledge model '{knowledgeIdOrName}' in '{Name}'.", nameof(knowledgeIdOrName));
        return Invoke(function, arguments, options);
    }

    internal DrgNode? Node(string id) => _byId.GetValueOrDefault(id);

    private static DecisionResult Invoke(FeelFunction function, FeelContext arguments, FeelOptions? options)
    {
        var state = new EvaluationState(options ?? FeelOptions.Default);
        if (state.Options.Trace) state.Trace = [];
        using var running = state.Begin();
        object?[] values = [.. function.Parameters.Select(p => arguments[p.Name])];
        return new DecisionResult(function.Invoke(values, state), state.Trace ?? [], state.Diagnostics);
    }

    // An id wins over a name; of several elements with one name the one of the asked kind is found.
    private T? Find<T>(string idOrName)
        where T : DrgNode =>
        _byId.GetValueOrDefault(idOrName) as T
        ?? _byName.GetValueOrDefault(idOrName) as T
        ?? _byId.Values.OfType<T>().FirstOrDefault(n => n.Name == idOrName);
}
