using Graballo.Desk.Persistence;
using Graballo.Domain.Clients;
using Graballo.Domain.Organisation;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <content>Steps on other tickets in the same transaction.</content>
public sealed partial class TicketStep
{
    private List<Handoff>? _handoffs;
    private bool _lacksFlows;

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

    /// <summary>What was read of the ticket elsewhere; its flows and tasks are read when somebody needs them.</summary>
    internal TicketStep Take(
        Ticket ticket, Company company, Contact contact, Topic topic, IEnumerable<SlaClock> clocks, IEnumerable<SlaSegment> history,
        IEnumerable<DeskTimer> timers, IEnumerable<StageVisit> visits)
    {
        (Ticket, _group, _company, _contact, _topic, _lacksFlows) = (ticket, ticket.GroupId, company, contact, topic, true);
        Clocks.Load(clocks, history);
        Timers.AddRange(timers);
        OpenVisits.AddRange(visits);
        return this;
    }

    /// <summary>The same of its flows, its open tasks and its open hand-offs.</summary>
    internal void Take(IEnumerable<FlowInstance> flows, IEnumerable<HumanTask> tasks, IEnumerable<Handoff> handoffs)
    {
        Instances.AddRange(flows);
        OpenTasks.AddRange(tasks);
        (_handoffs, _lacksFlows) = ([.. handoffs], false);
    }

    internal async Task LoadFlows()
    {
        if (!_lacksFlows)
            return;
        _lacksFlows = false;
        Instances.AddRange(await Queries.Instances(Db, Ticket.Id).ToListAsync(Ct));
        OpenTasks.AddRange(await Queries.OpenTasks(Db, Ticket.Id).ToListAsync(Ct));
    }

    /// <summary>What back-office units have not answered yet; few steps need it, so it is read when asked for.</summary>
    internal async Task<List<Handoff>> OpenHandoffs() =>
        _handoffs ??= await Db.Handoffs.Where(row => row.TicketId == Ticket.Id && row.Status == HandoffStatus.Open).ToListAsync(Ct);
}
