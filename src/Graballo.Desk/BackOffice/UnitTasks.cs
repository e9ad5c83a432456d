using Graballo.Desk.Flows;
using Graballo.Desk.Forms;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.BackOffice;

/// <param name="Completed">False: what waits for the unit; true: what it completed in the last 30 days.</param>
public sealed record UnitTasks(bool Completed = false, int Skip = 0, int Take = 50);

/// <param name="Fields">What is filled in to complete it; empty once it is.</param>
/// <param name="Filled">What was filled in; empty until then.</param>
/// <param name="Client">What the client wrote: the request and the latest after it, oldest first.</param>
/// <param name="CanComplete">True when the reader does the tasks of this unit.</param>
public sealed record UnitTaskRow(
    Guid TaskId, string TicketNumber, string Subject, string Company, string Unit, ElementName Name, IReadOnlyList<TaskField> Fields,
    IReadOnlyList<FilledField> Filled, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? EndedAt, string? CompletedBy, Priority Priority,
    Stage Stage, IReadOnlyList<MessageView> Client, bool CanComplete);

public sealed record UnitTaskPage(IReadOnlyList<UnitTaskRow> Rows, int Total, int Waiting);

/// <summary>The tasks that flows give to the units that the person works for. Hand-offs are in <see cref="UnitInbox"/>.</summary>
public sealed class UnitTasksHandler(IDbContextFactory<DeskDbContext> databases, DefinitionCatalog catalog, FlowNames flowNames, TimeProvider time)
{
    private static readonly string[] WithVerbs = [TaskForm.Respond, TaskForm.Promise, TaskForm.Resolve, TaskForm.Handoff];

    public async Task<Outcome<UnitTaskPage>> Handle(UnitTasks query, Actor actor, CancellationToken ct)
    {
        if (!actor.Is(Role.BackOffice, Role.Executive, Role.Supervisor, Role.Manager, Role.Administrator))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var mine = await UnitPeople.Of(db, actor).Select(unit => unit.Id).ToListAsync(ct);
        var seen = actor.Is(Role.Manager) ? await db.Units.Select(unit => unit.Id).ToListAsync(ct) : mine;
        var since = time.GetUtcNow().AddDays(-30);
        var all = db.HumanTasks.AsNoTracking().Where(row => row.UnitId != null && seen.Contains(row.UnitId.Value) && (row.Form == null || !WithVerbs.Contains(row.Form)));
        var waiting = all.Where(row => row.Status == HumanTaskStatus.Open);
        var wanted = query.Completed
            ? all.Where(row => row.Status == HumanTaskStatus.Completed && row.EndedAt >= since).OrderByDescending(row => row.EndedAt).ThenBy(row => row.Id)
            : waiting.OrderBy(row => row.DueAt == null).ThenBy(row => row.DueAt).ThenBy(row => row.Id);
        var found = await Rows(db, wanted.Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, 200))).ToListAsync(ct);
        return new UnitTaskPage(await Views(db, found, mine, ct), await wanted.CountAsync(ct), await waiting.CountAsync(ct));
    }

    private static IQueryable<Found> Rows(DeskDbContext db, IQueryable<HumanTask> tasks) =>
        from task in tasks
        join ticket in db.Tickets on task.TicketId equals ticket.Id
        join company in db.Companies on ticket.CompanyId equals company.Id
        join unit in db.Units on task.UnitId equals unit.Id
        join instance in db.FlowInstances on task.InstanceId equals instance.Id
        select new Found(
            task, ticket, company.Name, unit.Name, instance,
            db.Agents.Where(agent => agent.Id == task.CompletedById).Select(agent => agent.Name).FirstOrDefault());

    private async Task<List<UnitTaskRow>> Views(DeskDbContext db, List<Found> found, List<Guid> mine, CancellationToken ct)
    {
        var tickets = found.Select(row => row.Task.TicketId).Distinct().ToList();
        var written = await Conversation.OfClients(db, tickets, ct);
        var filled = await FilledField.OfTickets(db, tickets, ct);
        var newest = await catalog.Current(ct);
        var views = new List<UnitTaskRow>();
        foreach (var (task, ticket, company, unit, instance, completer) in found)
        {
            var english = (await flowNames.Of(instance.DefinitionId, ct)).GetValueOrDefault(task.ElementId)?.En;
            views.Add(new UnitTaskRow(
                task.Id, ticket.Number, ticket.Subject, company, unit, new ElementName(task.Name, english), catalog.FieldsOf(newest, instance, task),
                filled.GetValueOrDefault(task.Id, []), task.OpenedAt, task.DueAt, task.EndedAt, completer, ticket.Priority, ticket.Stage,
                [.. written[ticket.Id]], mine.Contains(task.UnitId!.Value)));
        }
        return views;
    }

    private sealed record Found(HumanTask Task, Ticket Ticket, string Company, string Unit, FlowInstance Instance, string? Completer);
}
