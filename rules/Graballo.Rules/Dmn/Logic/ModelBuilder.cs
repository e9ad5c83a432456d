using Graballo.Rules.Dmn.Xml;
using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Dmn.Logic;

/// <summary>Follows the references of a file and compiles its logic into a model.</summary>
internal sealed class ModelBuilder
{
    private readonly DmnDefinitions _file;
    private readonly ItemTypes _types;
    private readonly Dictionary<string, DrgNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, DmnModel Model)> _imports = [];
    private HashSet<string> _members = [];
    private FeelNames _shared = new([], []);

    public ModelBuilder(DmnDefinitions file)
    {
        _file = file;
        _types = new ItemTypes(file, Report);
    }

    // Found while compiling, told only by an analysis: an unknown name gives null and may be meant.
    private readonly List<DmnFinding> _doubts = [];

    public List<DmnFinding> Findings { get; } = [];

    public void Report(DmnPlace place, string code, Wording message) => Findings.Add(Found(DmnSeverity.Error, place, code, message));

    private void Doubt(DmnPlace place, string code, Wording message) => _doubts.Add(Found(DmnSeverity.Warning, place, code, message));

    private static DmnFinding Found(DmnSeverity severity, DmnPlace place, string code, Wording message) =>
        new(severity, code, place.Id, place.Name, message.ToString(), place.Line, place.Column) { Args = message.Args };

    public void Import(string prefix, DmnModel model)
    {
        _imports.Add((prefix, model));
        _types.Import(prefix, model.Namespace, model.Types);
    }

    public DmnReading Build()
    {
        _types.ResolveAll();
        CreateNodes();
        _members = _types.Members.Concat(_nodes.Values.Select(n => n.Name)).Concat(_imports.SelectMany(i => i.Model.Members)).ToHashSet(StringComparer.Ordinal);
        _shared = new FeelNames([], _members, _types.Names);
        LinkServices();
        CompileKnowledge();
        foreach (var decision in _file.Decisions) CompileDecision(decision);
        Cycles.Mark(_file, Resolve, Report);
        Cycles.OfKnowledge(_file, Resolve, Doubt);
        var model = new DmnModel(_file, _types, _nodes, [.. _imports], _members, [.. Findings, .. _doubts]);
        return new DmnReading(model, Findings);
    }

    private void CreateNodes()
    {
        foreach (var e in _file.Inputs) Add(e.Place, new InputNode(Key(e.Place), e.Place.Name, _file.Namespace, _types.Of(e.TypeRef, e.Place)));
        foreach (var e in _file.Decisions) Add(e.Place, new DecisionNode(Key(e.Place), e.Place.Name, _file.Namespace, _types.Of(e.TypeRef, e.Place)));
        foreach (var e in _file.Knowledge) Add(e.Place, new KnowledgeNode(Key(e.Place), e.Place.Name, _file.Namespace, _types.Of(e.TypeRef, e.Place)));
        foreach (var e in _file.Services) Add(e.Place, new ServiceNode(Key(e.Place), e.Place.Name, _file.Namespace, _types.Of(e.TypeRef, e.Place)));
        foreach (var (prefix, model) in _imports)
        {
            foreach (var input in model.Nodes.OfType<InputNode>().Where(_ => prefix.Length > 0)) input.Path = [prefix, .. input.Path];
        }
    }

    private static string Key(DmnPlace place) => place.Id.Length > 0 ? place.Id : place.Name;

    private void Add(DmnPlace place, DrgNode node)
    {
        if (!_nodes.TryAdd(node.Id, node)) Report(place, "reference", $"The id '{node.Id}' is used twice");
    }

    /// <summary>The node of an href: "#id", "namespace#id" or, leniently, "id".</summary>
    private DrgNode? Resolve(string href)
    {
        var hash = href.LastIndexOf('#');
        var (space, id) = hash < 0 ? ("", href) : (href[..hash], href[(hash + 1)..]);
        if (space.Length == 0 || space == _file.Namespace) return _nodes.GetValueOrDefault(id);
        return _imports.Find(i => i.Model.Namespace == space).Model?.Node(id);
    }

    private List<DrgNode> ResolveAll(IEnumerable<string> hrefs, DmnPlace place)
    {
        var found = new List<DrgNode>();
        foreach (var href in hrefs)
        {
            if (Resolve(href) is { } node) found.Add(node);
            else Report(place, "reference", $"'{place.Name}' refers to '{href}', which does not exist");
        }

        return found;
    }

    // Imported elements are entries of a context that has the name of the import (§6.3.3); without a name they stand alone.
    private Binding[] Bindings(IEnumerable<DrgNode> required)
    {
        var own = new List<Binding>();
        var imported = new Dictionary<string, List<DrgNode>>(StringComparer.Ordinal);
        foreach (var node in required.Distinct())
        {
            var prefix = node.Space == _file.Namespace ? "" : _imports.Find(i => i.Model.Namespace == node.Space).Prefix ?? "";
            if (prefix.Length == 0) own.Add(new Binding(node.Name, node.ValueIn));
            else if (imported.TryGetValue(prefix, out var list)) list.Add(node);
            else imported[prefix] = [node];
        }

        foreach (var (prefix, nodes) in imported)
            own.Add(new Binding(prefix, run => FeelContext.Create(nodes.Select(n => KeyValuePair.Create(n.Name, n.ValueIn(run))))));
        return [.. own];
    }

    private void LinkServices()
    {
        foreach (var e in _file.Services)
        {
            if (_nodes[Key(e.Place)] is not ServiceNode node) continue;
            var inputs = ResolveAll(e.InputData.Concat(e.InputDecisions), e.Place);
            var type = node.Type.Plain is FunctionType function ? function.Result : node.Type;
            node.Function = new ServiceFunction(node.Name, type, inputs, ResolveAll(e.Outputs, e.Place));
        }
    }

    private void CompileKnowledge()
    {
        var compiled = new List<KnowledgeNode>();
        foreach (var e in _file.Knowledge)
        {
            if (_nodes[Key(e.Place)] is not KnowledgeNode node) continue;
            node.Bindings = [new Binding(node.Name, node.ValueIn), .. Bindings(ResolveAll(e.Requires, e.Place).Where(n => n != node))];
            node.Slots = new object?[node.Bindings.Count];
            compiled.Add(node);
            if (e.Logic is null) continue;
            var scope = new CompileScope(null, node.Bindings.Select(b => b.Name));
            var boxes = new BoxedCompiler(_types, _members, _shared, e.Place, Report, Doubt);
            var type = node.Type.Plain is FunctionType function ? function.Result : node.Type;
            var make = boxes.Function(e.Logic, scope, node.Name, $"Knowledge '{node.Name}'", type);
            node.Function = make(new Frame(null, node.Slots, FeelContext.Empty), new EvaluationState(FeelOptions.Default)) as FeelFunction;
        }

        // Functions depend on nothing but other functions and services: they are bound once, for all runs.
        var run = new DmnRun(new EvaluationState(FeelOptions.Default), FeelContext.Empty);
        foreach (var node in compiled)
        {
            for (var i = 0; i < node.Slots.Length; i++) node.Slots[i] = node.Bindings[i].Value(run);
        }
    }

    private void CompileDecision(DecisionElement e)
    {
        if (_nodes[Key(e.Place)] is not DecisionNode node || node.Logic is not null) return;
        node.Bindings = Bindings(ResolveAll(e.Requires, e.Place));
        if (e.Logic is null)
        {
            Doubt(e.Place, "logic", $"The decision '{node.Name}' has no logic: it gives null");
            return;
        }

        var scope = new CompileScope(null, node.Bindings.Select(b => b.Name));
        node.TracesItself = e.Logic is BoxedTable;
        node.Logic = new BoxedCompiler(_types, _members, _shared, e.Place, Report, Doubt).Compile(e.Logic, scope, $"Decision '{node.Name}'");
    }
}
