namespace Graballo.Rules.Dmn.Xml;

/// <summary>Where an element stands in its file.</summary>
internal sealed record DmnPlace(string Id, string Name, int Line, int Column);

/// <summary>A file as read, before its references are followed (DMN 1.5 chapter 6).</summary>
internal sealed record DmnDefinitions(
    DmnPlace Place,
    string Namespace,
    IReadOnlyList<DmnImport> Imports,
    IReadOnlyList<ItemElement> Items,
    IReadOnlyList<InputElement> Inputs,
    IReadOnlyList<DecisionElement> Decisions,
    IReadOnlyList<KnowledgeElement> Knowledge,
    IReadOnlyList<ServiceElement> Services);

/// <summary>Another file, under the name that its elements get here.</summary>
internal sealed record DmnImport(DmnPlace Place, string Namespace, string Type);

internal sealed record ItemElement(
    DmnPlace Place,
    string? TypeRef,
    bool IsCollection,
    BoxedText? AllowedValues,
    BoxedText? Constraint,
    IReadOnlyList<ItemElement> Components,
    FunctionItem? Function);

internal sealed record FunctionItem(string? OutputType, IReadOnlyList<(string Name, string? TypeRef)> Parameters);

internal sealed record InputElement(DmnPlace Place, string? TypeRef);

internal sealed record DecisionElement(
    DmnPlace Place, string? TypeRef, string? Description, string? Question, IReadOnlyList<string> Requires, BoxedExpression? Logic);

internal sealed record KnowledgeElement(DmnPlace Place, string? TypeRef, IReadOnlyList<string> Requires, BoxedFunction? Logic);

internal sealed record ServiceElement(
    DmnPlace Place, string? TypeRef, IReadOnlyList<string> Outputs, IReadOnlyList<string> InputDecisions, IReadOnlyList<string> InputData);

/// <summary>A FEEL text with its place in the file.</summary>
internal sealed record BoxedText(string Text, int Line, int Column)
{
    /// <summary>As it stands in the file from its first character on, when that is longer than the text.</summary>
    public string? Raw { get; init; }

    /// <summary>The place in the file of a place in the text.</summary>
    public (int Line, int Column) At(int line, int column)
    {
        if (Raw is null) return (Line + line - 1, line == 1 ? Column + column - 1 : column);
        var (at, inText, inFile) = (0, (Line: 1, Column: 1), (Line, Column));
        while (at < Raw.Length && inText.CompareTo((line, column)) < 0)
        {
            var (length, read) = RawText.Next(Raw, at);
            var end = Raw[at] == '\n';
            inFile = end ? (inFile.Line + 1, 1) : (inFile.Line, inFile.Column + length);
            inText = end ? (inText.Line + 1, 1) : (inText.Line, inText.Column + read);
            at += length;
        }

        return inFile;
    }
}

/// <summary>An expression in a box (DMN 1.5 §10.2).</summary>
internal abstract record BoxedExpression(DmnPlace Place, string? TypeRef);

internal sealed record BoxedLiteral(DmnPlace Place, string? TypeRef, BoxedText? Text, string? Language) : BoxedExpression(Place, TypeRef);

/// <summary>A nameless entry is the result.</summary>
internal sealed record BoxedEntry(string? Name, string? TypeRef, BoxedExpression? Value);

internal sealed record BoxedContext(DmnPlace Place, string? TypeRef, IReadOnlyList<BoxedEntry> Entries) : BoxedExpression(Place, TypeRef);

internal sealed record BoxedInvocation(DmnPlace Place, string? TypeRef, BoxedExpression? Function, IReadOnlyList<BoxedEntry> Bindings)
    : BoxedExpression(Place, TypeRef);

internal sealed record BoxedFunction(
    DmnPlace Place, string? TypeRef, string Kind, IReadOnlyList<(string Name, string? TypeRef)> Parameters, BoxedExpression? Body)
    : BoxedExpression(Place, TypeRef);

internal sealed record BoxedList(DmnPlace Place, string? TypeRef, IReadOnlyList<BoxedExpression?> Items) : BoxedExpression(Place, TypeRef);

internal sealed record BoxedRelation(
    DmnPlace Place, string? TypeRef, IReadOnlyList<(string Name, string? TypeRef)> Columns, IReadOnlyList<IReadOnlyList<BoxedExpression?>> Rows)
    : BoxedExpression(Place, TypeRef);

internal sealed record BoxedConditional(DmnPlace Place, string? TypeRef, BoxedExpression? If, BoxedExpression? Then, BoxedExpression? Else)
    : BoxedExpression(Place, TypeRef);

internal sealed record BoxedFilter(DmnPlace Place, string? TypeRef, BoxedExpression? In, BoxedExpression? Match) : BoxedExpression(Place, TypeRef);

internal enum IterationKind
{
    For,
    Some,
    Every,
}

internal sealed record BoxedIteration(
    DmnPlace Place, string? TypeRef, IterationKind Kind, string Variable, BoxedExpression? In, BoxedExpression? Body)
    : BoxedExpression(Place, TypeRef);

internal sealed record BoxedTable(
    DmnPlace Place,
    string? TypeRef,
    string HitPolicy,
    string? Aggregation,
    IReadOnlyList<TableInput> Inputs,
    IReadOnlyList<TableOutput> Outputs,
    IReadOnlyList<string> Annotations,
    IReadOnlyList<TableRule> Rules) : BoxedExpression(Place, TypeRef);

internal sealed record TableInput(DmnPlace Place, string Label, BoxedText? Expression, string? TypeRef, BoxedText? Values);

internal sealed record TableOutput(DmnPlace Place, string? Name, string? TypeRef, BoxedText? Values, BoxedText? Default);

internal sealed record TableRule(
    DmnPlace Place, IReadOnlyList<BoxedText> Inputs, IReadOnlyList<BoxedText> Outputs, IReadOnlyList<string> Annotations, string? Description);

/// <summary>An element that this version of the reader does not know.</summary>
internal sealed record BoxedUnknown(DmnPlace Place, string Element) : BoxedExpression(Place, null);
