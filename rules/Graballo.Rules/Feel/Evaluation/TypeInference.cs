using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Feel.Evaluation;

/// <summary>The type of an expression as far as its text tells; Any where it does not.</summary>
internal static class TypeInference
{
    private const int MaxDepth = 50;

    /// <param name="node">The expression.</param>
    /// <param name="variables">Type of a variable, or null when it is not known.</param>
    public static FeelType Of(FeelNode node, Func<string, FeelType?> variables) => Of(node, variables, 0);

    /// <summary>The type of a value that is not null; Null for null.</summary>
    public static FeelType OfValue(object? value) => value switch
    {
        null => FeelType.Null,
        FeelNumber => FeelType.Number,
        string => FeelType.String,
        bool => FeelType.Boolean,
        FeelDate => FeelType.Date,
        FeelTime => FeelType.Time,
        FeelDateTime => FeelType.DateAndTime,
        DaysTimeDuration => FeelType.DaysTime,
        YearsMonthsDuration => FeelType.YearsMonths,
        _ => FeelType.Any,
    };

    private static FeelType Of(FeelNode node, Func<string, FeelType?> variables, int depth)
    {
        if (depth > MaxDepth) return FeelType.Any;
        FeelType Inner(FeelNode n) => Of(n, variables, depth + 1);
        return node switch
        {
            LiteralNode n => OfValue(n.Value),
            NameNode n => variables(n.Name) ?? FeelType.Any,
            PathNode n => Member(Inner(n.Source), n.Member),
            NegateNode n => Inner(n.Operand),
            BinaryNode { Operator: <= BinaryOperator.GreaterOrEqual } or BetweenNode or InNode or InstanceOfNode or QuantifiedNode => FeelType.Boolean,
            BinaryNode n => Arithmetic(Inner(n.Left), Inner(n.Right)),
            IfNode n => Common(Inner(n.Then), Inner(n.Else)),
            ListNode n => new ListType(n.Items.Select(Inner).Aggregate((FeelType?)null, (a, b) => a is null ? b : Common(a, b)) ?? FeelType.Any),
            ContextNode n => Context(n, variables, depth),
            _ => FeelType.Any,
        };
    }

    // Later entries see the earlier ones.
    private static ContextType Context(ContextNode node, Func<string, FeelType?> variables, int depth)
    {
        var entries = new List<FeelParameter>();
        FeelType? Find(string name) => entries.Find(e => e.Name == name)?.Type ?? variables(name);
        foreach (var entry in node.Entries) entries.Add(new FeelParameter(entry.Key, Of(entry.Value, Find, depth + 1)));
        return new ContextType(entries);
    }

    private static FeelType Arithmetic(FeelType left, FeelType right) =>
        left == right && (left == FeelType.Number || left == FeelType.String) ? left : FeelType.Any;

    private static FeelType Common(FeelType a, FeelType b) =>
        a.Equals(b) || b == FeelType.Null ? a : a == FeelType.Null ? b : FeelType.Any;

    private static FeelType Member(FeelType source, string member) =>
        source.Plain is ContextType context ? context.Entries.FirstOrDefault(e => e.Name == member)?.Type ?? FeelType.Any : FeelType.Any;
}
