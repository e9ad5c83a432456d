using Graballo.Desk.Runtime;
using Graballo.Domain;
using Graballo.Rules.Feel;

namespace Graballo.Desk.Tickets;

/// <param name="Number">As a person writes it.</param>
/// <param name="TaskId">An open task without a verb of its own.</param>
/// <param name="Values">What the person filled in, by variable name.</param>
public sealed record CompleteTask(string Number, Guid TaskId, IReadOnlyDictionary<string, string> Values);

/// <summary>Completes a task that a process owner added to a flow.</summary>
public sealed class CompleteTaskHandler(DeskRuntime runtime)
{
    public Task<Outcome<Done>> Handle(CompleteTask command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command), ct);

    private static async Task<Outcome<Done>> Act(TicketStep step, CompleteTask command)
    {
        if (!TicketAccess.CanWorkOn(step.Actor, step.Ticket))
            return Refusal.Forbidden;
        if (step.OpenTasks.Find(row => row.Id == command.TaskId) is not { } task || TaskForm.HasVerb(task.Form))
            return new Refusal("task-gone");
        var result = FeelContext.Empty;
        foreach (var (name, value) in command.Values.Take(50))
        {
            if (name.Length > 100 || value.Length > 2 * Check.LongestBody)
                return new Refusal("too-long", name, name, Check.LongestBody);
            result = result.With(name, PlainText.Clean(value));
        }
        await step.Flows.Complete(task, result);
        return Done.It;
    }
}
