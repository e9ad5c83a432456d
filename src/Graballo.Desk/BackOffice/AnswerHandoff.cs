using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.BackOffice;

public sealed record AnswerHandoff(Guid HandoffId, string Answer);

/// <summary>The unit's answer. It becomes an internal note on the ticket, and the responsible is told.</summary>
public sealed class AnswerHandoffHandler(DeskRuntime runtime, IDbContextFactory<DeskDbContext> databases)
{
    public async Task<Outcome<Done>> Handle(AnswerHandoff command, Actor actor, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var ticketId = await db.Handoffs.Where(row => row.Id == command.HandoffId).Select(row => (Guid?)row.TicketId).SingleOrDefaultAsync(ct);
        return ticketId is { } id ? await runtime.OnTicket(id, actor, step => Act(step, command), ct) : new Refusal("handoff-unknown");
    }

    internal static async Task<Outcome<Done>> Act(TicketStep step, AnswerHandoff command)
    {
        var handoff = await step.Db.Handoffs.FindAsync([command.HandoffId], step.Ct);
        if (handoff is null)
            return new Refusal("handoff-unknown");
        if (!await WorksFor(step, handoff.UnitId))
            return new Refusal("task-not-yours");
        if (handoff.Status != HandoffStatus.Open)
            return new Refusal("handoff-answered");
        var answer = PlainText.Clean(command.Answer);
        if (Check.Text(answer, "answer", Check.LongestBody) is { } refused)
            return refused;
        if (step.OpenTasks.Find(row => row.InstanceId == handoff.InstanceId && row.Form == TaskForm.Handoff) is not { } task)
            return new Refusal("task-gone");
        handoff.Answer = answer;
        var unit = await step.Db.Units.AsNoTracking().SingleAsync(row => row.Id == handoff.UnitId, step.Ct);
        var note = step.Say(MessageKind.Internal, AuthorKind.Agent, answer, Channel.Intranet, []);
        step.Log(EventType.HandoffAnswered, false, ("unit", unit.Name), ("author", note.AuthorName), ("handoff", handoff.Id.ToString("N")));
        await step.Flows.Complete(task, FeelContext.Empty.With("answer", answer));
        await Notices.Send(step, $"{handoff.Id:N}:answered", "handoff-answered", "assignee", ("message", answer));
        return Done.It;
    }

    private static async Task<bool> WorksFor(TicketStep step, Guid unitId) =>
        step.Actor.IsSystem
        || (step.Actor.AgentId is not null && await UnitInboxHandler.UnitsOf(step.Db, step.Actor).AnyAsync(unit => unit.Id == unitId, step.Ct)
            && step.Actor.Is(Role.BackOffice, Role.Supervisor, Role.Administrator));
}
