using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>User task (BPMN 2.0.2 §13.3.3): opened for people, goes on when one of them completes it.</summary>
internal sealed class UserTask : ActivityConstruct
{
    public override void Execute(Run run, Token token, Node node)
    {
        var (opened, due) = Describe(run, token, node, "");
        var wait = run.AddWait(WaitKind.Task, token.Id, token.Scope, node.Id, counted: due?.Counted);
        run.Emit(opened with { TaskId = wait.PublicId });
    }

    /// <summary>The task as people see it.</summary>
    /// <param name="known">When it is due, where that was counted before; null: it is counted from now.</param>
    public static (TaskOpened Opened, TimerText.Firing? Due) Describe(Run run, Token token, Node node, string id, TimerText.Firing? known = null)
    {
        var details = node.Details;
        var scope = Results.Scope(run, token, node);
        var due = known is not null || details.Due is null ? known : TimerText.Due(details.Due.Evaluate(scope, run.Options), details.Calendar, run);
        var inputs = Results.Inputs(run, token, node);
        var form = Texts.Of(run, scope, details.Form);
        var group = Texts.Of(run, scope, details.CandidateGroup);
        var unit = Texts.Of(run, scope, details.CandidateUnit);
        var assignee = Texts.Of(run, scope, details.Assignee);
        return (new TaskOpened(id, node.Id, node.Name ?? node.Id, form, group, unit, assignee, due?.DueAt, inputs) { Calendar = due?.Counted?.Calendar }, due);
    }
}
