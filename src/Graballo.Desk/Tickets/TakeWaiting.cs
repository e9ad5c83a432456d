using Graballo.Desk.Runtime;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tickets;

/// <summary>Gives a ticket that waits in its group to whoever can take it now, by what its decision wished for.</summary>
internal static class TakeWaiting
{
    public static async Task<Outcome<Done>> Act(TicketStep step)
    {
        if (step.Ticket is not { WaitsSince: not null, Status: not TicketStatus.Closed })
            return new Refusal("not-waiting");
        var group = await step.Db.Groups.SingleAsync(row => row.Id == step.Ticket.GroupId, step.Ct);
        var why = WhyJson.Read(step.Ticket.Why);
        var given = await Assigning.InGroup(step, group, WishOf(why, group), why.Rules, why.For);
        if (!given.Ok)
            return given.Refusal;
        // Refused when it waits still: nothing is committed.
        return step.Ticket.WaitsSince is null ? Done.It : new Refusal("nobody-present", null, group.Name);
    }

    /// <summary>What a waiting ticket asks for.</summary>
    public static Wish WishOf(WhyAssigned why, Group group) => new(Assignment.StrategyOf(why.Strategy) ?? group.Strategy, why.Designated, why.Skill);
}
