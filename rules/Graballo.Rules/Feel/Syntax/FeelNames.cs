namespace Graballo.Rules.Feel.Syntax;

/// <summary>What the parser knows beforehand: variables in scope and the names that may follow a dot.</summary>
internal sealed class FeelNames
{
    private static readonly string[] Properties = ["time offset", "start included", "end included"];

    public FeelNames(IEnumerable<string> variables, IEnumerable<string> members, IEnumerable<string>? types = null)
    {
        foreach (var name in types ?? []) Types.Add(name);
        foreach (var name in variables) Variables.Add(name);
        foreach (var name in Properties.Concat(members)) Members.Add(name);
    }

    /// <summary>Other variables with the members and types of <paramref name="shared"/>: those of a file are put together once.</summary>
    public FeelNames(IEnumerable<string> variables, FeelNames shared)
    {
        (Members, Types) = (shared.Members, shared.Types);
        foreach (var name in variables) Variables.Add(name);
    }

    public static NameTable Builtins { get; } = Table(Functions.BuiltinFunctions.Names);

    public NameTable Variables { get; } = new();

    public NameTable Members { get; } = new();

    /// <summary>Named types, for <c>instance of</c> and parameters.</summary>
    public NameTable Types { get; } = new();

    private static NameTable Table(IEnumerable<string> names)
    {
        var table = new NameTable();
        foreach (var name in names) table.Add(name);
        return table;
    }
}
