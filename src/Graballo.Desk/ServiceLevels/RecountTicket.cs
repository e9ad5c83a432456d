using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.ServiceLevels;

/// <summary>Measures the clocks of one ticket anew from their history, and with them what its flows and hand-offs wait for in working time.</summary>
internal static class RecountTicket
{
    /// <returns>True when a clock, a timer, a task or a hand-off came out otherwise.</returns>
    public static async Task<Outcome<bool>> Act(TicketStep step, RecountCause cause)
    {
        if (step.Ticket.Status == TicketStatus.Closed)
            return false;
        var before = Said(step);
        if (cause != RecountCause.Calendar && await Agreements.Renew(step) is { Ok: false } refused)
            return refused.Refusal;
        if (cause == RecountCause.Unit)
            await HandOffs(step);
        step.Clocks.RecountAll();
        await step.Clocks.Finish();
        // An edited policy moves them only when it names another calendar, and whoever renews the agreement sees to that.
        var moved = cause != RecountCause.Policy && await step.Flows.Recount();
        step.Flows.Save();
        return await Due(step) | moved | !before.SequenceEqual(Said(step));
    }

    // A hand-off counts in the calendar of its unit, unless the decision on internal agreements names another.
    private static async Task HandOffs(TicketStep step)
    {
        foreach (var handoff in await step.OpenHandoffs())
        {
            if (step.Clocks.Live(SlaTarget.Ola, handoff.Id.ToString("N")) is not { } clock)
                continue;
            var terms = clock.History[^1].Terms;
            var unit = await step.Db.Units.AsNoTracking().Where(row => row.Id == handoff.UnitId).Select(row => row.Code).SingleAsync(step.Ct);
            var anew = InnerAgreements.Of(step, InnerAgreements.Unit, unit, TimeSpan.FromSeconds(terms.AllowedSeconds), step.Calendars.InUnit(handoff.UnitId));
            step.Clocks.Agree(clock, terms with { Calendar = anew.Calendar });
        }
    }

    private static async Task<bool> Due(TicketStep step)
    {
        var moved = false;
        if (step.Clocks.Live(SlaTarget.Ola) is null)
            return moved;
        foreach (var handoff in await step.OpenHandoffs())
        {
            if (step.Clocks.Live(SlaTarget.Ola, handoff.Id.ToString("N"))?.DueAt is not { } due || FlowEffects.Moved(handoff.DueAt, due) == handoff.DueAt)
                continue;
            (handoff.DueAt, moved) = (due, true);
        }
        return moved;
    }

    private static List<(Guid, int, long, DateTimeOffset?, DateTimeOffset?, SlaState)> Said(TicketStep step) => step.Clocks.Known.ConvertAll(clock => (
        clock.Id, clock.History.Count, clock.UsedSeconds, clock.DueAt, clock.NextRungAt, SlaClocks.StateOf(clock, step.Calendars[clock.Calendar], step.Now)));
}
