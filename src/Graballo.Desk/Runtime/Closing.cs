using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Graballo.Workflows;

namespace Graballo.Desk.Runtime;

/// <summary>The end of a ticket.</summary>
internal static class Closing
{
    public static async Task Close(TicketStep step)
    {
        var ticket = step.Ticket;
        if (ticket.Status == TicketStatus.Closed)
            return;
        ticket.Status = TicketStatus.Closed;
        ticket.ClosedAt = step.Now;
        ticket.WaitsSince = null;
        ticket.AcceptedByClient ??= false;
        step.Clocks.StopAll();
        foreach (var stage in step.OpenVisits.ConvertAll(visit => visit.Stage))
            step.LeaveStage(stage);
        step.Log(EventType.Closed, true, ("accepted", ticket.AcceptedByClient == true ? "true" : "false"));
        foreach (var handoff in step.Instances.FindAll(row => row.IsActive && row.FlowKey == HandoffFlow.Key))
            await step.Flows.Advance(handoff.Id, new CancelFlow("The ticket was closed."));
        foreach (var inner in step.Clocks.Known.FindAll(clock => clock.Target == SlaTarget.Ola))
            step.Clocks.Cancel(inner);
    }
}
