using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <summary>Which outgoing flows get a token (BPMN 2.0.2 §13.4 and §8.4.13).</summary>
internal static class Conditions
{
    /// <summary>
    /// All flows without a condition and all whose condition is true; the default flow when that is none.
    /// Null when nothing can be taken. Activities, events and inclusive gateways choose this way.
    /// </summary>
    public static IReadOnlyList<Edge>? OutOf(Run run, Token token, Node node)
    {
        if (Unconditional(node))
            return node.Outgoing;
        var scope = run.ContextOf(token);
        var chosen = new List<Edge>();
        foreach (var edge in node.Outgoing)
            if (edge != node.Default && (edge.Condition is null || edge.Condition.IsTrue(scope, run.Options)))
                chosen.Add(edge);
        // A default flow stands for "none of the conditions"; flows without a condition are no conditions.
        if (node.Default is { } otherwise && !chosen.Exists(edge => edge.Condition is not null))
            chosen.Add(otherwise);
        return chosen.Count == 0 ? null : chosen;
    }

    /// <summary>The first flow whose condition is true, else the default (BPMN 2.0.2 §13.4.2).</summary>
    public static Edge? FirstOutOf(Run run, Token token, Node node)
    {
        if (node.Outgoing.Count == 1 && node.Outgoing[0].Condition is null)
            return node.Outgoing[0];
        var scope = run.ContextOf(token);
        foreach (var edge in node.Outgoing)
            if (edge != node.Default && (edge.Condition is null || edge.Condition.IsTrue(scope, run.Options)))
                return edge;
        return node.Default;
    }

    private static bool Unconditional(Node node)
    {
        if (node.Default is not null)
            return false;
        foreach (var edge in node.Outgoing)
            if (edge.Condition is not null)
                return false;
        return true;
    }
}
