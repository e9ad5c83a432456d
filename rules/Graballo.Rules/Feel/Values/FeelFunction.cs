using Graballo.Rules.Feel.Evaluation;

namespace Graballo.Rules.Feel;

/// <summary>A formal parameter: its name and, when declared, its type.</summary>
public sealed record FeelParameter(string Name, FeelType Type);

/// <summary>A function value (DMN 1.5 §10.3.2.13): built in, written in FEEL, or a business knowledge model.</summary>
public abstract class FeelFunction
{
    /// <summary>Empty for an anonymous function.</summary>
    public abstract string Name { get; }

    /// <summary>For a built-in function, those of its first form.</summary>
    public abstract IReadOnlyList<FeelParameter> Parameters { get; }

    public virtual FeelType ReturnType => FeelType.Any;

    internal abstract object? Invoke(object?[] arguments, EvaluationState state);

    /// <summary>By default arguments are put in the order of the parameters; a missing one is null (§10.3.2.12), an unknown name gives null.</summary>
    internal virtual object? InvokeNamed(string[] names, object?[] arguments, EvaluationState state)
    {
        var ordered = new object?[Parameters.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var place = PlaceOf(names[i]);
            if (place < 0) return state.Fail("parameter", $"{Label} has no parameter '{names[i]}'");
            ordered[place] = arguments[i];
        }

        return Invoke(ordered, state);
    }

    protected string Label => Name.Length == 0 ? "the function" : Name + "()";

    public override string ToString() => Name.Length == 0 ? "function" : Name;

    private int PlaceOf(string name)
    {
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Name == name) return i;
        }

        return -1;
    }
}
