using Graballo.Desk.BackOffice;
using Graballo.Desk.Forms;
using Graballo.Desk.Runtime;
using Graballo.Domain.Organisation;

namespace Graballo.Desk.Tickets;

/// <param name="Number">As a person writes it.</param>
/// <param name="TaskId">An open task without a verb of its own.</param>
/// <param name="Values">What the person filled in, by the name of the field; see <see cref="FilledForm.Read"/>.</param>
public sealed record CompleteTask(string Number, Guid TaskId, IReadOnlyDictionary<string, string> Values);

/// <summary>Completes a task that a process owner added to a flow. What was filled in becomes variables of the flow and stays in the history.</summary>
public sealed class CompleteTaskHandler(DeskRuntime runtime)
{
    public Task<Outcome<Done>> Handle(CompleteTask command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command), ct);

    private static async Task<Outcome<Done>> Act(TicketStep step, CompleteTask command)
    {
        if (!TicketAccess.CanWorkOn(step.Actor, step.Ticket) && !(step.Actor.AgentId is not null && step.Actor.Is(Role.BackOffice)))
            return Refusal.Forbidden;
        if (step.OpenTasks.Find(row => row.Id == command.TaskId) is not { } task || TaskForm.HasVerb(task.Form))
            return new Refusal("task-gone");
        if (!await UnitPeople.CanComplete(step.Db, step.Actor, step.Ticket, task, step.Ct))
            return new Refusal("task-not-yours");
        var form = FilledForm.Read(step.Flows.FieldsOf(task), command.Values);
        if (!form.Ok)
            return form.Refusal;
        step.FilledIn[task.Id] = form.Value.Fields;
        await step.Flows.Complete(task, form.Value.Result);
        return Done.It;
    }
}
