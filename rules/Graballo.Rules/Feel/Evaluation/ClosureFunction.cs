namespace Graballo.Rules.Feel.Evaluation;

/// <summary>A function written in FEEL, with the variables that it saw where it was defined.</summary>
internal sealed class ClosureFunction(
    string name, IReadOnlyList<FeelParameter> parameters, FeelType returnType, Eval body, Frame captured, bool inferred = false) : FeelFunction
{
    public override string Name => name;

    public override IReadOnlyList<FeelParameter> Parameters => parameters;

    public override FeelType ReturnType => returnType;

    internal override object? Invoke(object?[] arguments, EvaluationState state)
    {
        if (arguments.Length != parameters.Count)
            return state.Fail("arguments", $"{Label} takes {parameters.Count} arguments, not {arguments.Length}");
        var slots = new object?[arguments.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            if (!Coercion.To(parameters[i].Type, arguments[i], out slots[i]))
                return state.Fail("argument", $"{Label}: '{parameters[i].Name}' is no {parameters[i].Type.Name}");
        }

        state.Enter();
        try
        {
            var value = body(new Frame(captured, slots, captured.Root), state);
            // A type that was only inferred describes the function and converts nothing.
            if (inferred) return value;
            return Coercion.To(returnType, value, out var result) ? result : state.Fail("type", $"{Label} gives no {returnType.Name}");
        }
        finally
        {
            state.Leave();
        }
    }
}

/// <summary>Implicit conversions (DMN 1.5 §10.3.2.9.4).</summary>
internal static class Coercion
{
    /// <summary>
    /// Null passes as null. False, with null, when the value does not fit the type. A list of one may stand for its item, and an item for a
    /// list of one.
    /// </summary>
    public static bool To(FeelType type, object? value, out object? result)
    {
        result = value;
        if (value is null || ReferenceEquals(type, FeelType.Any) || type.Accepts(value)) return true;
        if (value is FeelList { Count: 1 } single && single[0] is { } item && type.Accepts(item))
        {
            result = item;
            return true;
        }

        if (type.Plain is ListType && value is not FeelList && type.Accepts(FeelList.Of(value)))
        {
            result = FeelList.Of(value);
            return true;
        }

        if (value is FeelDate date && type.Plain == FeelType.DateAndTime && type.Accepts(FeelComparison.AtMidnight(date)))
        {
            result = FeelComparison.AtMidnight(date);
            return true;
        }

        result = null;
        return false;
    }
}
