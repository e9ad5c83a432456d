using System.Runtime.CompilerServices;
using Graballo.Rules.Dmn.Xml;
using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Dmn;

/// <summary>A type with allowed values or a constraint on top of its structure (DMN 1.5 §7.3.3).</summary>
internal sealed record ConstrainedType(string Label, FeelType Inner, UnaryTestsNode Allowed, Eval Test) : FeelType(Label)
{
    public override FeelType Plain => Inner.Plain;

    internal override int Depth => Inner.Depth + 1;

    public override bool Matches(object value, bool constraints)
    {
        if (!Inner.Matches(value, constraints)) return false;
        if (!constraints) return true;
        var state = EvaluationState.Current ?? new EvaluationState(FeelOptions.Default);
        state.Step();
        return state.Quietly(Test, new Frame(null, [value], FeelContext.Empty)) is true;
    }

    public override bool ConformsTo(FeelType other) => Plain.ConformsTo(other);
}

/// <summary>A type inside itself: what it is stands when all types are read.</summary>
internal sealed record RecursiveType(string Label, Func<FeelType> Whole) : FeelType(Label)
{
    public override bool Matches(object value, bool constraints)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new FeelBudgetException("A value is nested too deeply for its type.");
        return Whole().Matches(value, constraints);
    }

    public override bool ConformsTo(FeelType other) => other.Plain == Any || other.Name == Label;
}

/// <summary>A named structure keeps its name in messages.</summary>
internal sealed class ItemTypes
{
    /// <summary>Types inside one another.</summary>
    private const int MaxDepth = 100;

    private readonly Dictionary<string, ItemElement> _elements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FeelType> _resolved = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, string Namespace, ItemTypes Types)> _imports = [];
    private readonly string _namespace;
    private FeelNames? _names;
    private int _depth;
    private readonly Action<DmnPlace, string, Wording> _report;

    /// <param name="definitions">The file.</param>
    /// <param name="report">Takes place, code and message of an error.</param>
    public ItemTypes(DmnDefinitions definitions, Action<DmnPlace, string, Wording> report)
    {
        _namespace = definitions.Namespace;
        _report = report;
        foreach (var item in definitions.Items)
        {
            if (!_elements.TryAdd(item.Place.Name, item)) report(item.Place, "name", $"The type '{item.Place.Name}' is defined twice");
        }
    }

    /// <summary>Names of components, which may follow a dot in an expression.</summary>
    public IEnumerable<string> Members => _elements.Values.SelectMany(MembersOf).Concat(_imports.SelectMany(i => i.Types.Members));

    /// <summary>Names of types as an expression writes them.</summary>
    public IEnumerable<string> Names => _elements.Keys.Concat(_imports.SelectMany(i => i.Types.Names.Select(n => i.Prefix.Length == 0 ? n : $"{i.Prefix}.{n}")));

    public void Import(string prefix, string space, ItemTypes types) => _imports.Add((prefix, space, types));

    /// <summary>Resolves every definition, so that what is wrong is found when the file is read.</summary>
    public void ResolveAll()
    {
        foreach (var (name, element) in _elements)
        {
            if (IsCircular(name)) _report(element.Place, "cycle", $"The type '{name}' is defined by itself");
        }

        foreach (var name in _elements.Keys) Find(name);
    }

    // By nothing but names: through a component or a list a type may well contain itself.
    private bool IsCircular(string name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = name; seen.Add(at);)
        {
            if (!_elements.TryGetValue(at, out var element) || element.Components.Count > 0 || element.IsCollection || element.Function is not null || element.TypeRef is null) return false;
            at = element.TypeRef.StartsWith($"{{{_namespace}}}", StringComparison.Ordinal) ? element.TypeRef[(_namespace.Length + 2)..] : element.TypeRef;
            if (at == name) return FeelType.Named(name) is null;
        }

        return false;
    }

    /// <summary>The type of a reference; an unknown one is reported and taken as Any.</summary>
    public FeelType Of(string? typeRef, DmnPlace place)
    {
        if (typeRef is null) return FeelType.Any;
        if (Find(typeRef) is { } type) return type;
        _report(place, "type", $"There is no type '{typeRef}'");
        return FeelType.Any;
    }

    /// <summary>By name, "import.name" or "{namespace}name"; null when unknown.</summary>
    public FeelType? Find(string name)
    {
        if (name.StartsWith('{')) return InNamespace(name);
        if (_resolved.TryGetValue(name, out var known)) return known;
        if (_elements.TryGetValue(name, out var element))
        {
            var type = Resolve(name, element);
            return type is RecursiveType ? type : _resolved[name] = type;
        }

        if (FeelType.Named(name) is { } builtin) return builtin;
        foreach (var (prefix, _, types) in _imports)
        {
            if (prefix.Length == 0 && types.Find(name) is { } open) return open;
            if (prefix.Length > 0 && name.StartsWith(prefix + ".", StringComparison.Ordinal) && types.Find(name[(prefix.Length + 1)..]) is { } type) return type;
        }

        // A prefix that the file never declares, as in "feel:string".
        return name.LastIndexOf(':') is var colon and > 0 && name[(colon + 1)..] is var local && !local.StartsWith('{') ? Find(local) : null;
    }

    private FeelType? InNamespace(string name)
    {
        var end = name.LastIndexOf('}');
        if (end < 0) return null;
        var (space, local) = (name[1..end], name[(end + 1)..]);
        if (space == _namespace) return Find(local);
        var import = _imports.Find(i => i.Namespace == space);
        return import.Types is not null ? import.Types.Find(local) : FeelType.Named(local) ?? Find(local);
    }

    private FeelType Resolve(string name, ItemElement element)
    {
        if (IsCircular(name)) return FeelType.Any;
        if (!_open.Add(name)) return new RecursiveType(name, () => _resolved[name]);
        var type = Build(name, element);
        _open.Remove(name);
        return type;
    }

    private FeelType Build(string name, ItemElement element)
    {
        if (_depth >= MaxDepth) return TooDeep(name, element);
        _depth++;
        var type = Made(name, element);
        _depth--;
        return type.Depth > MaxDepth ? TooDeep(name, element) : type;
    }

    private FeelType TooDeep(string name, ItemElement element)
    {
        _report(element.Place, "type", $"The type '{name}' is nested more than {MaxDepth} levels deep");
        return FeelType.Any;
    }

    private FeelType Made(string name, ItemElement element)
    {
        FeelType type;
        if (element.Function is { } function)
            type = new FunctionType([.. function.Parameters.Select(p => Of(p.TypeRef, element.Place))], Of(function.OutputType, element.Place));
        else if (element.Components.Count > 0)
            type = new ContextType([.. element.Components.Select(c => new FeelParameter(c.Place.Name, Build($"{name}.{c.Place.Name}", c)))]);
        else
            type = element.TypeRef == element.Place.Name && _open.Contains(name) ? FeelType.Named(name) ?? FeelType.Any : Of(element.TypeRef, element.Place);
        type = Constrain(name, type, element.AllowedValues, element.Place);
        if (element.IsCollection) type = new ListType(type);
        return Constrain(name, type, element.Constraint, element.Place);
    }

    private FeelType Constrain(string name, FeelType type, BoxedText? text, DmnPlace place)
    {
        if (text is null || string.IsNullOrWhiteSpace(text.Text)) return type;
        try
        {
            var node = FeelParser.ParseUnaryTests(text.Text, _names ??= new FeelNames([], Members));
            return new ConstrainedType(name, type, node, FeelCompiler.CompileTests(node, new ExpressionSource(text.Text, $"Type '{name}'")));
        }
        catch (FeelSyntaxException e)
        {
            _report(place with { Line = text.At(e.Line, e.Column).Line, Column = text.At(e.Line, e.Column).Column }, "syntax", $"Allowed values of type '{name}': {e.Reason}");
            return type;
        }
    }

    private static IEnumerable<string> MembersOf(ItemElement item) => item.Components.SelectMany(c => MembersOf(c).Prepend(c.Place.Name));
}
