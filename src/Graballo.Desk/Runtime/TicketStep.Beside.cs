using Graballo.Desk.Persistence;
using Graballo.Domain.Clients;
using Graballo.Domain.Organisation;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.Runtime;

/// <content>Steps on other tickets in the same transaction.</content>
public sealed partial class TicketStep
{
    /// <summary>A step on another ticket.</summary>
    internal TicketStep Beside() => new(Db, Actor, Now, Settings, _catalog, Newest, Calendars, CodeIds, Ct);

    /// <summary>The same on a ticket that exists, finished with this one; null when there is none with that number.</summary>
    internal async Task<TicketStep?> Beside(string number)
    {
        var beside = Beside();
        if (!await beside.Load(null, number, Ct))
            return null;
        _beside.Add(beside);
        return beside;
    }

    /// <summary>What was read of the ticket elsewhere; its flows and tasks are not known here.</summary>
    internal TicketStep Take(
        Ticket ticket, Company company, Contact contact, Topic topic, IEnumerable<SlaClock> clocks, IEnumerable<SlaSegment> history,
        IEnumerable<DeskTimer> timers, IEnumerable<StageVisit> visits)
    {
        (Ticket, _group, _company, _contact, _topic) = (ticket, ticket.GroupId, company, contact, topic);
        Clocks.Load(clocks, history);
        Timers.AddRange(timers);
        OpenVisits.AddRange(visits);
        return this;
    }
}
