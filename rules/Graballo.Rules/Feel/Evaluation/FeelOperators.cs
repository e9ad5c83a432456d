using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Feel.Evaluation;

/// <summary>Arithmetic on numbers, strings, dates and durations (DMN 1.5 §10.3.2.12, Tables 55–58).</summary>
internal static class FeelOperators
{
    public static object? Negate(object? value) => value switch
    {
        FeelNumber n => -n,
        DaysTimeDuration d => new DaysTimeDuration(-d.Nanoseconds),
        YearsMonthsDuration d => new YearsMonthsDuration(-d.TotalMonths),
        _ => null,
    };

    public static object? Arithmetic(BinaryOperator op, object? a, object? b, EvaluationState state, int at)
    {
        object? result;
        if (a is FeelNumber x && b is FeelNumber y)
        {
            if (op == BinaryOperator.Power) state.Step(FeelMath.PowerCost(y));
            else if (op is BinaryOperator.Multiply or BinaryOperator.Divide && (IsLong(x) || IsLong(y))) state.Step(2);
            result = Numbers(op, x, y);
            return result ?? state.FailAt(at, "number", op == BinaryOperator.Divide && y.Sign == 0 ? "Division by zero" : "The number is out of range");
        }

        result = op switch
        {
            BinaryOperator.Add => Add(a, b, state) ?? Add(b, a, null),
            BinaryOperator.Subtract => Subtract(a, b),
            BinaryOperator.Multiply => Multiply(a, b) ?? Multiply(b, a),
            BinaryOperator.Divide => Divide(a, b),
            _ => null,
        };
        return result ?? state.FailAt(
            at, "type", $"No result for {Name(op)} of {FeelProperties.Describe(a)} and {FeelProperties.Describe(b)}");
    }

    // Their product or quotient does not fit in a machine word and takes several times as long.
    private static bool IsLong(FeelNumber number) => Int128.Abs(number.Coefficient) > 1_000_000_000_000_000;

    private static object? Numbers(BinaryOperator op, FeelNumber x, FeelNumber y) => op switch
    {
        BinaryOperator.Add => FeelNumber.Add(x, y),
        BinaryOperator.Subtract => FeelNumber.Subtract(x, y),
        BinaryOperator.Multiply => FeelNumber.Multiply(x, y),
        BinaryOperator.Divide => FeelNumber.Divide(x, y),
        _ => FeelMath.Power(x, y),
    };

    private static object? Add(object? a, object? b, EvaluationState? state)
    {
        switch (a, b)
        {
            // Joining is not commutative: the second try, with swapped operands, brings no state.
            case (string x, string y) when state is not null:
                state.Text((long)x.Length + y.Length);
                return x + y;
            case (DaysTimeDuration x, DaysTimeDuration y): return Duration(x.Nanoseconds, y.Nanoseconds);
            case (YearsMonthsDuration x, YearsMonthsDuration y): return Months((Int128)x.TotalMonths + y.TotalMonths);
            default: return b is DaysTimeDuration or YearsMonthsDuration ? Shift(a, b, 1) : null;
        }
    }

    private static object? Subtract(object? a, object? b)
    {
        switch (a, b)
        {
            case (DaysTimeDuration x, DaysTimeDuration y): return Duration(x.Nanoseconds, -y.Nanoseconds);
            case (YearsMonthsDuration x, YearsMonthsDuration y): return Months((Int128)x.TotalMonths - y.TotalMonths);
            case (FeelTime x, FeelTime y): return Difference(x, y);
            case (FeelDate or FeelDateTime, FeelDate or FeelDateTime): return Difference(Stamp(a), Stamp(b));
            default: return b is DaysTimeDuration or YearsMonthsDuration ? Shift(a, b, -1) : null;
        }
    }

    private static object? Shift(object? point, object duration, int sign)
    {
        if (duration is YearsMonthsDuration months)
        {
            return point switch
            {
                FeelDate date => date.AddMonths(sign * months.TotalMonths),
                FeelDateTime stamp when stamp.Date.AddMonths(sign * months.TotalMonths) is { } moved => stamp with { Date = moved },
                _ => null,
            };
        }

        var nanos = ((DaysTimeDuration)duration).Nanoseconds * sign;
        return point switch
        {
            FeelDate date => FeelComparison.AtMidnight(date).Add(nanos)?.Date,
            FeelDateTime stamp => stamp.Add(nanos),
            FeelTime time => Wrap(time, nanos),
            _ => null,
        };
    }

    private static FeelTime Wrap(FeelTime time, Int128 nanos)
    {
        var moved = (time.NanoOfDay + nanos) % FeelTime.NanosPerDay;
        return new FeelTime((long)(moved < 0 ? moved + FeelTime.NanosPerDay : moved), time.Zone);
    }

    private static DaysTimeDuration? Difference(FeelTime x, FeelTime y)
    {
        if (x.Zone is null != y.Zone is null) return null;
        var zones = (y.Zone?.FixedOffset ?? 0) - (x.Zone?.FixedOffset ?? 0);
        return new DaysTimeDuration((Int128)x.NanoOfDay - y.NanoOfDay + ((Int128)zones * FeelTime.NanosPerSecond));
    }

    // A local date and time has no distance to a zoned one.
    private static DaysTimeDuration? Difference((FeelDateTime Value, bool IsDate) x, (FeelDateTime Value, bool IsDate) y)
    {
        var mixed = x.Value.Zone is null != y.Value.Zone is null;
        return mixed ? null : new DaysTimeDuration(x.Value.Nanos - y.Value.Nanos);
    }

    private static (FeelDateTime Value, bool IsDate) Stamp(object? value) =>
        value is FeelDate date ? (FeelComparison.AtMidnight(date), true) : ((FeelDateTime)value!, false);

    private static object? Multiply(object? a, object? b) => (a, b) switch
    {
        (DaysTimeDuration d, FeelNumber n) => Scale(d.Nanoseconds, n),
        (YearsMonthsDuration d, FeelNumber n) => ScaleMonths(FeelNumber.Multiply(d.TotalMonths, n)),
        _ => null,
    };

    private static object? Divide(object? a, object? b) => (a, b) switch
    {
        (DaysTimeDuration d, FeelNumber n) when FeelNumber.Divide(FeelNumber.One, n) is not null => Quotient(d.Nanoseconds, n),
        (YearsMonthsDuration d, FeelNumber n) => ScaleMonths(FeelNumber.Divide(d.TotalMonths, n)),
        (DaysTimeDuration x, DaysTimeDuration y) => FeelNumber.Divide(Number(x.Nanoseconds), Number(y.Nanoseconds)),
        (YearsMonthsDuration x, YearsMonthsDuration y) => FeelNumber.Divide(x.TotalMonths, y.TotalMonths),
        _ => null,
    };

    private static DaysTimeDuration? Scale(Int128 nanos, FeelNumber factor) =>
        FeelNumber.Multiply(Number(nanos), factor) is { } product ? Whole(product) : null;

    private static DaysTimeDuration? Quotient(Int128 nanos, FeelNumber divisor) =>
        FeelNumber.Divide(Number(nanos), divisor) is { } quotient ? Whole(quotient) : null;

    private static DaysTimeDuration? Whole(FeelNumber nanos) =>
        nanos.Abs() > FeelNumber.FromBig(DecimalPowers.Big(34), 0)!.Value ? null : new DaysTimeDuration((Int128)nanos.ToBig());

    private static FeelNumber Number(Int128 value) => FeelNumber.FromBig(value, 0)!.Value;

    private static YearsMonthsDuration? ScaleMonths(FeelNumber? months) =>
        months is { } m && m.Round(0, FeelRounding.Down) is { } whole && whole.TryToInt64(out var total) ? new YearsMonthsDuration(total) : null;

    private static DaysTimeDuration? Duration(Int128 x, Int128 y)
    {
        var sum = x + y;
        return Int128.Abs(sum) > DecimalPowers.Of(34) ? null : new DaysTimeDuration(sum);
    }

    private static YearsMonthsDuration? Months(Int128 months) =>
        Int128.Abs(months) > long.MaxValue / 2 ? null : new YearsMonthsDuration((long)months);

    private static string Name(BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "addition",
        BinaryOperator.Subtract => "subtraction",
        BinaryOperator.Multiply => "multiplication",
        BinaryOperator.Divide => "division",
        _ => "power",
    };
}
