using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;

namespace Graballo.Workflows.Engine;

/// <content>Conditional events: they fire when their condition becomes true (BPMN 2.0.2 §10.5.5.3).</content>
internal sealed partial class Run
{
    private bool conditionsDue;

    private void EvaluateConditions()
    {
        conditionsDue = false;
        foreach (var wait in waits.Where(wait => wait.Kind == WaitKind.Condition))
            if (waits.Find(wait.Id) is { } still)
                Evaluate(still);
    }

    private void Evaluate(Wait wait)
    {
        var node = NodeOf(wait.Scope, wait.Node);
        bool holds;
        try
        {
            holds = node.Events[wait.Definition].Condition!.IsTrue(ContextOf(wait.Scope), Options);
        }
        catch (Exception error) when (IsStepError(error))
        {
            // A condition that cannot be evaluated yet does not hold yet.
            holds = false;
        }

        if (holds == wait.Last)
            return;
        waits.Replace(wait with { Last = holds });
        if (!holds)
            return;
        var again = (node.AttachedTo is not null || wait.Token == 0) && !node.Interrupting;
        Fire(wait, FeelContext.Empty);
        if (again && scopes.Find(wait.Scope) is not null && (wait.Token == 0 || tokens.Find(wait.Token) is not null))
            waits.Add(wait with { Id = nextId++, Last = true });
    }
}
