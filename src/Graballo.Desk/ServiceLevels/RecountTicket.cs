using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.ServiceLevels;

/// <summary>Measures the clocks of one ticket anew from their history.</summary>
internal static class RecountTicket
{
    /// <returns>True when a clock came out otherwise.</returns>
    public static async Task<Outcome<bool>> Act(TicketStep step, RecountCause cause)
    {
        if (step.Ticket.Status == TicketStatus.Closed)
            return false;
        var before = Said(step);
        if (cause == RecountCause.Policy && await Agreements.Renew(step) is { Ok: false } refused)
            return refused.Refusal;
        step.Clocks.RecountAll();
        await step.Clocks.Finish();
        return !before.SequenceEqual(Said(step));
    }

    private static List<(Guid, int, long, DateTimeOffset?, DateTimeOffset?, SlaState)> Said(TicketStep step) => step.Clocks.Known.ConvertAll(clock => (
        clock.Id, clock.History.Count, clock.UsedSeconds, clock.DueAt, clock.NextRungAt, SlaClocks.StateOf(clock, step.Calendars[clock.Calendar], step.Now)));
}
