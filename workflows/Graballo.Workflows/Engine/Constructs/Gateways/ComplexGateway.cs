using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>
/// Complex gateway (BPMN 2.0.2 §13.4.5). Waiting for start: fires when its activation condition is true.
/// Then waiting for reset: takes what else can still come, and begins anew. A token without a way to go
/// stands for the second phase; it names the flows already consumed.
/// </summary>
internal sealed class ComplexGateway : Construct
{
    public override void Enter(Run run, Token token, Node node)
    {
        if (node.Incoming.Count <= 1)
        {
            Leave(run, token, node, starting: true);
            return;
        }

        run.Update(token with { Phase = TokenPhase.Arrived });
        if (Marker(run, token.Scope, node) is null)
            TryStart(run, token.Scope, node);
    }

    public override bool Awaken(Run run, Token token, Node node)
    {
        if (token.Phase != TokenPhase.Active || token.Via is null)
            return false;
        var consumed = token.Via.Split(' ');
        var arrived = run.ArrivedAt(token.Scope, node.Id);
        List<int> empty = [], full = [];
        for (var at = 0; at < node.Incoming.Count; at++)
        {
            var edge = node.Incoming[at].Id;
            var has = consumed.Contains(edge) || Array.Exists(arrived, one => one.Via == edge);
            (has ? full : empty).Add(at);
        }

        if (Joining.MoreMayCome(run, token.Scope, node, empty, []))
            return false;
        foreach (var at in full)
            if (!consumed.Contains(node.Incoming[at].Id))
                run.Discard(Array.Find(arrived, one => one.Via == node.Incoming[at].Id)!);
        Leave(run, run.Update(token with { Via = null }), node, starting: false);
        TryStart(run, token.Scope, node);
        return true;
    }

    private static void TryStart(Run run, int scope, Node node)
    {
        if (run.ScopeOf(scope) is null)
            return;
        var arrived = run.ArrivedAt(scope, node.Id);
        if (arrived.Length == 0 || !IsActivated(run, scope, node, arrived))
            return;
        var taken = node.Incoming
            .Select(edge => Array.Find(arrived, one => one.Via == edge.Id))
            .OfType<Token>()
            .ToArray();
        var first = taken[0];
        foreach (var other in taken.Skip(1))
            run.Discard(other);
        var marker = run.Place(scope, node);
        run.Update(marker with { Phase = TokenPhase.Active, Via = string.Join(' ', taken.Select(token => token.Via)) });
        Leave(run, run.Update(first with { Phase = TokenPhase.Active, Via = null }), node, starting: true);
    }

    private static bool IsActivated(Run run, int scope, Node node, Token[] arrived)
    {
        if (node.Details.ActivationCondition is not { } condition)
            return node.Incoming.All(edge => Array.Exists(arrived, token => token.Via == edge.Id));
        var variables = run.ContextOf(scope)
            .With("activationCount", FeelValue.From(arrived.Length))
            .With("waitingForStart", true);
        foreach (var edge in node.Incoming)
            variables = variables.With(edge.Id, FeelValue.From(arrived.Count(token => token.Via == edge.Id)));
        return condition.IsTrue(variables, run.Options);
    }

    private static Token? Marker(Run run, int scope, Node node) =>
        Array.Find(run.TokensIn(scope), token => token.Node == node.Id && token.Phase == TokenPhase.Active && token.Via is not null);

    /// <summary>
    /// At the start every flow that is unconditional or true; at the reset only those whose condition says
    /// so, for which it may look at waitingForStart. None is fine then.
    /// </summary>
    private static void Leave(Run run, Token token, Node node, bool starting)
    {
        var variables = run.ContextOf(token).With("waitingForStart", starting);
        var chosen = node.Outgoing
            .Where(edge => edge != node.Default && (edge.Condition?.IsTrue(variables, run.Options) ?? starting))
            .ToList();
        if (starting && chosen.Count == 0 && node.Default is not null)
            chosen.Add(node.Default);
        if (starting && chosen.Count == 0 && node.Outgoing.Count > 0)
        {
            run.Incident(token, "No outgoing sequence flow can be taken: every condition is false and there is no default flow.");
            return;
        }

        if (starting)
        {
            run.Emit(new ElementEntered(node.Id, Run.TokenId(token)));
            run.Emit(new ElementLeft(node.Id, Run.TokenId(token)));
        }

        run.Follow(token, chosen);
    }
}
