namespace Graballo.Rules.Feel.Functions;

/// <summary>DMN 1.5 §10.3.4.5 numeric functions.</summary>
internal static class NumberFunctions
{
    public static IEnumerable<BuiltinFunction> All =>
    [
        new("decimal", ("n: number, scale: number", a => Round(a, FeelRounding.HalfEven))),
        new("floor", ("n: number, [scale]: number", a => Round(a, FeelRounding.Floor))),
        new("ceiling", ("n: number, [scale]: number", a => Round(a, FeelRounding.Ceiling))),
        new("round up", ("n: number, scale: number", a => Round(a, FeelRounding.Up))),
        new("round down", ("n: number, scale: number", a => Round(a, FeelRounding.Down))),
        new("round half up", ("n: number, scale: number", a => Round(a, FeelRounding.HalfUp))),
        new("round half down", ("n: number, scale: number", a => Round(a, FeelRounding.HalfDown))),
        new("abs", ("n: any", Abs)),
        new("modulo", ("dividend: number, divisor: number", a => FeelNumber.Modulo(a.Number(0), a.Number(1)) ?? a.Fail(a.Number(1).Sign == 0 ? "modulo(): division by zero" : "modulo(): the numbers are too far apart in size"))),
        new("sqrt", ("number: number", a => FeelMath.Sqrt(Costly(a, FeelMath.SqrtCost)) ?? a.Fail("sqrt() takes no negative number"))),
        new("log", ("number: number", a => FeelMath.Log(Costly(a, FeelMath.LogCost)) ?? a.Fail("log() takes a positive number"))),
        new("exp", ("number: number", a => FeelMath.Exp(Costly(a, FeelMath.ExpCost)) ?? a.Fail("exp(): out of range"))),
        new("odd", ("number: number", a => Parity(a) is { } rest ? rest != 0 : a.Fail("odd() takes a whole number"))),
        new("even", ("number: number", a => Parity(a) is { } rest ? rest == 0 : a.Fail("even() takes a whole number"))),
    ];

    private static FeelNumber Costly(Arguments a, int steps)
    {
        a.State.Step(steps);
        return a.Number(0);
    }

    private static object? Round(Arguments a, FeelRounding rounding)
    {
        var scale = a.Has(1) ? a.Index(1) : 0;
        if (scale is < -FeelNumber.MaxExponent or > -FeelNumber.MinExponent) return a.Fail("The scale is from -6111 to 6176");
        return a.Number(0).Round(scale, rounding) ?? a.Fail("The number is out of range");
    }

    private static object? Abs(Arguments a)
    {
        var value = a[0] is FeelList { Count: 1 } single ? single[0] : a[0];
        return value switch
        {
            FeelNumber n => n.Abs(),
            DaysTimeDuration d => new DaysTimeDuration(Int128.Abs(d.Nanoseconds)),
            YearsMonthsDuration d => new YearsMonthsDuration(Math.Abs(d.TotalMonths)),
            _ => a.Fail("abs() takes a number or a duration"),
        };
    }

    private static int? Parity(Arguments a) => !a.Number(0).IsInteger ? null : (int)(a.Number(0).Exponent > 0 ? 0 : a.Number(0).ToBig() % 2);
}
