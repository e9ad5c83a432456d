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

        foreach (var node in requires.Keys)
        {
            if (!Reaches(node, requires)) continue;
            node.InCycle = true;
            report(places[node], "cycle", $"The decision '{node.Name}' requires itself");
        }
    }

    /// <summary>Knowledge that requires itself through others; one that calls itself needs no other.</summary>
    public static void OfKnowledge(DmnDefinitions file, Func<string, DrgNode?> resolve, Action<DmnPlace, string, Wording> doubt)
    {
        var found = file.Knowledge.Select(e => (e.Place, Node: resolve("#" + (e.Place.Id.Length > 0 ? e.Place.Id : e.Place.Name)), e.Requires)).Where(e => e.Node is KnowledgeNode).ToList();
        var requires = found.DistinctBy(e => e.Node).ToDictionary(e => e.Node!, e => e.Requires.Select(resolve).OfType<KnowledgeNode>().Where(n => n != e.Node).ToList<DrgNode>());
        foreach (var (place, node, _) in found)
        {
            if (Reaches(node!, requires)) doubt(place, "cycle", $"The knowledge '{node!.Name}' requires itself");
        }
    }

    private static bool Reaches<T>(T start, Dictionary<T, List<T>> requires)
        where T : DrgNode
    {
        var seen = new HashSet<T>();
        var open = new Stack<T>(requires[start]);
        while (open.TryPop(out var node))
        {
            if (node == start) return true;
            if (!seen.Add(node) || !requires.TryGetValue(node, out var next)) continue;
            foreach (var n in next) open.Push(n);
        }

        return false;
    }
}
