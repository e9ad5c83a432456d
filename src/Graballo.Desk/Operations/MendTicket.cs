using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Tickets;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

/// <summary>Brings the rows of one ticket in line with its flows, in one step. The state of the flow is what counts.</summary>
internal static class MendTicket
{
    /// <summary>Refused when there is nothing to mend, so that nothing is committed.</summary>
    public static Refusal Nothing { get; } = new("nothing-to-mend");

    /// <param name="Lines">What was found, for people.</param>
    /// <param name="Open">Of those, what could not be mended.</param>
    internal readonly record struct Mended(IReadOnlyList<string> Lines, int Open);

    public static async Task<Outcome<Mended>> Act(TicketStep step)
    {
        var id = step.Ticket.Id;
        var instances = await step.Db.FlowInstances.Where(row => row.TicketId == id).ToListAsync(step.Ct);
        var (found, open) = (new List<string>(), 0);
        foreach (var instance in instances)
        {
            foreach (var difference in await Differences(step, instance))
            {
                var mended = await Mend(step, instance, difference);
                open += mended ? 0 : 1;
                found.Add($"{step.Ticket.Number} {instance.FlowKey}: {difference}{(mended ? "" : " – not mended")}");
            }
        }
        found.AddRange(await Orphans(step, instances.ConvertAll(row => row.Id)));
        foreach (var difference in FlowComparison.OfClocks(step.Clocks.Known, step.Timers).ToList())
        {
            Mend(step, difference);
            found.Add($"{step.Ticket.Number}: {difference}");
        }
        if (step.Ticket.Status != TicketStatus.Closed && !instances.Exists(row => row.IsActive))
        {
            open++;
            found.Add($"{step.Ticket.Number}: no flow moves it – not mended");
        }
        if (found.Count == 0)
            return Nothing;
        if (found.Count > open)
            step.Log(EventType.FlowMended, false, ("count", found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("found", string.Join("; ", found.Take(5))));
        return new Mended(found, open);
    }

    private static async Task<List<Difference>> Differences(TicketStep step, FlowInstance instance)
    {
        FlowState state;
        try
        {
            state = step.Flows.StateOf(instance);
        }
        catch (FormatException)
        {
            return [new Difference("instance", instance.Id.ToString("N"), "unreadable", "")];
        }
        return [.. FlowComparison.Of(instance, state,
        [
            .. step.OpenTasks.Where(row => row.InstanceId == instance.Id).Select(FlowComparison.Row),
            .. step.Timers.Where(row => row.InstanceId == instance.Id).Select(FlowComparison.Row),
            .. step.Subscriptions.Where(row => row.InstanceId == instance.Id).Select(FlowComparison.Row),
            .. (await step.OpenCalls()).Where(row => row.InstanceId == instance.Id).Select(FlowComparison.Row),
            .. step.Incidents.Where(row => row.InstanceId == instance.Id).Select(FlowComparison.Row),
        ])];
    }

    private static async Task<bool> Mend(TicketStep step, FlowInstance instance, Difference difference)
    {
        if (difference.Kind == "instance")
            return difference.What != "unreadable" && Wake(step, instance);
        if (difference.What is "extra" or "doubled")
        {
            await MendRows.Drop(step, instance.Id, difference);
            return true;
        }
        if (!step.Instances.Contains(instance))
            return false;
        try
        {
            await MendRows.Restore(step, instance, difference);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The state does not fit its flow: only a person can say what shall become of it.
            return false;
        }
    }

    private static bool Wake(TicketStep step, FlowInstance instance)
    {
        var active = step.Flows.StateOf(instance).Status == FlowStatus.Active;
        if (active && step.Ticket.Status == TicketStatus.Closed)
            return false;
        instance.IsActive = active;
        instance.EndedAt = active ? null : step.Now;
        if (active && !step.Instances.Contains(instance))
            step.Instances.Add(instance);
        return true;
    }

    private static void Mend(TicketStep step, Difference difference)
    {
        var timers = step.Timers.FindAll(row => row.Kind == TimerKind.Deadline && row.TimerKey == difference.Key);
        // A missing one and a wrong time are set right by the clocks themselves when the step ends.
        foreach (var timer in difference.What switch { "extra" => timers, "doubled" => timers.GetRange(1, timers.Count - 1), _ => [] })
        {
            step.Timers.Remove(timer);
            step.Db.Timers.Remove(timer);
        }
    }

    /// <summary>Rows of flows that are not there at all.</summary>
    private static async Task<List<string>> Orphans(TicketStep step, List<Guid> known)
    {
        var calls = await step.OpenCalls();
        var strays = step.OpenTasks.Select(row => (row.InstanceId, FlowComparison.Row(row)))
            .Concat(step.Timers.Where(row => row.InstanceId is not null).Select(row => (row.InstanceId!.Value, FlowComparison.Row(row))))
            .Concat(step.Subscriptions.Select(row => (row.InstanceId, FlowComparison.Row(row))))
            .Concat(calls.Select(row => (row.InstanceId, FlowComparison.Row(row))))
            .Concat(step.Incidents.Select(row => (row.InstanceId, FlowComparison.Row(row))))
            .Where(stray => !known.Contains(stray.Item1)).ToList();
        var found = new List<string>();
        foreach (var (instanceId, row) in strays)
        {
            var difference = new Difference(row.Kind, row.Key, "extra", row.Element);
            await MendRows.Drop(step, instanceId, difference);
            found.Add($"{step.Ticket.Number} {instanceId:N}: {difference}");
        }
        return found;
    }
}
