using Graballo.Desk.Runtime;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.ServiceLevels;

/// <summary>What happens when a service-level clock must be looked at: a breach is recorded, and every rung that is due is climbed, each once.</summary>
internal static class Deadlines
{
    public static async Task Fire(TicketStep step, SlaClock clock)
    {
        if (step.Clocks.Breach(clock))
        {
            step.Log(EventType.Breached, false, ("clock", clock.Target.ToString()), ("about", clock.About), ("policy", clock.Policy));
            await step.Ladder.Record(clock);
        }
        while (await step.Ladder.Next(clock) is { } next && next.At <= step.Now)
            await RungActions.Climb(step, clock, next.Rung);
        step.Clocks.Recount(clock);
    }
}
