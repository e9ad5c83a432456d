using Graballo.Desk.BackOffice;
using Graballo.Desk.Flows;
using Graballo.Desk.Forms;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Tickets;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <param name="Form">respond, promise, resolve, handoff or null.</param>
public sealed record TaskView(
    Guid Id, string ElementId, ElementName Name, string? Form, Guid? AssigneeId, string? Assignee, string? Unit, HumanTaskStatus Status,
    DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? EndedAt)
{
    /// <summary>What is filled in to complete it; empty when nothing is, or it is over.</summary>
    public IReadOnlyList<TaskField> Fields { get; init; } = [];

    /// <summary>What was filled in when it was completed.</summary>
    public IReadOnlyList<FilledField> Filled { get; init; } = [];

    /// <summary>True when the reader may do it.</summary>
    public bool CanComplete { get; init; }
}

/// <summary>The tasks of a ticket, as the person who reads it may do them.</summary>
internal sealed class TaskViews(DeskDbContext db, DefinitionCatalog catalog, TicketDetailHandler.Names names)
{
    /// <param name="elements">What the elements of the ticket's flows are called.</param>
    /// <param name="newest">For flows that the ticket's flows call.</param>
    public async Task<List<TaskView>> Read(
        Ticket ticket, Actor actor, IReadOnlyDictionary<string, ElementName> elements, DefinitionCatalog.Latest newest, CancellationToken ct)
    {
        var rows = await (
            from task in db.HumanTasks.AsNoTracking()
            join instance in db.FlowInstances.AsNoTracking() on task.InstanceId equals instance.Id
            where task.TicketId == ticket.Id
            orderby task.OpenedAt
            select new { Task = task, Instance = instance }).ToListAsync(ct);
        var filled = await FilledField.OfTickets(db, [ticket.Id], ct);
        var views = new List<TaskView>();
        foreach (var row in rows)
        {
            var (task, name) = (row.Task, elements.GetValueOrDefault(row.Task.ElementId));
            views.Add(new TaskView(
                task.Id, task.ElementId, new ElementName(task.Name, name?.En), task.Form, task.AssigneeId, names.Agent(task.AssigneeId), names.Unit(task.UnitId),
                task.Status, task.OpenedAt, task.DueAt, task.EndedAt)
            {
                Fields = catalog.FieldsOf(newest, row.Instance, task),
                Filled = filled.GetValueOrDefault(task.Id, []),
                CanComplete = task.Status == HumanTaskStatus.Open && await UnitPeople.CanComplete(db, actor, ticket, task, ct),
            });
        }
        return views;
    }
}
