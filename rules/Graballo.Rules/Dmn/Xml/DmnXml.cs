using System.Xml;
using System.Xml.Linq;

namespace Graballo.Rules.Dmn.Xml;

/// <summary>Reads the elements of DMN 1.1 to 1.5 by their local names: the versions differ in namespace and not in what is read here.</summary>
internal sealed class DmnXml
{
    /// <summary>Characters of one file.</summary>
    public const int MaxCharacters = 10_000_000;

    private const int MaxElements = 300_000;

    /// <summary>Elements inside one another.</summary>
    private const int MaxNesting = 150;

    private readonly BoxedXml _boxed = new();

    /// <summary>XmlException when the text is not well-formed, too large, too deep or no DMN.</summary>
    public static DmnDefinitions Read(string xml)
    {
        if (xml.Length > MaxCharacters) throw new XmlException($"The file has more than {MaxCharacters} characters.");
        CheckSize(xml);
        using var reader = Reader(xml);
        var document = XDocument.Load(reader, LoadOptions.SetLineInfo);
        document.AddAnnotation(new RawText(xml));
        var root = document.Root!;
        if (root.Name.LocalName != "definitions" || !root.Name.NamespaceName.Contains("/DMN/", StringComparison.Ordinal) && !root.Name.NamespaceName.Contains("/dmn", StringComparison.Ordinal))
            throw new XmlException("The root element is no DMN definitions.", null, Line(root).Line, Line(root).Column);
        return new DmnXml().Definitions(root);
    }

    private static XmlReader Reader(string xml) => XmlReader.Create(new StringReader(xml), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxCharacters,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    });

    // Before a tree is made of it.
    private static void CheckSize(string xml)
    {
        using var reader = Reader(xml);
        var elements = 0;
        while (reader.Read())
        {
            if (reader.Depth > MaxNesting) throw new XmlException($"Elements are nested more than {MaxNesting} deep.");
            if (reader.NodeType == XmlNodeType.Element && ++elements > MaxElements) throw new XmlException($"The file has more than {MaxElements} elements.");
        }
    }

    public static DmnPlace Place(XElement element, string? name = null) =>
        new(element.Attribute("id")?.Value ?? "", name ?? Name(element) ?? "", Line(element).Line, Line(element).Column);

    public static string? Name(XElement element) => element.Attribute("name")?.Value is { } name ? Normalise(name) : null;

    public static IEnumerable<XElement> Children(XElement? element, string name) =>
        element?.Elements().Where(e => e.Name.LocalName == name && e.Name.Namespace == element.Name.Namespace) ?? [];

    public static XElement? Child(XElement? element, string name) => Children(element, name).FirstOrDefault();

    public static BoxedText? Text(XElement? element)
    {
        var text = Child(element, "text");
        if (text is null) return null;
        var (line, column) = Line(text);
        if (text.Document?.Annotation<RawText>() is not { } raw || text.IsEmpty) return new BoxedText(text.Value, line, column + "<text>".Length);
        var content = raw.Content(line, column);
        return new BoxedText(text.Value, content.Line, content.Column) { Raw = content.Raw };
    }

    /// <summary>An attribute, or in DMN 1.1 an element; a prefix of XML is resolved to "{namespace}name".</summary>
    public static string? TypeRef(XElement? element)
    {
        var text = element?.Attribute("typeRef")?.Value ?? Child(element, "typeRef")?.Value;
        if (string.IsNullOrWhiteSpace(text)) return null;
        text = text.Trim();
        var colon = text.IndexOf(':');
        if (colon <= 0) return Normalise(text);
        XNamespace? space;
        try
        {
            space = element!.GetNamespaceOfPrefix(text[..colon]);
        }
        catch (XmlException)
        {
            return Normalise(text);
        }

        return space is null ? Normalise(text) : $"{{{space.NamespaceName}}}{Normalise(text[(colon + 1)..])}";
    }

    public static (int Line, int Column) Line(XObject node) => node is IXmlLineInfo info && info.HasLineInfo() ? (info.LineNumber, info.LinePosition) : (0, 0);

    /// <summary>Runs of white space in a name count as one space (DMN 1.5 §10.3.1.4).</summary>
    public static string Normalise(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private DmnDefinitions Definitions(XElement root) => new(
        Place(root),
        root.Attribute("namespace")?.Value.Trim() ?? "",
        [.. Children(root, "import").Select(i => new DmnImport(Place(i), i.Attribute("namespace")?.Value.Trim() ?? "", i.Attribute("importType")?.Value ?? ""))],
        [.. Children(root, "itemDefinition").Select(Item)],
        [.. Children(root, "inputData").Select(i => new InputElement(Variable(i), TypeRef(Child(i, "variable"))))],
        [.. Children(root, "decision").Select(Decision)],
        [.. Children(root, "businessKnowledgeModel").Select(Knowledge)],
        [.. Children(root, "decisionService").Select(Service)]);

    private static ItemElement Item(XElement item) => new(
        Place(item),
        TypeRef(item),
        item.Attribute("isCollection")?.Value is "true" or "1",
        Text(Child(item, "allowedValues")),
        Text(Child(item, "typeConstraint")),
        [.. Children(item, "itemComponent").Select(Item)],
        Child(item, "functionItem") is { } function
            ? new FunctionItem(
                OutputType(function),
                [.. Children(function, "parameters").Select(p => (Name(p) ?? "", TypeRef(p)))])
            : null);

    private static string? OutputType(XElement function)
    {
        var text = function.Attribute("outputTypeRef")?.Value;
        return text is null ? null : TypeRef(new XElement(function.Name, function.Attributes().Where(a => a.IsNamespaceDeclaration), new XAttribute("typeRef", text)));
    }

    // The variable has the name that expressions use; it is nearly always the element's.
    private static DmnPlace Variable(XElement element)
    {
        var name = Name(element) ?? "";
        return Place(element, name.Length > 0 ? name : Child(element, "variable") is { } v ? Name(v) : "");
    }

    private DecisionElement Decision(XElement decision) => new(
        Variable(decision),
        TypeRef(Child(decision, "variable")),
        Child(decision, "description")?.Value.Trim(),
        Child(decision, "question")?.Value.Trim(),
        Requirements(decision),
        _boxed.FirstIn(decision));

    private KnowledgeElement Knowledge(XElement knowledge) => new(
        Variable(knowledge),
        TypeRef(Child(knowledge, "variable")),
        Requirements(knowledge),
        Child(knowledge, "encapsulatedLogic") is { } logic ? _boxed.Function(logic) : null);

    private static ServiceElement Service(XElement service) => new(
        Variable(service),
        TypeRef(Child(service, "variable")),
        Hrefs(service, "outputDecision"),
        Hrefs(service, "inputDecision"),
        Hrefs(service, "inputData"));

    private static List<string> Requirements(XElement element) =>
    [
        .. Children(element, "informationRequirement").SelectMany(r => Hrefs(r, "requiredInput").Concat(Hrefs(r, "requiredDecision"))),
        .. Children(element, "knowledgeRequirement").SelectMany(r => Hrefs(r, "requiredKnowledge")),
    ];

    private static List<string> Hrefs(XElement element, string name) =>
        [.. Children(element, name).Select(e => e.Attribute("href")?.Value.Trim() ?? "").Where(h => h.Length > 0)];
}
