using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.Flows;

/// <param name="Reason">Why the step may be left out; goes into the history.</param>
public sealed record SkipIncident(string Number, Guid IncidentId, string Reason);

/// <summary>Leaves the failed step of a flow out and goes on after it.</summary>
public sealed class SkipIncidentHandler(DeskRuntime runtime)
{
    private const int LongestReason = 2_000;

    public Task<Outcome<Done>> Handle(SkipIncident command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command), ct);

    private static async Task<Outcome<Done>> Act(TicketStep step, SkipIncident command)
    {
        if (!FlowAccess.CanResolve(step.Actor))
            return Refusal.Forbidden;
        if (Check.Text(command.Reason, "reason", LongestReason) is { } refused)
            return refused;
        if (step.Incidents.Find(row => row.Id == command.IncidentId) is not { } incident || step.Instances.Find(row => row.Id == incident.InstanceId) is not { } instance)
            return new Refusal("incident-gone");
        step.Log(EventType.IncidentSkipped, false, ("element", incident.ElementId), ("reason", command.Reason.Trim()));
        return await step.Flows.Force(instance, new Workflows.SkipIncident(incident.IncidentKey)) is { } senseless ? senseless : Done.It;
    }
}
