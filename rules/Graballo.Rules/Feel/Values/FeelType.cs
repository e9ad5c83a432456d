using System.Security.Cryptography;
using System.Text;
using Graballo.Rules.Feel.Evaluation;

namespace Graballo.Rules.Feel;

/// <summary>A FEEL type (DMN 1.5 §10.3.2.9). Null conforms to every type but to none by <c>instance of</c>.</summary>
public abstract record FeelType(string Name)
{
    public static FeelType Any { get; } = new SimpleType("Any", _ => true);

    public static FeelType Null { get; } = new SimpleType("Null", v => v is null);

    public static FeelType Number { get; } = new SimpleType("number", v => v is FeelNumber);

    public static FeelType String { get; } = new SimpleType("string", v => v is string);

    public static FeelType Boolean { get; } = new SimpleType("boolean", v => v is bool);

    public static FeelType Date { get; } = new SimpleType("date", v => v is FeelDate);

    public static FeelType Time { get; } = new SimpleType("time", v => v is FeelTime);

    public static FeelType DateAndTime { get; } = new SimpleType("date and time", v => v is FeelDateTime);

    public static FeelType DaysTime { get; } = new SimpleType("days and time duration", v => v is DaysTimeDuration);

    public static FeelType YearsMonths { get; } = new SimpleType("years and months duration", v => v is YearsMonthsDuration);

    public static FeelType AnyList { get; } = new ListType(Any);

    public static FeelType AnyContext { get; } = new ContextType([]);

    public static FeelType AnyRange { get; } = new RangeType(Any);

    public static FeelType AnyFunction { get; } = new SimpleType("function", v => v is FeelFunction);

    private const int MaxName = 300;

    private static readonly Dictionary<string, FeelType> BuiltIn = new(StringComparer.Ordinal)
    {
        ["Any"] = Any,
        ["Null"] = Null,
        ["number"] = Number,
        ["string"] = String,
        ["boolean"] = Boolean,
        ["date"] = Date,
        ["time"] = Time,
        ["date and time"] = DateAndTime,
        ["dateTime"] = DateAndTime,
        ["days and time duration"] = DaysTime,
        ["dayTimeDuration"] = DaysTime,
        ["years and months duration"] = YearsMonths,
        ["yearMonthDuration"] = YearsMonths,
        ["list"] = AnyList,
        ["context"] = AnyContext,
        ["range"] = AnyRange,
        ["function"] = AnyFunction,
    };

    /// <summary>A built-in type by its FEEL name, or null.</summary>
    public static FeelType? Named(string name) => BuiltIn.GetValueOrDefault(name);

    /// <summary>Whether the value may stand where this type is asked for; null always may. Constraints count.</summary>
    public bool Accepts(object? value) => value is null || Matches(value, constraints: true);

    /// <summary><c>instance of</c>: the structure only, without allowed values (§10.3.2.9.3).</summary>
    public bool IsInstance(object? value) => value is null ? this == Null : Matches(value, constraints: false);

    /// <summary>For a value that is not null.</summary>
    public abstract bool Matches(object value, bool constraints);

    /// <summary>Whether every value of this type is also one of <paramref name="other"/> (conformance, §10.3.2.9.2).</summary>
    public virtual bool ConformsTo(FeelType other) => other.Plain == Any || Plain == Null || Plain.Equals(other.Plain);

    /// <summary>The type without its constraints.</summary>
    public virtual FeelType Plain => this;

    public sealed override string ToString() => Name;

    /// <summary>Types inside one another.</summary>
    internal virtual int Depth => 0;

    // A structure that uses another twice spells it twice: a long name is cut and told from others by a digest of the whole.
    private protected static string Cut(string name)
    {
        if (name.Length <= MaxName) return name;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(name)).AsSpan(0, 8));
        return $"{name.AsSpan(0, MaxName - digest.Length)}…{digest}";
    }

    // Checking a value is work of the evaluation that asks.
    private protected static void Charge(int parts) => EvaluationState.Current?.Step(1 + (parts >> 3));

    internal sealed record SimpleType(string Label, Func<object, bool> Test) : FeelType(Label)
    {
        public override bool Matches(object value, bool constraints) => Test(value);
    }
}

/// <summary>A list whose items are all of one type.</summary>
public sealed record ListType(FeelType Item) : FeelType(Cut($"list<{Item.Name}>"))
{
    internal override int Depth { get; } = 1 + Item.Depth;

    public override bool Matches(object value, bool constraints)
    {
        if (value is not FeelList list) return false;
        if (ReferenceEquals(Item, Any)) return true;
        Charge(list.Count);
        foreach (var item in list.Items)
        {
            if (item is not null && !Item.Matches(item, constraints)) return false;
        }

        return true;
    }

    public override bool ConformsTo(FeelType other) => base.ConformsTo(other) || (other.Plain is ListType list && Item.ConformsTo(list.Item));
}

/// <summary>A range of one type of bounds.</summary>
public sealed record RangeType(FeelType Bound) : FeelType(Cut($"range<{Bound.Name}>"))
{
    internal override int Depth { get; } = 1 + Bound.Depth;

    public override bool Matches(object value, bool constraints) =>
        value is FeelRange range && (range.Start is null || Bound.Matches(range.Start, constraints))
        && (range.End is null || Bound.Matches(range.End, constraints));

    public override bool ConformsTo(FeelType other) => base.ConformsTo(other) || (other.Plain is RangeType range && Bound.ConformsTo(range.Bound));
}

/// <summary>A context with at least the named entries.</summary>
public sealed record ContextType(IReadOnlyList<FeelParameter> Entries)
    : FeelType(Cut($"context<{string.Join(", ", Entries.Select(e => $"{e.Name}: {e.Type.Name}"))}>"))
{
    internal override int Depth { get; } = 1 + Entries.Select(e => e.Type.Depth).DefaultIfEmpty().Max();

    public override bool Matches(object value, bool constraints)
    {
        if (value is not FeelContext context) return false;
        if (Entries.Count == 0) return true;
        Charge(Entries.Count);
        foreach (var entry in Entries)
        {
            if (!context.TryGetValue(entry.Name, out var item)) return false;
            if (item is not null && !entry.Type.Matches(item, constraints)) return false;
        }

        return true;
    }

    public override bool ConformsTo(FeelType other)
    {
        if (base.ConformsTo(other)) return true;
        if (other.Plain is not ContextType wider) return false;
        Charge(wider.Entries.Count);
        var own = Entries.DistinctBy(e => e.Name).ToDictionary(e => e.Name, e => e.Type, StringComparer.Ordinal);
        return wider.Entries.All(w => own.TryGetValue(w.Name, out var type) && type.ConformsTo(w.Type));
    }

    public bool Equals(ContextType? other) => other is not null && other.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A function type: parameters contravariant, result covariant. A function whose result type is not known is taken at its word.</summary>
public sealed record FunctionType(IReadOnlyList<FeelType> Parameters, FeelType Result)
    : FeelType(Cut($"function<{string.Join(", ", Parameters.Select(p => p.Name))}>->{Result.Name}"))
{
    internal override int Depth { get; } = 1 + Parameters.Append(Result).Max(p => p.Depth);

    public override bool Matches(object value, bool constraints) =>
        value is FeelFunction function && function.Parameters.Count == Parameters.Count
        && Parameters.Zip(function.Parameters).All(p => p.First.ConformsTo(p.Second.Type))
        && (function.ReturnType == Any || function.ReturnType.ConformsTo(Result));

    public override bool ConformsTo(FeelType other) => base.ConformsTo(other)
        || (other.Plain is FunctionType wider && wider.Parameters.Count == Parameters.Count
            && wider.Parameters.Zip(Parameters).All(p => p.First.ConformsTo(p.Second)) && Result.ConformsTo(wider.Result));

    public bool Equals(FunctionType? other) => other is not null && other.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
