using Graballo.Workflows.Engine.Constructs;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <content>What moves by hand and looks from outside need.</content>
internal sealed partial class Run
{
    /// <summary>Makes a token that does not move by itself yet.</summary>
    public Token Put(int scope, Node node) => tokens.Add(new Token(nextId++, scope, node.Id, null, TokenPhase.Arrived));

    /// <summary>Enters a sub-process at one of its nodes instead of at its start.</summary>
    /// <returns>The token inside, which does not move yet; null when a boundary event or an event sub-process took over.</returns>
    public Token? EnterAt(Token token, Node sub, Node first)
    {
        token = Update(token with { Node = sub.Id, Phase = TokenPhase.Active, Via = null, Attempt = 0 });
        Emit(new ElementEntered(sub.Id, TokenId(token)));
        if (sub.Boundaries.Count > 0 && !ArmBoundaries(token, sub))
            return null;
        var scope = AddScope(id => new Scope(id, token.Scope, token.Id, ScopeKind.Sub, sub.Id) { Variables = SubProcess.VariablesOf(this, token, sub) });
        Open(scope, sub.Content!, first);
        return TokensIn(scope.Id) is [var inner, ..] ? Update(inner with { Phase = TokenPhase.Arrived }) : null;
    }

    /// <summary>What completes an open task, by the element that it waits at.</summary>
    public IReadOnlyList<TaskField> FieldsOf(string taskId) =>
        Wait(WaitKind.Task, taskId) is { } wait ? NodeOf(wait.Scope, wait.Node).Details.Fields : [];

    /// <summary>Tells all waits anew, as the effects that began them; nothing changes.</summary>
    public List<FlowEffect> Retell()
    {
        foreach (var wait in waits.ToArray())
            if (Retell(wait) is { } effect)
                Emit(effect);
        return effects;
    }

    /// <summary>Finds the end of all working time anew, as the calendars are now. What was waited counts; a fixed date stays.</summary>
    public void Recount()
    {
        foreach (var wait in waits.Where(wait => wait.Counted is not null))
        {
            try
            {
                var due = Ends(wait.Counted)!.DueAt;
                if (wait.Kind == WaitKind.Task)
                    Emit(new TaskDue(wait.PublicId, due) { Calendar = wait.Counted!.Calendar });
                else
                    Emit(Set(waits.Replace(wait with { Due = due })));
            }
            catch (Exception error) when (IsStepError(error))
            {
                // A calendar that never opens again gives no moment: the one that is known stays.
            }
        }
    }

    private TimerText.Firing? Ends(Counted? counted) =>
        counted is null ? null : new TimerText.Firing(Services.AddBusinessTime(counted.Calendar, counted.From, counted.Time), null, counted);

    private FlowEffect? Retell(Wait wait)
    {
        var node = NodeOf(wait.Scope, wait.Node);
        try
        {
            return wait.Kind switch
            {
                WaitKind.Task => UserTask.Describe(this, Find(wait.Token)!, node, wait.PublicId, Ends(wait.Counted)).Opened,
                WaitKind.Job => ServiceTask.Describe(this, Find(wait.Token)!, node, wait.PublicId),
                WaitKind.Timer => Set(wait),
                WaitKind.Message => new MessageAwaited(wait.PublicId, node.Id, wait.Text!, Correlation(wait, node)),
                WaitKind.Signal => new SignalAwaited(wait.PublicId, node.Id, wait.Text!),
                WaitKind.Incident => new IncidentRaised(wait.PublicId, node.Id, wait.Text ?? ""),
                _ => null,
            };
        }
        catch (Exception error) when (IsStepError(error))
        {
            // The variables have changed since, so that it can no longer be said in full.
            return wait.Kind == WaitKind.Task ? new TaskOpened(wait.PublicId, node.Id, node.Name ?? node.Id, null, null, null, null, null, Rules.Feel.FeelContext.Empty) : null;
        }
    }

    private string? Correlation(Wait wait, Node node)
    {
        var key = wait.Definition < node.Events.Count ? node.Events[wait.Definition].CorrelationKey : node.Details.CorrelationKey;
        return key is null ? null : Texts.Of(key.Evaluate(ContextOf(wait.Scope), Options));
    }
}
