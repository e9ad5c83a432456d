using Graballo.Rules.Dmn.Analysis;
using Graballo.Rules.Dmn.Xml;
using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Dmn;

/// <summary>What can be known of a model without running it on data.</summary>
public static class DmnAnalysis
{
    /// <summary>
    /// What reading found (syntax, references, types, cycles), unknown names, and for every table: values of a wrong type, rules that can
    /// never match or never win, gaps and overlaps, each with a counter-example. Tables whose cells depend on other variables are
    /// examined as far as their other cells tell. Bounded time.
    /// </summary>
    public static IReadOnlyList<DmnFinding> Analyze(DmnModel model)
    {
        var findings = new List<DmnFinding>(model.Findings);
        foreach (var decision in model.File.Decisions)
        {
            Examine(model, decision.Place, decision.Logic, findings);
            Result(model, decision, findings);
        }

        foreach (var knowledge in model.File.Knowledge) Examine(model, knowledge.Place, knowledge.Logic, findings);
        return findings;
    }

    // A plain expression tells its type, when it has one that is known.
    private static void Result(DmnModel model, DecisionElement decision, List<DmnFinding> findings)
    {
        if (decision.Logic is not BoxedLiteral { Text: { } text } || !FeelExpression.TryParse(text.Text, out var expression, out _)) return;
        if (decision.TypeRef is null || model.Types.Find(decision.TypeRef) is not { } asked) return;
        var type = TypeInference.Of(expression.Node, name => model.Nodes.FirstOrDefault(n => n.Name == name)?.Type);
        var value = expression.Node is LiteralNode { Invalid: null } literal ? literal.Value : null;
        if (value is null && (type.Plain is not FeelType.SimpleType || asked.Plain is not FeelType.SimpleType || asked.Plain == FeelType.Any || type.Plain == FeelType.Any || type.ConformsTo(asked) || type.Plain == FeelType.Date)) return;
        if (value is not null && Coercion.To(asked, value, out _)) return;
        Wording message = $"The decision '{decision.Place.Name}' is {asked.Name}, but its expression is {(value is null ? type.Name : FeelValue.Write(value))}";
        findings.Add(new DmnFinding(DmnSeverity.Error, "result", decision.Place.Id, decision.Place.Name, message.ToString(), text.Line, text.Column) { Args = message.Args });
    }

    private static void Examine(DmnModel model, DmnPlace owner, BoxedExpression? expression, List<DmnFinding> findings)
    {
        foreach (var part in BoxedParts.All(expression))
        {
            if (part is BoxedTable table) findings.AddRange(new TableAnalysis(model, owner, table).Findings());
        }
    }
}

/// <summary>An expression and everything inside it.</summary>
internal static class BoxedParts
{
    public static IEnumerable<BoxedExpression> All(BoxedExpression? expression)
    {
        if (expression is null) yield break;
        yield return expression;
        foreach (var part in Parts(expression).SelectMany(All)) yield return part;
    }

    private static IEnumerable<BoxedExpression?> Parts(BoxedExpression expression) => expression switch
    {
        BoxedContext e => e.Entries.Select(x => x.Value),
        BoxedInvocation e => e.Bindings.Select(b => b.Value).Prepend(e.Function),
        BoxedFunction e => [e.Body],
        BoxedList e => e.Items,
        BoxedRelation e => e.Rows.SelectMany(r => r),
        BoxedConditional e => [e.If, e.Then, e.Else],
        BoxedFilter e => [e.In, e.Match],
        BoxedIteration e => [e.In, e.Body],
        _ => [],
    };
}
