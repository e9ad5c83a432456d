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

/// <summary>Names as a tree of their pieces.</summary>
internal sealed class NameTable
{
    private readonly Branch _root = new();

    public NameTable Add(string name)
    {
        if (FeelLexer.Pieces(name) is not { } pieces) return this;
        var branch = _root;
        foreach (var piece in pieces) branch = branch.Grow(piece);
        branch.Name ??= name;
        return this;
    }

    public (string Name, int Length) Longest(IReadOnlyList<FeelToken> tokens, int at)
    {
        var best = ("", 0);
        if (tokens[at].Kind != TokenKind.Word) return best;
        var branch = _root;
        for (var i = at; i < tokens.Count - 1 && tokens[i].IsNamePart && branch.Find(tokens[i].Text) is { } next; i++)
        {
            branch = next;
            if (branch.Name is { } name) best = (name, i - at + 1);
        }

        return best;
    }

    private sealed class Branch
    {
        private Dictionary<string, Branch>? _next;

        public string? Name { get; set; }

        public Branch? Find(string piece) => _next?.GetValueOrDefault(piece);

        public Branch Grow(string piece)
        {
            _next ??= new Dictionary<string, Branch>(StringComparer.Ordinal);
            if (!_next.TryGetValue(piece, out var branch)) _next[piece] = branch = new Branch();
            return branch;
        }
    }
}
