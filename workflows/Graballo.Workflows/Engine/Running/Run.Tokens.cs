using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <content>Tokens: coming, going, being taken away.</content>
internal sealed partial class Run
{
    /// <summary>Tokens that an instance may have at once.</summary>
    public const int MostTokens = 10_000;

    public static string TokenId(Token token) => token.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public Node NodeOf(Token token) => NodeOf(token.Scope, token.Node);

    public Token? Find(int token) => tokens.Find(token);

    public Token Update(Token token) => tokens.Replace(token);

    public Token[] AllTokens() => tokens.ToArray();

    public Token[] TokensIn(int scope) => tokens.Where(token => token.Scope == scope);

    /// <summary>Tokens that came to a node and wait there for others.</summary>
    public Token[] ArrivedAt(int scope, string node) =>
        tokens.Where(token => token.Scope == scope && token.Phase == TokenPhase.Arrived && token.Node == node);

    /// <summary>Makes a token that is about to enter a node.</summary>
    public Token Place(int scope, Node node, string? via = null)
    {
        var token = tokens.Add(new Token(nextId++, scope, node.Id, via, TokenPhase.Ready));
        Enqueue(token, node);
        return token;
    }

    /// <summary>Takes a token away for good; its scope may be complete then.</summary>
    public void Consume(Token token)
    {
        tokens.Remove(token.Id);
        CheckScope(token.Scope);
    }

    /// <summary>Takes a token away without asking whether that completes its scope.</summary>
    public void Discard(Token token) => tokens.Remove(token.Id);

    /// <summary>An event or gateway is passed: enter, leave, go on.</summary>
    public void Pass(Token token, Node node)
    {
        Emit(new ElementEntered(node.Id, TokenId(token)));
        Depart(token, node);
    }

    /// <summary>A node already entered is done.</summary>
    public void Depart(Token token, Node node, int quantity = 1)
    {
        Emit(new ElementLeft(node.Id, TokenId(token)));
        Leave(Update(token with { Phase = TokenPhase.Leaving }), node, quantity);
    }

    /// <summary>Chooses the outgoing flows of anything but a gateway and goes on (BPMN 2.0.2 §13.3.1).</summary>
    public void Leave(Token token, Node node, int quantity = 1)
    {
        IReadOnlyList<Edge>? chosen;
        try
        {
            chosen = Conditions.OutOf(this, token, node);
        }
        catch (Exception error) when (IsStepError(error))
        {
            Incident(token, error.Message);
            return;
        }

        if (chosen is null)
            Incident(token, "No outgoing sequence flow can be taken: every condition is false and there is no default flow.");
        else
            Follow(token, chosen, quantity);
    }

    /// <summary>Sends the token along the first flow and new ones along the others.</summary>
    public void Follow(Token token, IReadOnlyList<Edge> edges, int quantity = 1)
    {
        if (edges.Count == 0)
        {
            Consume(token);
            return;
        }

        // A token more in each round of a loop, or thousands at once, would fill the memory before the budget of elements is spent.
        if (tokens.Count + ((long)quantity * edges.Count) > MostTokens)
        {
            Incident(token, $"More than {MostTokens} tokens would be under way at once.");
            return;
        }

        var first = edges[0];
        Enqueue(Update(token with { Node = first.Target.Id, Via = first.Id, Phase = TokenPhase.Ready, Attempt = 0 }), first.Target);
        for (var round = 0; round < quantity; round++)
            for (var at = round == 0 ? 1 : 0; at < edges.Count; at++)
                Place(token.Scope, edges[at].Target, edges[at].Id);
    }

    /// <summary>Moves a token to another node of its scope, as a link or an interrupting boundary event does.</summary>
    public void Jump(Token token, Node target)
    {
        Enqueue(Update(token with { Node = target.Id, Via = null, Phase = TokenPhase.Ready, Attempt = 0 }), target);
    }

    /// <summary>Takes a token away together with all it waits for and all it owns.</summary>
    public void Cancel(Token token)
    {
        CancelContent(token);
        if (token.Phase == TokenPhase.Active)
            Emit(new ElementLeft(token.Node, TokenId(token), Cancelled: true));
        tokens.Remove(token.Id);
    }

    /// <summary>Ends what goes on inside a token's node and keeps the token.</summary>
    public void CancelContent(Token token)
    {
        ClearWaits(token.Id);
        foreach (var scope in scopes.Where(scope => scope.Owner == token.Id))
            CancelScope(scope.Id);
    }

    private void Enqueue(Token token, Node target) =>
        (target.Construct.RunsLate(target) ? late : ready).Enqueue(token.Id);
}
