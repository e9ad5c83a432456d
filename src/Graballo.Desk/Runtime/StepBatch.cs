using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>Steps on many tickets at once, for jobs that only measure: their clocks are read together, flows and tasks are not.</summary>
internal static class StepBatch
{
    /// <param name="step">Whose database, person and time they share.</param>
    /// <param name="tickets">Tracked by that database.</param>
    /// <param name="withFlows">True to read together, too, what flows and hand-offs wait for in working time.</param>
    public static async Task<List<TicketStep>> Many(this TicketStep step, List<Ticket> tickets, bool withFlows)
    {
        var db = step.Db;
        var ids = tickets.ConvertAll(row => row.Id);
        var companies = tickets.Select(row => row.CompanyId).Distinct().ToList();
        var contacts = tickets.Select(row => row.ContactId).Distinct().ToList();
        var topics = tickets.Select(row => row.TopicId).Distinct().ToList();
        var company = await db.Companies.AsNoTracking().Where(row => companies.Contains(row.Id)).ToDictionaryAsync(row => row.Id, step.Ct);
        var contact = await db.Contacts.AsNoTracking().Where(row => contacts.Contains(row.Id)).ToDictionaryAsync(row => row.Id, step.Ct);
        var topic = await db.Topics.AsNoTracking().Where(row => topics.Contains(row.Id)).ToDictionaryAsync(row => row.Id, step.Ct);
        var executives = company.Values.Select(row => row.ExecutiveId).ToList();
        var groups = company.Values.Select(row => row.GroupId).ToList();
        await db.Agents.Where(row => executives.Contains(row.Id)).LoadAsync(step.Ct);
        await db.Groups.Where(row => groups.Contains(row.Id)).LoadAsync(step.Ct);
        var clocks = (await db.SlaClocks.Where(row => ids.Contains(row.TicketId)).ToListAsync(step.Ct)).ToLookup(row => row.TicketId);
        var history = (await db.SlaSegments.AsNoTracking().Where(row => ids.Contains(row.TicketId)).OrderBy(row => row.Seq).ToListAsync(step.Ct)).ToLookup(row => row.TicketId);
        var timers = (await db.Timers.Where(row => ids.Contains(row.TicketId)).ToListAsync(step.Ct)).ToLookup(row => row.TicketId);
        var visits = (await db.StageVisits.AsNoTracking().Where(row => ids.Contains(row.TicketId) && row.LeftAt == null).ToListAsync(step.Ct)).ToLookup(row => row.TicketId);
        var steps = tickets.ConvertAll(row => step.Beside().Take(
            row, company[row.CompanyId], contact[row.ContactId], topic[row.TopicId], clocks[row.Id], history[row.Id], timers[row.Id], visits[row.Id]));
        if (withFlows)
            await Flows(step, steps, ids);
        return steps;
    }

    private static async Task Flows(TicketStep step, List<TicketStep> steps, List<Guid> ids)
    {
        var db = step.Db;
        var flows = (await db.FlowInstances.Where(row => ids.Contains(row.TicketId) && row.IsActive).ToListAsync(step.Ct)).ToLookup(row => row.TicketId);
        var tasks = (await db.HumanTasks.Where(row => ids.Contains(row.TicketId) && row.Status == HumanTaskStatus.Open).ToListAsync(step.Ct)).ToLookup(row => row.TicketId);
        var handoffs = (await db.Handoffs.Where(row => ids.Contains(row.TicketId) && row.Status == HandoffStatus.Open).ToListAsync(step.Ct)).ToLookup(row => row.TicketId);
        foreach (var each in steps)
            each.Take(flows[each.Ticket.Id], tasks[each.Ticket.Id], handoffs[each.Ticket.Id]);
    }
}
