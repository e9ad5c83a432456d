using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <content>Starting an instance (BPMN 2.0.2 §13.2), and what triggers need.</content>
internal sealed partial class Run
{
    public Scope Root => scopes[0];

    public void Begin(Body body, FeelContext variables, Node? start)
    {
        foreach (var (name, _) in Locals(body))
            if (!variables.Contains(name))
                variables = variables.With(name, null);
        var root = AddScope(id => new Scope(id, 0, 0, ScopeKind.Process, body.Id) { Variables = variables });
        start ??= body.Starts.Count == 0 ? body.TriggeredStarts.FirstOrDefault() : null;
        if (start is null || start.Construct is Constructs.StartEvent)
        {
            Open(root, body, start);
            return;
        }

        Open(root, body, start);
        foreach (var other in start.Incoming.Where(edge => edge.Source.WantsAll).SelectMany(edge => edge.Source.Outgoing).Where(edge => edge.Target != start))
            Place(root.Id, other.Target, other.Id);
        foreach (var token in tokens.Where(token => token.Node == start.Id && token.Scope == root.Id))
            Received(token, start);
    }

    /// <summary>The message that started the instance is the one that a receive task or event waits for.</summary>
    private void Received(Token token, Node node)
    {
        if (node.IsActivity)
        {
            token = Update(token with { Phase = TokenPhase.Active });
            Emit(new ElementEntered(node.Id, TokenId(token)));
            EndActivity(token, node);
        }
        else if (node.Construct is Constructs.CatchEvent)
        {
            Pass(token, node);
        }
    }

    public Wait? Wait(WaitKind kind, string id) =>
        waits.Find(WaitIds.Number(kind, id)) is { } wait && wait.Kind == kind ? wait : null;

    /// <summary>Takes a wait away that got what it waited for.</summary>
    public void Consume(Wait wait) => waits.Remove(wait.Id);
}
