namespace Graballo.Rules.Feel.Syntax;

/// <summary>What the parser knows beforehand: variables in scope and the names that may follow a dot.</summary>
internal sealed class FeelNames
{
    private static readonly string[] Properties = ["time offset", "start included", "end included"];

    public FeelNames(IEnumerable<string> variables, IEnumerable<string> members)
    {
        foreach (var name in variables) Variables.Add(name);
        foreach (var name in Properties.Concat(members)) Members.Add(name);
    }

    public static NameTable Builtins { get; } = Table(Functions.BuiltinFunctions.Names);

    public NameTable Variables { get; } = new();

    public NameTable Members { get; } = new();

    private static NameTable Table(IEnumerable<string> names)
    {
        var table = new NameTable();
        foreach (var name in names) table.Add(name);
        return table;
    }
}
