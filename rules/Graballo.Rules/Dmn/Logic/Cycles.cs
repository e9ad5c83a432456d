using Graballo.Rules.Dmn.Xml;

namespace Graballo.Rules.Dmn.Logic;

/// <summary>Finds decisions that require themselves, directly or through others (DMN 1.5 §6.3.7 forbids it).</summary>
internal static class Cycles
{
    public static void Mark(DmnDefinitions file, Func<string, DrgNode?> resolve, Action<DmnPlace, string, Wording> report)
    {
        var requires = new Dictionary<DecisionNode, List<DecisionNode>>();
        var places = new Dictionary<DecisionNode, DmnPlace>();
        foreach (var e in file.Decisions)
        {
            if (resolve("#" + (e.Place.Id.Length > 0 ? e.Place.Id : e.Place.Name)) is not DecisionNode node) continue;
            requires[node] = [.. e.Requires.Select(resolve).OfType<DecisionNode>()];
            places[node] = e.Place;
        }

        foreach (var node in InCircles(requires))
        {
            node.InCycle = true;
            report(places[node], "cycle", $"The decision '{node.Name}' requires itself");
        }
    }

    /// <summary>Knowledge that requires itself through others; one that calls itself needs no other.</summary>
    public static void OfKnowledge(DmnDefinitions file, Func<string, DrgNode?> resolve, Action<DmnPlace, string, Wording> doubt)
    {
        var found = file.Knowledge.Select(e => (e.Place, Node: resolve("#" + (e.Place.Id.Length > 0 ? e.Place.Id : e.Place.Name)), e.Requires)).Where(e => e.Node is KnowledgeNode).ToList();
        var requires = found.DistinctBy(e => e.Node).ToDictionary(e => e.Node!, e => e.Requires.Select(resolve).OfType<KnowledgeNode>().Where(n => n != e.Node).ToList<DrgNode>());
        var circles = InCircles(requires).ToHashSet();
        foreach (var (place, node, _) in found)
        {
            if (circles.Contains(node!)) doubt(place, "cycle", $"The knowledge '{node!.Name}' requires itself");
        }
    }

    // The decisions that reach themselves are those of a strongly connected part (Tarjan), found in one walk with a stack of its own.
    private static IEnumerable<T> InCircles<T>(Dictionary<T, List<T>> requires)
        where T : DrgNode
    {
        var walk = new Walk<T>(requires);
        foreach (var node in requires.Keys) walk.From(node);
        return requires.Keys.Where(walk.Circular.Contains);
    }

    private sealed class Walk<T>(Dictionary<T, List<T>> requires)
        where T : DrgNode
    {
        private readonly Dictionary<T, int> _order = [];
        private readonly Dictionary<T, int> _lowest = [];
        private readonly Stack<T> _part = new();
        private readonly HashSet<T> _open = [];

        public HashSet<T> Circular { get; } = [];

        public void From(T start)
        {
            if (_order.ContainsKey(start)) return;
            var path = new Stack<(T Node, int Next)>();
            Enter(start, path);
            while (path.TryPop(out var step))
            {
                var (node, next) = step;
                if (next == requires[node].Count)
                {
                    Close(node);
                    if (path.TryPeek(out var outer)) _lowest[outer.Node] = Math.Min(_lowest[outer.Node], _lowest[node]);
                    continue;
                }

                path.Push((node, next + 1));
                var other = requires[node][next];
                if (other == node) Circular.Add(node);
                if (!requires.ContainsKey(other)) continue;
                if (!_order.TryGetValue(other, out var order)) Enter(other, path);
                else if (_open.Contains(other)) _lowest[node] = Math.Min(_lowest[node], order);
            }
        }

        private void Enter(T node, Stack<(T Node, int Next)> path)
        {
            _order[node] = _lowest[node] = _order.Count;
            _part.Push(node);
            _open.Add(node);
            path.Push((node, 0));
        }

        private void Close(T node)
        {
            if (_lowest[node] != _order[node]) return;
            var single = _part.Peek() == node;
            T member;
            do
            {
                member = _part.Pop();
                _open.Remove(member);
                if (!single) Circular.Add(member);
            }
            while (member != node);
        }
    }
}
