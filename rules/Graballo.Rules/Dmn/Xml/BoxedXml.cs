using System.Xml.Linq;

namespace Graballo.Rules.Dmn.Xml;

/// <summary>Reads boxed expressions (DMN 1.5 §10.2). The depth is bounded by the reader's limit on nesting.</summary>
internal sealed class BoxedXml
{
    /// <summary>The first child that is an expression, or null.</summary>
    public BoxedExpression? FirstIn(XElement? parent)
    {
        foreach (var child in parent?.Elements() ?? [])
        {
            if (child.Name.Namespace == parent!.Name.Namespace && Expression(child) is { } expression) return expression;
        }

        return null;
    }

    /// <summary>Logic of a business knowledge model, or a function inside an expression.</summary>
    public BoxedFunction Function(XElement element) => new(
        DmnXml.Place(element),
        DmnXml.TypeRef(element),
        element.Attribute("kind")?.Value ?? "FEEL",
        [.. DmnXml.Children(element, "formalParameter").Select(p => (DmnXml.Name(p) ?? "", DmnXml.TypeRef(p)))],
        FirstIn(element));

    private BoxedExpression? Expression(XElement e)
    {
        var (place, type) = (DmnXml.Place(e), DmnXml.TypeRef(e));
        return e.Name.LocalName switch
        {
            "literalExpression" => new BoxedLiteral(place, type, DmnXml.Text(e), e.Attribute("expressionLanguage")?.Value),
            "context" => new BoxedContext(place, type, [.. DmnXml.Children(e, "contextEntry").Select(Entry)]),
            "invocation" => new BoxedInvocation(place, type, FirstIn(e), [.. DmnXml.Children(e, "binding").Select(Binding)]),
            "functionDefinition" => Function(e),
            "list" => new BoxedList(place, type, [.. Items(e)]),
            "relation" => Relation(e, place, type),
            "conditional" => new BoxedConditional(place, type, Part(e, "if"), Part(e, "then"), Part(e, "else")),
            "filter" => new BoxedFilter(place, type, Part(e, "in"), Part(e, "match")),
            "for" => Iteration(e, place, type, IterationKind.For, "return"),
            "some" => Iteration(e, place, type, IterationKind.Some, "satisfies"),
            "every" => Iteration(e, place, type, IterationKind.Every, "satisfies"),
            "decisionTable" => Table(e, place, type),
            _ => null,
        };
    }

    private BoxedExpression? Part(XElement e, string name) => FirstIn(DmnXml.Child(e, name));

    private BoxedEntry Entry(XElement e)
    {
        var variable = DmnXml.Child(e, "variable");
        return new BoxedEntry(variable is null ? null : DmnXml.Name(variable), DmnXml.TypeRef(variable), FirstIn(e));
    }

    private BoxedEntry Binding(XElement e)
    {
        var parameter = DmnXml.Child(e, "parameter");
        return new BoxedEntry(parameter is null ? null : DmnXml.Name(parameter), DmnXml.TypeRef(parameter), FirstIn(e));
    }

    private IEnumerable<BoxedExpression?> Items(XElement e) =>
        e.Elements().Where(c => c.Name.Namespace == e.Name.Namespace).Select(Expression).Where(x => x is not null);

    private BoxedRelation Relation(XElement e, DmnPlace place, string? type) => new(
        place,
        type,
        [.. DmnXml.Children(e, "column").Select(c => (DmnXml.Name(c) ?? "", DmnXml.TypeRef(c)))],
        [.. DmnXml.Children(e, "row").Select(r => (IReadOnlyList<BoxedExpression?>)[.. Items(r)])]);

    private BoxedIteration Iteration(XElement e, DmnPlace place, string? type, IterationKind kind, string body) => new(
        place, type, kind, DmnXml.Normalise(e.Attribute("iteratorVariable")?.Value ?? ""), Part(e, "in"), Part(e, body));

    private static BoxedTable Table(XElement e, DmnPlace place, string? type) => new(
        place,
        type,
        e.Attribute("hitPolicy")?.Value ?? "UNIQUE",
        e.Attribute("aggregation")?.Value,
        [.. DmnXml.Children(e, "input").Select(Input)],
        [.. DmnXml.Children(e, "output").Select(Output)],
        [.. DmnXml.Children(e, "annotation").Select(a => a.Attribute("name")?.Value ?? "annotation")],
        [.. DmnXml.Children(e, "rule").Select(Rule)]);

    private static TableInput Input(XElement e)
    {
        var expression = DmnXml.Child(e, "inputExpression");
        var text = DmnXml.Text(expression);
        return new TableInput(
            DmnXml.Place(e), e.Attribute("label")?.Value ?? text?.Text.Trim() ?? "", text, DmnXml.TypeRef(expression), DmnXml.Text(DmnXml.Child(e, "inputValues")));
    }

    private static TableOutput Output(XElement e) => new(
        DmnXml.Place(e), DmnXml.Name(e), DmnXml.TypeRef(e), DmnXml.Text(DmnXml.Child(e, "outputValues")), DmnXml.Text(DmnXml.Child(e, "defaultOutputEntry")));

    private static TableRule Rule(XElement e) => new(
        DmnXml.Place(e),
        [.. DmnXml.Children(e, "inputEntry").Select(Cell)],
        [.. DmnXml.Children(e, "outputEntry").Select(Cell)],
        [.. DmnXml.Children(e, "annotationEntry").Select(a => DmnXml.Child(a, "text")?.Value.Trim() ?? "")],
        DmnXml.Child(e, "description")?.Value.Trim());

    private static BoxedText Cell(XElement e) => DmnXml.Text(e) ?? new BoxedText("", DmnXml.Line(e).Line, DmnXml.Line(e).Column);
}
