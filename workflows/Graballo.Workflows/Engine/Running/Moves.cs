using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <summary>Tokens moved by a person's hand. Each answer is null when it was done, else why it makes no sense.</summary>
internal static class Moves
{
    private static readonly Ignored NoToken = new("There is no such token any more.", "move-gone");
    private static readonly Ignored InLoop = new("The token is inside a loop or a compensation, which count on it: move the one around it.", "move-loop");
    private static readonly Ignored ByEvent = new("What is triggered by an event cannot be entered by hand.", "move-event");

    /// <summary>Leaves a failed step out.</summary>
    public static Ignored? Skip(Run run, Wait incident)
    {
        if (incident.Token == 0 || run.Find(incident.Token) is not { } token)
        {
            run.Clear(incident);
            return null;
        }

        var node = run.NodeOf(token);
        if (node.Outgoing.Count > 1 && (token.Phase == TokenPhase.Leaving || !node.IsActivity) && node.Default is null)
            return new Ignored("The element has several ways out and none is the default: move the token to where it shall go on.", "skip-ways");
        run.Clear(incident);
        run.CancelContent(token);
        if (node.IsActivity && token.Phase is TokenPhase.Active)
            run.EndActivity(token, node);
        else if (token.Phase == TokenPhase.Leaving)
            run.Follow(token, WayOut(node), node.CompletionQuantity);
        else
            PassBy(run, token, node);
        return null;
    }

    public static Ignored? Move(Run run, string tokenId, string elementId)
    {
        if (Find(run, tokenId) is not { } token)
            return NoToken;
        for (var at = token; ;)
        {
            if (run.ScopeOf(at.Scope) is not { } scope || scope.Kind is ScopeKind.Instance or ScopeKind.Compensation)
                return InLoop;
            if (run.FlowOf(scope.Id).Node(elementId) is { } target && PathInto(run, scope, target) is { } path)
            {
                if (Refuse(target) is { } why)
                    return why;
                run.CancelContent(at);
                if (at.Phase == TokenPhase.Active)
                    run.Emit(new ElementLeft(at.Node, Run.TokenId(at), Cancelled: true));
                Place(run, at, path);
                return null;
            }

            // The target lies further out: the whole sub-process goes with its only token.
            if (run.TokensIn(scope.Id).Length > 1)
                return new Ignored("Other tokens are in the same sub-process, and the element is outside of it: move the sub-process's own token.", "move-company");
            if (scope.Owner == 0 || run.Find(scope.Owner) is not { } owner)
                return new Ignored($"The element '{elementId}' cannot be reached from where the token stands.", "move-apart");
            at = owner;
        }
    }

    public static Ignored? Cancel(Run run, string tokenId)
    {
        if (Find(run, tokenId) is not { } token || run.ScopeOf(token.Scope) is not { } scope)
            return NoToken;
        if (scope.Kind is ScopeKind.Instance or ScopeKind.Compensation)
            return InLoop;
        if (run.TokensIn(scope.Id).Length == 1)
            return new Ignored("It is the only token there: without it the flow or its sub-process would end as if it were done.", "move-last");
        run.Cancel(token);
        return null;
    }

    public static Ignored? Add(Run run, string elementId)
    {
        var places = run.AllScopes().Where(scope => scope.Kind is ScopeKind.Process or ScopeKind.Called or ScopeKind.Sub or ScopeKind.EventSub)
            .Select(scope => (Scope: scope, Target: run.FlowOf(scope.Id).Node(elementId)))
            .Where(place => place.Target is not null)
            .Select(place => (place.Scope, place.Target, Path: PathInto(run, place.Scope, place.Target!)))
            .Where(place => place.Path is not null).ToList();
        if (places.Count == 0)
            return new Ignored($"The element '{elementId}' is not in a part of the flow that runs.", "move-apart");
        var nearest = places.Where(place => place.Path!.Count == places.Min(other => other.Path!.Count)).ToList();
        if (nearest.Count > 1)
            return new Ignored($"The sub-process of '{elementId}' runs more than once: nothing says which one is meant.", "move-several");
        if (Refuse(nearest[0].Target!) is { } why)
            return why;
        var first = nearest[0].Path![0];
        Place(run, run.Put(nearest[0].Scope.Id, first), nearest[0].Path!);
        return null;
    }

    private static Token? Find(Run run, string id) =>
        int.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? run.Find(number) : null;

    /// <summary>The sub-processes to enter from a scope, then the target; null when it is not inside.</summary>
    private static List<Node>? PathInto(Run run, Scope scope, Node target)
    {
        if (run.Content(scope) is not { } body)
            return null;
        var path = new List<Node> { target };
        for (var at = target; at.Body != body; at = at.Body.Owner)
        {
            if (at.Body.Owner is not { } owner || owner.Loop is not null || owner.IsEventSubProcess || owner.Construct is not Constructs.SubProcess)
                return null;
            path.Insert(0, owner);
        }

        return path;
    }

    private static Ignored? Refuse(Node target) => target switch
    {
        { AttachedTo: not null } or { IsEventSubProcess: true } => ByEvent,
        { ForCompensation: true } => new Ignored("A compensation is run by the flow only.", "move-compensation"),
        { IsActivity: false, Type: "startEvent" } when target.Events.Count > 0 => ByEvent,
        { Incoming.Count: > 1, Type: "parallelGateway" or "inclusiveGateway" or "complexGateway" } =>
            new Ignored("A gateway that joins counts the ways by which tokens come: choose the element after it.", "move-join"),
        _ => null,
    };

    private static void Place(Run run, Token token, List<Node> path)
    {
        for (var at = 0; at < path.Count - 1; at++)
            if (run.EnterAt(token, path[at], path[at + 1]) is { } inner)
                token = inner;
            else
                return;
        run.Jump(token, path[^1]);
    }

    private static IReadOnlyList<Edge> WayOut(Node node) => node.Default is { } otherwise ? [otherwise] : [.. node.Outgoing.Take(1)];

    private static void PassBy(Run run, Token token, Node node)
    {
        if (token.Phase == TokenPhase.Ready)
            run.Emit(new ElementEntered(node.Id, Run.TokenId(token)));
        run.Emit(new ElementLeft(node.Id, Run.TokenId(token)));
        var ways = node.IsActivity && node.Default is null ? node.Outgoing : WayOut(node);
        run.Follow(run.Find(token.Id)!, ways);
    }
}
