using Graballo.Rules.Feel.Evaluation;

namespace Graballo.Rules.Feel.Functions;

/// <summary>The arguments of a call, already checked against the signature; missing optional ones are null.</summary>
internal readonly struct Arguments(object?[] values, EvaluationState state)
{
    public EvaluationState State { get; } = state;

    public object? this[int i] => values[i];

    public bool Has(int i) => values[i] is not null;

    public FeelNumber Number(int i) => (FeelNumber)values[i]!;

    public string Text(int i) => (string)values[i]!;

    public FeelList List(int i) => (FeelList)values[i]!;

    public FeelContext Context(int i) => (FeelContext)values[i]!;

    /// <summary>The whole part of a number, cut to what an index can be.</summary>
    public int Index(int i)
    {
        var number = Number(i).Round(0, FeelRounding.Down) ?? default;
        return number.TryToInt64(out var value) ? (int)Math.Clamp(value, -int.MaxValue, int.MaxValue) : int.MaxValue;
    }

    public object? Fail(string message) => State.Fail("argument", message);
}

/// <summary>One form of a built-in function.</summary>
/// <param name="Names">Parameter names.</param>
/// <param name="Types">Null accepts anything.</param>
/// <param name="Flags">Whether null is a value here, whether the parameter may be left out.</param>
/// <param name="Variadic">The last parameter takes all further arguments, as a list.</param>
/// <param name="Body">What it computes.</param>
internal sealed record Signature(
    string[] Names, FeelType?[] Types, (bool Nullable, bool Optional)[] Flags, bool Variadic, Func<Arguments, object?> Body)
{
    /// <summary>
    /// Reads <c>"string: string, start position: number, [length]: number"</c>: brackets mark an optional parameter, "?" after a type that
    /// null is allowed, "..." before a name that it takes the remaining arguments.
    /// </summary>
    public static Signature Parse(string text, Func<Arguments, object?> body)
    {
        var parts = text.Length == 0 ? [] : text.Split(", ");
        var names = new string[parts.Length];
        var types = new FeelType?[parts.Length];
        var flags = new (bool, bool)[parts.Length];
        var variadic = false;
        for (var i = 0; i < parts.Length; i++)
        {
            var (name, type) = parts[i].Split(": ") is [var n, var t] ? (n, t) : throw new ArgumentException(text);
            variadic |= name.StartsWith("...", StringComparison.Ordinal);
            names[i] = name.Trim('[', ']', '.');
            flags[i] = (type.EndsWith('?'), name.StartsWith('['));
            types[i] = TypeOf(type.TrimEnd('?'));
        }

        return new Signature(names, types, flags, variadic, body);
    }

    public int Required => Flags.Count(f => !f.Optional);

    private static FeelType? TypeOf(string name) => name == "any" ? null : FeelType.Named(name) ?? throw new ArgumentException(name);
}

/// <summary>A function of DMN 1.5 §10.3.4, with one or more forms.</summary>
internal sealed class BuiltinFunction(string name, params (string Signature, Func<Arguments, object?> Body)[] forms) : FeelFunction
{
    private readonly Signature[] _forms = [.. forms.Select(f => Graballo.Rules.Feel.Functions.Signature.Parse(f.Signature, f.Body))];

    public override string Name => name;

    public IReadOnlyList<Signature> Forms => _forms;

    public override IReadOnlyList<FeelParameter> Parameters =>
        [.. _forms[0].Names.Zip(_forms[0].Types, (n, t) => new FeelParameter(n, t ?? FeelType.Any))];

    /// <summary>Why no form takes so many arguments, or arguments of these names; null when one does.</summary>
    public Wording? Misfit(int count, IReadOnlyList<string>? names)
    {
        if (names is null && _forms.Any(f => count >= f.Required && (count <= f.Names.Length || f.Variadic))) return null;
        if (names is null) return $"{name}() does not take {count} arguments";
        if (names.FirstOrDefault(given => !_forms.Any(f => f.Names.Contains(given))) is { } unknown) return $"{name}() has no parameter '{unknown}'";
        if (_forms.Any(f => names.All(f.Names.Contains) && f.Names.Where((n, i) => !f.Flags[i].Optional && !(f.Variadic && i == f.Names.Length - 1)).All(names.Contains))) return null;
        return $"{name}() lacks a parameter";
    }

    internal override object? Invoke(object?[] arguments, EvaluationState state)
    {
        foreach (var argument in arguments) state.Read(argument);
        string? problem = null;
        foreach (var form in _forms)
        {
            if (Bind(form, arguments, out problem) is { } bound) return form.Body(new Arguments(bound, state));
        }

        return state.Fail("argument", $"{name}(): {problem}");
    }

    internal override object? InvokeNamed(string[] names, object?[] arguments, EvaluationState state)
    {
        foreach (var argument in arguments) state.Read(argument);
        string? problem = null;
        foreach (var form in _forms)
        {
            if (Order(form, names, arguments, out problem) is not { } ordered) continue;
            if (Convert(form, ordered, out problem)) return form.Body(new Arguments(ordered, state));
        }

        return state.Fail("parameter", $"{name}(): {problem}");
    }

    private static object?[]? Bind(Signature form, object?[] arguments, out string? problem)
    {
        problem = $"{arguments.Length} arguments do not fit";
        if (arguments.Length < form.Required || (arguments.Length > form.Names.Length && !form.Variadic)) return null;
        var bound = new object?[form.Names.Length];
        var given = Math.Min(arguments.Length, form.Variadic ? bound.Length - 1 : bound.Length);
        Array.Copy(arguments, bound, given);
        if (form.Variadic) bound[^1] = FeelList.Wrap(arguments[given..]);
        return Convert(form, bound, out problem, given) ? bound : null;
    }

    private static object?[]? Order(Signature form, string[] names, object?[] arguments, out string? problem)
    {
        var ordered = new object?[form.Names.Length];
        var given = 0;
        for (var i = 0; i < names.Length; i++)
        {
            var place = Array.IndexOf(form.Names, names[i]);
            problem = $"there is no parameter '{names[i]}'";
            if (place < 0) return null;
            ordered[place] = form.Variadic && place == form.Names.Length - 1 && arguments[i] is not FeelList ? FeelList.Of(arguments[i]) : arguments[i];
            given += form.Flags[place].Optional ? 0 : 1;
        }

        problem = "an argument is missing";
        if (form.Variadic) ordered[^1] ??= FeelList.Empty;
        return given >= form.Required ? ordered : null;
    }

    // Optional parameters that were not given stay null; given ones are converted or refused.
    private static bool Convert(Signature form, object?[] values, out string? problem, int given = int.MaxValue)
    {
        problem = null;
        for (var i = 0; i < values.Length; i++)
        {
            var (nullable, optional) = form.Flags[i];
            if (values[i] is null)
            {
                if (nullable || (optional && i >= given) || (optional && given == int.MaxValue)) continue;
                if (form.Types[i] is null) continue;
                problem = $"'{form.Names[i]}' is null";
                return false;
            }

            if (form.Types[i] is not { } type || Coercion.To(type, values[i], out values[i])) continue;
            problem = $"'{form.Names[i]}' is no {type.Name}";
            return false;
        }

        return true;
    }
}
