using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests.Hosting;

/// <summary>What must be true of any desk at any time: rows agree with the state of the flows.</summary>
internal static class Consistency
{
    public static async Task<List<string>> Findings(DeskDbContext db)
    {
        var found = new List<string>();
        var tickets = await db.Tickets.AsNoTracking().ToListAsync();
        var instances = (await db.FlowInstances.AsNoTracking().ToListAsync()).ToLookup(row => row.TicketId);
        var tasks = (await db.HumanTasks.AsNoTracking().Where(row => row.Status == HumanTaskStatus.Open).ToListAsync()).ToLookup(row => row.InstanceId);
        var timers = (await db.Timers.AsNoTracking().Where(row => row.Kind == TimerKind.Flow).ToListAsync()).ToLookup(row => row.InstanceId!.Value);
        var subscriptions = (await db.Subscriptions.AsNoTracking().ToListAsync()).ToLookup(row => row.InstanceId);
        var calls = (await db.ServiceCalls.AsNoTracking().Where(row => row.NextAttemptAt != null).ToListAsync()).ToLookup(row => row.InstanceId);
        var agents = (await db.Agents.Select(row => row.Id).ToListAsync()).ToHashSet();
        foreach (var ticket in tickets)
        {
            if (!agents.Contains(ticket.AssigneeId))
                found.Add($"{ticket.Number} has no responsible.");
            if ((ticket.Status == TicketStatus.Closed) == instances[ticket.Id].Any(row => row.IsActive))
                found.Add($"{ticket.Number} is {ticket.Status} and its flows say otherwise.");
            foreach (var instance in instances[ticket.Id])
                found.AddRange(Differences(instance, tasks, timers, subscriptions, calls).Select(text => $"{ticket.Number}: {text}"));
        }
        return found;
    }

    private static IEnumerable<string> Differences(
        FlowInstance instance, ILookup<Guid, HumanTask> tasks, ILookup<Guid, DeskTimer> timers, ILookup<Guid, Subscription> subscriptions,
        ILookup<Guid, ServiceCall> calls)
    {
        var waits = instance.IsActive ? FlowState.FromJson(instance.State).Waits : [];
        return Compare("task", waits, tasks[instance.Id].Select(row => row.TaskKey))
            .Concat(Compare("timer", waits, timers[instance.Id].Select(row => row.TimerKey)))
            .Concat(Compare("message", waits, subscriptions[instance.Id].Where(row => !row.IsSignal).Select(row => row.SubscriptionKey)))
            .Concat(Compare("job", waits, calls[instance.Id].Select(row => row.JobKey)));
    }

    private static IEnumerable<string> Compare(string kind, IReadOnlyList<FlowWait> waits, IEnumerable<string> rows)
    {
        var inState = waits.Where(wait => wait.Kind == kind).Select(wait => wait.Id).ToHashSet();
        var inRows = rows.ToHashSet();
        return inState.SetEquals(inRows) ? [] : [$"{kind}s in the state [{string.Join(' ', inState)}], in rows [{string.Join(' ', inRows)}]."];
    }
}
