using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Intermediate throw event and end event (BPMN 2.0.2 §13.5.1, §13.5.6).</summary>
internal sealed class ThrowEvent : Construct
{
    public override bool RunsLate(Node node)
    {
        foreach (var definition in node.Events)
            if (definition.Kind is EventKind.Signal or EventKind.Message)
                return true;
        return false;
    }

    public override void Enter(Run run, Token token, Node node)
    {
        var payload = Results.Inputs(run, token, node);
        token = run.Update(token with { Phase = TokenPhase.Active, Via = null });
        run.Emit(new ElementEntered(node.Id, Run.TokenId(token)));
        Throw(run, token, node, 0, payload);
    }

    public override void Retry(Run run, Token token, Node node) => Throw(run, token, node, 0, Results.Inputs(run, token, node));

    /// <summary>A compensation this event asked for is done: the next definition, then on.</summary>
    public override void ScopeDone(Run run, Token token, Node node, Scope scope)
    {
        if (node.Events.Any(definition => definition.Kind == EventKind.Cancel))
        {
            Transaction.Cancelled(run, token);
            return;
        }

        var next = 0;
        while (next < node.Events.Count && node.Events[next].Kind != EventKind.Compensation)
            next++;
        Throw(run, token, node, next + 1, Results.Inputs(run, token, node));
    }

    /// <summary>Throws the definitions one after the other; any may take the token away or make it wait.</summary>
    private static void Throw(Run run, Token token, Node node, int from, FeelContext payload)
    {
        for (var at = from; at < node.Events.Count; at++)
            if (!Throwing.Throw(run, token, node, node.Events[at], payload))
                return;
        if (run.Find(token.Id) is { } still && still.Node == node.Id && still.Phase == TokenPhase.Active)
            run.Depart(still, node);
    }
}
