using Graballo.Desk.Outside;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

/// <summary>Takes rows away that nothing waits for, and makes those anew that are missing or wrong.</summary>
internal static class MendRows
{
    public static async Task Drop(TicketStep step, Guid instanceId, Difference difference)
    {
        var keep = difference.What == "doubled" ? 1 : 0;
        switch (difference.Kind)
        {
            case "task":
                foreach (var task in step.OpenTasks.FindAll(row => row.InstanceId == instanceId && row.TaskKey == difference.Key).Skip(keep))
                {
                    (task.Status, task.EndedAt) = (HumanTaskStatus.Cancelled, step.Now);
                    step.OpenTasks.Remove(task);
                }
                break;
            case "timer":
                Remove(step.Timers, step.Db.Timers, row => row.Kind == TimerKind.Flow && row.InstanceId == instanceId && row.TimerKey == difference.Key, keep);
                break;
            case "message" or "signal":
                Remove(step.Subscriptions, step.Db.Subscriptions, row => row.InstanceId == instanceId && row.SubscriptionKey == difference.Key, keep);
                break;
            case "job":
                var calls = await step.OpenCalls();
                foreach (var call in calls.FindAll(row => row.InstanceId == instanceId && row.JobKey == difference.Key).Skip(keep))
                    QueueCall.End(step, calls, call, ServiceCallStatus.Cancelled, null);
                break;
            default:
                foreach (var incident in step.Incidents.FindAll(row => row.InstanceId == instanceId && row.IncidentKey == difference.Key).Skip(keep))
                {
                    incident.ResolvedAt = step.Now;
                    step.Incidents.Remove(incident);
                }
                break;
        }
    }

    /// <exception cref="InvalidOperationException">The state does not fit its flow.</exception>
    public static async Task Restore(TicketStep step, FlowInstance instance, Difference difference)
    {
        if (await Reopen(step, instance, difference))
            return;
        if (step.Flows.Retell(instance).FirstOrDefault(effect => KeyOf(effect) == difference.Key) is not { } effect)
            throw new InvalidOperationException($"Nothing tells what {difference.Kind} {difference.Key} is.");
        if (difference.What == "wrong")
            await Drop(step, instance.Id, difference with { What = "extra" });
        await step.Flows.Restore(instance, effect);
    }

    // A row of the same key may be there, ended: keys are unique, so it is opened again.
    private static async Task<bool> Reopen(TicketStep step, FlowInstance instance, Difference difference)
    {
        var (id, key) = (instance.Id, difference.Key);
        switch (difference.Kind)
        {
            case "task" when await step.Db.HumanTasks.SingleOrDefaultAsync(row => row.InstanceId == id && row.TaskKey == key, step.Ct) is { } task:
                (task.Status, task.EndedAt, task.ElementId) = (HumanTaskStatus.Open, null, difference.Element);
                step.OpenTasks.Remove(task);
                step.OpenTasks.Add(task);
                return true;
            case "job" when await step.Db.ServiceCalls.SingleOrDefaultAsync(row => row.InstanceId == id && row.JobKey == key, step.Ct) is { } call:
                var calls = await step.OpenCalls();
                call.Status = call is { Kind: "callback", TokenHash: not null, SealedToken: null } ? ServiceCallStatus.Awaiting : ServiceCallStatus.Waiting;
                (call.EndedAt, call.ElementId) = (null, difference.Element);
                call.NextAttemptAt = call.Status == ServiceCallStatus.Awaiting ? call.ExpiresAt : step.Now;
                calls.Remove(call);
                calls.Add(call);
                return true;
            case "incident" when await step.Db.Incidents.FirstOrDefaultAsync(row => row.InstanceId == id && row.IncidentKey == key, step.Ct) is { } incident:
                (incident.ResolvedAt, incident.ElementId) = (null, difference.Element);
                step.Incidents.Remove(incident);
                step.Incidents.Add(incident);
                return true;
            default:
                return false;
        }
    }

    internal static string? KeyOf(FlowEffect effect) => effect switch
    {
        TaskOpened opened => opened.TaskId,
        TimerSet set => set.TimerId,
        MessageAwaited awaited => awaited.SubscriptionId,
        SignalAwaited awaited => awaited.SubscriptionId,
        ServiceCalled called => called.JobId,
        IncidentRaised raised => raised.IncidentId,
        _ => null,
    };

    private static void Remove<T>(List<T> known, DbSet<T> set, Predicate<T> which, int keep) where T : class
    {
        foreach (var row in known.FindAll(which).Skip(keep))
        {
            known.Remove(row);
            set.Remove(row);
        }
    }
}
