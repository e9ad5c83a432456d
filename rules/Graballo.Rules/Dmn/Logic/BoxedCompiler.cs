using Graballo.Rules.Dmn.Xml;
using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Dmn.Logic;

/// <summary>Compiles boxed expressions (DMN 1.5 §10.2) to the same delegates as FEEL text.</summary>
/// <param name="types">Types of the file.</param>
/// <param name="members">Names that may follow a dot.</param>
/// <param name="shared">Members and types of the file, for parsing.</param>
/// <param name="owner">The decision or business knowledge model.</param>
/// <param name="report">Takes place, code and message of an error.</param>
/// <param name="doubt">Takes place, code and message of a doubt.</param>
internal sealed class BoxedCompiler(ItemTypes types, IReadOnlyCollection<string> members, FeelNames shared, DmnPlace owner, Action<DmnPlace, string, Wording> report, Action<DmnPlace, string, Wording> doubt)
{
    private readonly Dictionary<CompileScope, (int Count, FeelNames Names)> _names = [];

    public DmnPlace Owner => owner;

    public ItemTypes Types => types;

    public void Report(DmnPlace place, string code, Wording message) => report(Named(place), code, message);

    public void Doubt(DmnPlace place, string code, Wording message) => doubt(Named(place), code, message);

    private DmnPlace Named(DmnPlace place) => place with { Id = place.Id.Length > 0 ? place.Id : owner.Id, Name = owner.Name };

    public Eval Compile(BoxedExpression? expression, CompileScope scope, string where) => expression switch
    {
        null => (_, s) => Missing(s, where),
        BoxedLiteral e => Literal(e, scope, where),
        BoxedContext e => Context(e, scope, where),
        BoxedInvocation e => Invocation(e, scope, where),
        BoxedFunction e => Function(e, scope, "", where),
        BoxedList e => List(e, scope, where),
        BoxedRelation e => Relation(e, scope, where),
        BoxedConditional e => Conditional(e, scope, where),
        BoxedFilter e => Filter(e, scope, where),
        BoxedIteration e => Iteration(e, scope, where),
        BoxedTable e => new TableCompiler(this, e, where).Compile(scope),
        _ => throw new InvalidOperationException($"No meaning for {expression.GetType().Name}."),
    };

    /// <summary>A FEEL text; one that does not read is reported and gives null.</summary>
    public Eval Text(BoxedText? text, CompileScope scope, string where)
    {
        if (text is null || string.IsNullOrWhiteSpace(text.Text)) return (_, s) => Missing(s, where);
        try
        {
            var node = FeelParser.ParseExpression(text.Text, Names(scope));
            var eval = FeelCompiler.CompileIn(scope, node, new ExpressionSource(text.Text, where), types.Find);
            CheckNames(node, text, scope, where);
            return eval;
        }
        catch (FeelSyntaxException e)
        {
            return Broken(text, where, e);
        }
    }

    /// <summary>Unary tests on the first slot of <paramref name="scope"/>; null for "-".</summary>
    public (UnaryTestsNode? Node, Eval? Eval) Tests(BoxedText text, CompileScope scope, string where)
    {
        if (string.IsNullOrWhiteSpace(text.Text)) return (null, null);
        try
        {
            var node = FeelParser.ParseUnaryTests(text.Text, Names(scope));
            if (node.Tests.Count == 0) return (node, null);
            var eval = FeelCompiler.CompileIn(scope, node, new ExpressionSource(text.Text, where), types.Find);
            // After compiling, which refuses what is nested too deeply to be walked.
            CheckNames(node, text, scope, where);
            return (node, eval);
        }
        catch (FeelSyntaxException e)
        {
            return (null, Broken(text, where, e));
        }
    }

    /// <summary>A function of a business knowledge model or inside an expression; its body sees the parameters and the scope.</summary>
    public Eval Function(BoxedFunction e, CompileScope scope, string name, string where, FeelType? returnType = null)
    {
        FeelParameter[] parameters = [.. e.Parameters.Select(p => new FeelParameter(p.Name, types.Of(p.TypeRef, e.Place with { Name = p.Name })))];
        if (!e.Kind.Equals("FEEL", StringComparison.OrdinalIgnoreCase))
        {
            Doubt(e.Place, "external", $"{where}: a function of the kind '{e.Kind}' is not run and gives null");
            var external = new ExternalFunction(name, parameters);
            return (_, _) => external;
        }

        var body = Compile(e.Body, new CompileScope(scope, parameters.Select(p => p.Name)), where);
        return (f, _) => new ClosureFunction(name, parameters, returnType ?? FeelType.Any, body, f);
    }

    private void CheckNames(FeelNode node, BoxedText text, CompileScope scope, string where)
    {
        foreach (var name in NameCheck.Unknown(node, scope.AllNames(), members, scope.InFilter))
        {
            doubt(Place(text, name.Position), "name", $"{where}: nothing is named '{name.Name}'");
        }

        foreach (var misfit in NameCheck.Misfits(node, scope.AllNames())) doubt(Place(text, misfit.Position), misfit.Code, $"{where}: {misfit.Message}");
    }

    private DmnPlace Place(BoxedText text, int position)
    {
        var at = FeelSyntaxException.At("", text.Text, position);
        var (line, column) = text.At(at.Line, at.Column);
        return owner with { Line = line, Column = column };
    }

    private Eval Broken(BoxedText text, string where, FeelSyntaxException e)
    {
        var (line, column) = text.At(e.Line, e.Column);
        report(owner with { Line = line, Column = column }, "syntax", $"{where}: {e.Reason} ({e.Line}:{e.Column})");
        var source = new ExpressionSource(text.Text, where);
        return (_, s) =>
        {
            s.Source = source;
            return s.Fail("syntax", e.Message);
        };
    }

    private static object? Missing(EvaluationState state, string where)
    {
        state.Source = new ExpressionSource("", where);
        return state.Fail("logic", "There is no expression");
    }

    // The cells of a table share their scope: the names are put together once.
    private FeelNames Names(CompileScope scope)
    {
        if (_names.TryGetValue(scope, out var known) && known.Count == scope.Count) return known.Names;
        var names = new FeelNames(scope.AllNames(), shared);
        _names[scope] = (scope.Count, names);
        return names;
    }

    private Eval Literal(BoxedLiteral e, CompileScope scope, string where)
    {
        if (e.Language is { Length: > 0 } language && !language.Contains("FEEL", StringComparison.OrdinalIgnoreCase))
        {
            report(e.Place, "language", $"{where}: the expression language '{language}' is not FEEL");
            return (_, s) => Missing(s, where);
        }

        return Text(e.Text, scope, where);
    }

    private Eval Context(BoxedContext e, CompileScope scope, string where)
    {
        var inner = new CompileScope(scope, []);
        var named = e.Entries.Where(x => x.Name is not null).ToArray();
        var values = new Eval[named.Length];
        for (var i = 0; i < named.Length; i++)
        {
            var entry = named[i];
            var at = $"{where}, entry '{entry.Name}'";
            // A function may call itself.
            if (entry.Value is BoxedFunction) inner.Add(entry.Name!);
            var eval = entry.Value is BoxedFunction function ? Function(function, inner, entry.Name!, at) : Compile(entry.Value, inner, at);
            values[i] = Typed(eval, entry.TypeRef, e.Place, at);
            if (entry.Value is not BoxedFunction) inner.Add(entry.Name!);
        }

        var keys = named.Select(n => n.Name!).ToArray();
        var result = e.Entries.FirstOrDefault(x => x.Name is null) is { } last ? Compile(last.Value, inner, where + ", result") : null;
        return (f, s) =>
        {
            s.Size(values.Length);
            var frame = new Frame(f, new object?[values.Length], f.Root);
            for (var i = 0; i < values.Length; i++) frame.Slots[i] = values[i](frame, s);
            if (result is not null) return result(frame, s);
            return FeelContext.Create(keys.Zip(frame.Slots, KeyValuePair.Create));
        };
    }

    /// <summary>Converts to a declared type, or gives null with the reason.</summary>
    public Eval Typed(Eval eval, string? typeRef, DmnPlace place, string where)
    {
        var type = types.Of(typeRef, place);
        if (ReferenceEquals(type, FeelType.Any)) return eval;
        return (f, s) =>
        {
            if (Coercion.To(type, eval(f, s), out var value)) return value;
            s.Source = new ExpressionSource("", where);
            return s.Fail("type", $"The value is no {type.Name}");
        };
    }

    private Eval Invocation(BoxedInvocation e, CompileScope scope, string where)
    {
        var target = Compile(e.Function, scope, where);
        var names = e.Bindings.Select(b => b.Name ?? "").ToArray();
        var arguments = e.Bindings.Select(b => Compile(b.Value, scope, $"{where}, parameter '{b.Name}'")).ToArray();
        return (f, s) =>
        {
            if (target(f, s) is not FeelFunction function) return s.Fail("type", "What is invoked is no function");
            var values = new object?[arguments.Length];
            for (var i = 0; i < values.Length; i++) values[i] = arguments[i](f, s);
            s.Step();
            return function.InvokeNamed(names, values, s);
        };
    }

    private Eval List(BoxedList e, CompileScope scope, string where)
    {
        var items = e.Items.Select((x, i) => Compile(x, scope, $"{where}, item {i + 1}")).ToArray();
        return (f, s) =>
        {
            s.Size(items.Length);
            var values = new object?[items.Length];
            for (var i = 0; i < values.Length; i++) values[i] = items[i](f, s);
            return FeelList.Wrap(values);
        };
    }

    private Eval Relation(BoxedRelation e, CompileScope scope, string where)
    {
        var keys = e.Columns.Select(c => c.Name).ToArray();
        var rows = e.Rows.Select((row, r) => keys.Select((key, c) =>
            Typed(Compile(row.ElementAtOrDefault(c), scope, $"{where}, row {r + 1}, column '{key}'"), e.Columns[c].TypeRef, e.Place, where)).ToArray()).ToArray();
        return (f, s) =>
        {
            s.Size((long)rows.Length * keys.Length);
            return new FeelList(rows.Select(row => FeelContext.Create(keys.Zip(row, (k, v) => KeyValuePair.Create(k, v(f, s))))));
        };
    }

    private Eval Conditional(BoxedConditional e, CompileScope scope, string where)
    {
        var (condition, then, otherwise) =
            (Compile(e.If, scope, where + ", if"), Compile(e.Then, scope, where + ", then"), Compile(e.Else, scope, where + ", else"));
        return (f, s) => condition(f, s) is true ? then(f, s) : otherwise(f, s);
    }

    private Eval Filter(BoxedFilter e, CompileScope scope, string where)
    {
        var source = Compile(e.In, scope, where + ", in");
        var match = Compile(e.Match, new CompileScope(scope, ["item"], isFilter: true), where + ", match");
        return (f, s) => FeelCompiler.StrictlyFiltered(source(f, s), match, f, s);
    }

    private Eval Iteration(BoxedIteration e, CompileScope scope, string where)
    {
        var outer = e.Kind == IterationKind.For ? new CompileScope(scope, ["partial"]) : scope;
        var source = new FeelCompiler.CompiledIterator(Compile(e.In, outer, where + ", in"), null);
        var body = Compile(e.Body, new CompileScope(outer, [e.Variable]), where + ", body");
        return e.Kind == IterationKind.For
            ? FeelCompiler.Loop([source], body, outer.Uses("partial"), 0)
            : FeelCompiler.Quantify([source], body, e.Kind == IterationKind.Some, 0, strict: true);
    }
}
