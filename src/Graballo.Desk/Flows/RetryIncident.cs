using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;

namespace Graballo.Desk.Flows;

public sealed record RetryIncident(string Number, Guid IncidentId);

/// <summary>Tries the failed step of a flow again.</summary>
public sealed class RetryIncidentHandler(DeskRuntime runtime)
{
    public Task<Outcome<Done>> Handle(RetryIncident command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command.IncidentId), ct);

    internal static async Task<Outcome<Done>> Act(TicketStep step, Guid incidentId)
    {
        if (!TicketAccess.CanRetry(step.Actor, step.Ticket))
            return Refusal.Forbidden;
        if (step.Incidents.Find(row => row.Id == incidentId) is not { } incident)
            return Refusal.NotFound;
        await step.Flows.Advance(incident.InstanceId, new Workflows.RetryIncident(incident.IncidentKey));
        return Done.It;
    }
}
