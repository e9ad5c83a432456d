namespace Graballo.Rules.Feel.Syntax;

/// <summary>What the parser knows beforehand: variables in scope and the names that may follow a dot.</summary>
internal sealed class FeelNames
{
    private static readonly string[] Properties = ["time offset", "start included", "end included"];

    public FeelNames(IEnumerable<string> variables, IEnumerable<string> members)
    {
        foreach (var name in Functions.BuiltinFunctions.Names) Table.Add(name);
        foreach (var name in variables) Table.Add(name);
        Members = [.. Properties, .. members];
    }

    public NameTable Table { get; } = new();

    public IReadOnlyList<string> Members { get; }
}
