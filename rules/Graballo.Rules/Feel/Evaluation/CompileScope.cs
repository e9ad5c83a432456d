using Graballo.Rules.Feel.Functions;

namespace Graballo.Rules.Feel.Evaluation;

/// <summary>The variables that a compiled expression finds in one frame, found by their place and not by their name.</summary>
internal sealed class CompileScope(CompileScope? parent, IEnumerable<string> names, bool isFilter = false)
{
    private readonly List<string> _names = [.. names];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>All names of this scope and those around it.</summary>
    public IEnumerable<string> AllNames() => Outer is null ? _names : _names.Concat(Outer.AllNames());

    /// <summary>How many names this scope itself has.</summary>
    public int Count => _names.Count;

    public void Add(string name) => _names.Add(name);

    /// <summary>Whether something asked for the name.</summary>
    public bool Uses(string name) => _used.Contains(name);

    /// <summary>
    /// In a filter the entries of the current item come first, if it is a context that has the name; that is known only
    /// when the filter runs (§10.3.2.5, filter expressions).
    /// </summary>
    public Eval Resolve(string name, int position)
    {
        var filters = new List<int>();
        var depth = 0;
        for (var scope = this; scope is not null; scope = scope.Outer, depth++)
        {
            scope._used.Add(name);
            if (scope.Filter)
            {
                filters.Add(depth);
                if (name != "item") continue;
            }

            var place = scope._names.LastIndexOf(name);
            if (place >= 0) return WithFilters(filters, name, Local(depth, place));
        }

        return WithFilters(filters, name, Global(name, position));
    }

    /// <summary>Whether the entries of an item may be in scope.</summary>
    public bool InFilter => Filter || Outer is { InFilter: true };

    private CompileScope? Outer { get; } = parent;

    private bool Filter { get; } = isFilter;

    private static Eval Local(int depth, int place) => depth switch
    {
        0 => (f, _) => f.Slots[place],
        1 => (f, _) => f.Parent!.Slots[place],
        2 => (f, _) => f.Parent!.Parent!.Slots[place],
        _ => (f, _) => Up(f, depth).Slots[place],
    };

    private static Eval Global(string name, int position)
    {
        var builtin = BuiltinFunctions.Find(name);
        if (builtin is not null) return (f, _) => f.Root.TryGetValue(name, out var value) ? value : builtin;
        return (f, s) => f.Root.TryGetValue(name, out var value) ? value : s.FailAt(position, "name", $"Nothing is named '{name}'");
    }

    private static Eval WithFilters(List<int> filters, string name, Eval otherwise)
    {
        foreach (var depth in Enumerable.Reverse(filters))
        {
            var next = otherwise;
            otherwise = (f, s) => Up(f, depth).Slots[0] is FeelContext item && item.TryGetValue(name, out var value) ? value : next(f, s);
        }

        return otherwise;
    }

    private static Frame Up(Frame frame, int depth)
    {
        for (; depth > 0; depth--) frame = frame.Parent!;
        return frame;
    }
}
