using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>What gateways that join have in common.</summary>
internal static class Joining
{
    /// <summary>When every incoming flow has a token, takes one of each, keeping the given one.</summary>
    public static bool TakeOneOfEach(Run run, Token keep, Node node)
    {
        var arrived = run.ArrivedAt(keep.Scope, node.Id);
        if (arrived.Length < node.Incoming.Count)
            return false;
        var others = new List<Token>();
        foreach (var edge in node.Incoming)
        {
            if (edge.Id == keep.Via)
                continue;
            if (Array.Find(arrived, token => token.Via == edge.Id) is not { } one)
                return false;
            others.Add(one);
        }

        foreach (var other in others)
            run.Discard(other);
        return true;
    }

    /// <summary>
    /// True when some token can still reach one of the <paramref name="empty"/> flows, and cannot reach one
    /// of the flows that already have a token (BPMN 2.0.2 §13.4.3: the rule of the inclusive join).
    /// </summary>
    public static bool MoreMayCome(Run run, int scope, Node node, IReadOnlyList<int> empty, IReadOnlyList<int> full)
    {
        foreach (var token in run.TokensIn(scope))
        {
            if (token.Node == node.Id)
                continue;
            if (empty.Any(at => node.Upstream[at].Contains(token.Node)) && !full.Any(at => node.Upstream[at].Contains(token.Node)))
                return true;
        }

        return false;
    }
}
