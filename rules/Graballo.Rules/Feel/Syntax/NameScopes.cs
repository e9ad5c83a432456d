namespace Graballo.Rules.Feel.Syntax;

/// <summary>
/// The names in scope while parsing, so that <c>Monthly Salary</c> or <c>a-b</c> is read as one name where it is one
/// (DMN 1.5 §10.3.1.2: the longest known name wins).
/// </summary>
internal sealed class NameScopes(NameTable members)
{
    private readonly List<NameTable> _stack = [];

    // Names that follow a dot: item components and properties known beforehand, and the context keys of this expression.
    private readonly NameTable _keys = new();

    public void AddMember(string name) => _keys.Add(name);

    /// <summary>In a filter the entries of the item are in scope.</summary>
    public void PushMembers()
    {
        Push(members);
        Push(_keys);
    }

    public (string Name, int Length) LongestMember(IReadOnlyList<FeelToken> tokens, int at)
    {
        var (known, key) = (members.Longest(tokens, at), _keys.Longest(tokens, at));
        return known.Length >= key.Length ? known : key;
    }

    public void Push(NameTable table) => _stack.Add(table);

    public void Push(IEnumerable<string> names)
    {
        var table = new NameTable();
        foreach (var name in names) table.Add(name);
        Push(table);
    }

    public void Pop() => _stack.RemoveAt(_stack.Count - 1);

    public NameTable Top => _stack[^1];

    public (string Name, int Length) Longest(IReadOnlyList<FeelToken> tokens, int at)
    {
        var best = ("", 0);
        for (var i = _stack.Count - 1; i >= 0; i--)
        {
            var found = _stack[i].Longest(tokens, at);
            if (found.Length > best.Item2) best = found;
        }

        return best;
    }
}

/// <summary>Names by their first piece.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, List<(string Name, string[] Pieces)>> _byFirst = new(StringComparer.Ordinal);

    public NameTable Add(string name)
    {
        if (FeelLexer.Pieces(name) is not { } pieces) return this;
        if (!_byFirst.TryGetValue(pieces[0], out var list)) _byFirst[pieces[0]] = list = [];
        if (!list.Exists(e => e.Name == name)) list.Add((name, pieces));
        return this;
    }

    public (string Name, int Length) Longest(IReadOnlyList<FeelToken> tokens, int at)
    {
        var best = ("", 0);
        if (tokens[at].Kind != TokenKind.Word || !_byFirst.TryGetValue(tokens[at].Text, out var list)) return best;
        foreach (var (name, pieces) in list)
        {
            if (pieces.Length > best.Item2 && Matches(tokens, at, pieces)) best = (name, pieces.Length);
        }

        return best;
    }

    private static bool Matches(IReadOnlyList<FeelToken> tokens, int at, string[] pieces)
    {
        if (at + pieces.Length >= tokens.Count) return false;
        for (var i = 0; i < pieces.Length; i++)
        {
            if (!tokens[at + i].IsNamePart || tokens[at + i].Text != pieces[i]) return false;
        }

        return true;
    }
}
