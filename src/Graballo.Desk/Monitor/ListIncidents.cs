using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Monitor;

/// <param name="Group">Code; null: all.</param>
public sealed record ListIncidents(string? Group = null);

/// <param name="Element">What people call the step that failed.</param>
public sealed record IncidentRow(
    Guid Id, string Number, string Subject, string Assignee, ElementName Flow, ElementName Element, string Error, DateTimeOffset RaisedAt);

/// <summary>Steps of flows that failed and wait for a person, oldest first.</summary>
public sealed class ListIncidentsHandler(IDbContextFactory<DeskDbContext> databases, FlowNames names)
{
    private const int Most = 100;

    public async Task<Outcome<IReadOnlyList<IncidentRow>>> Handle(ListIncidents query, Actor actor, CancellationToken ct)
    {
        if (!actor.Is(Role.Supervisor, Role.Manager, Role.Administrator, Role.ProcessOwner))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await (
            from incident in db.Incidents.AsNoTracking()
            join ticket in db.Tickets on incident.TicketId equals ticket.Id
            join agent in db.Agents on ticket.AssigneeId equals agent.Id
            join instance in db.FlowInstances on incident.InstanceId equals instance.Id
            join definition in db.Definitions on instance.DefinitionId equals definition.Id
            where incident.ResolvedAt == null && (query.Group == null || db.Groups.Any(grp => grp.Id == ticket.GroupId && grp.Code == query.Group))
            orderby incident.RaisedAt
            select new { Incident = incident, ticket.Number, ticket.Subject, Assignee = agent.Name, DefinitionId = definition.Id, definition.Key, definition.Name })
            .Take(Most).ToListAsync(ct);
        var found = new List<IncidentRow>();
        foreach (var row in rows)
        {
            var elements = await names.Of(row.DefinitionId, ct);
            found.Add(new IncidentRow(
                row.Incident.Id, row.Number, row.Subject, row.Assignee, elements.GetValueOrDefault(row.Key) ?? new ElementName(row.Name, null),
                elements.GetValueOrDefault(row.Incident.ElementId) ?? new ElementName(row.Incident.ElementId, null), row.Incident.Error, row.Incident.RaisedAt));
        }
        return found;
    }
}
