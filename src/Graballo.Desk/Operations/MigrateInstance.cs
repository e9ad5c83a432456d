using System.Text.Json;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Tickets;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

/// <summary>Moves one instance to the new version in the transaction that counts it: whoever comes second finds it moved.</summary>
internal static class MigrateInstance
{
    public static async Task<Outcome<Done>> Act(TicketStep step, MigrationRun run, Guid instanceId, DefinitionCatalog catalog)
    {
        if (step.Instances.Find(row => row.Id == instanceId && row.DefinitionId == run.FromId) is not { } instance)
            return Done.It;
        var mapping = JsonSerializer.Deserialize<Dictionary<string, string>>(run.Mapping)!;
        var obstacles = FlowMigration.Check(step.Flows.StateOf(instance), catalog.Flow(run.FromId), catalog.Flow(run.ToId), mapping);
        if (obstacles is [var first, ..])
        {
            await Stuck(step, run, instanceId, first.ElementId, first.Reason);
            return Done.It;
        }
        await step.Flows.Migrate(instance, run.ToId, mapping);
        instance.Visited = string.Join(' ', instance.Visited.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => mapping.GetValueOrDefault(id, id)).Distinct());
        await Rename(step, instance, mapping);
        step.Log(
            EventType.FlowMigrated, false, ("flow", instance.FlowKey), ("from", Number(run.FromVersion)), ("version", Number(run.ToVersion)), ("reason", run.Reason));
        await Count(step, run.Id, moved: 1, stuck: 0);
        return Done.It;
    }

    /// <summary>Says that an instance cannot move; the migration goes on with the others.</summary>
    public static async Task Stuck(TicketStep step, MigrationRun run, Guid instanceId, string element, string reason)
    {
        step.Db.StuckInstances.Add(new StuckInstance
        {
            RunId = run.Id,
            InstanceId = instanceId,
            Number = step.Ticket.Number,
            ElementId = element.Length > 400 ? element[..400] : element,
            Reason = reason.Length > 2000 ? reason[..2000] : reason,
        });
        await Count(step, run.Id, moved: 0, stuck: 1);
    }

    // What goes on keeps its id; people and jobs see it under its new name.
    private static async Task Rename(TicketStep step, FlowInstance instance, Dictionary<string, string> mapping)
    {
        if (!instance.IsActive)
            return;
        var opened = step.Flows.Retell(instance).OfType<TaskOpened>().ToDictionary(task => task.TaskId);
        foreach (var task in step.OpenTasks.Where(row => row.InstanceId == instance.Id && opened.ContainsKey(row.TaskKey)))
            (task.ElementId, task.Name, task.Form) = (opened[task.TaskKey].ElementId, opened[task.TaskKey].Name, opened[task.TaskKey].Form);
        foreach (var incident in step.Incidents.Where(row => row.InstanceId == instance.Id))
            incident.ElementId = mapping.GetValueOrDefault(incident.ElementId, incident.ElementId);
        foreach (var call in (await step.OpenCalls()).Where(row => row.InstanceId == instance.Id))
            call.ElementId = mapping.GetValueOrDefault(call.ElementId, call.ElementId);
    }

    private static Task<int> Count(TicketStep step, Guid runId, int moved, int stuck) => step.Db.MigrationRuns.Where(row => row.Id == runId)
        .ExecuteUpdateAsync(row => row.SetProperty(r => r.Moved, r => r.Moved + moved).SetProperty(r => r.Stuck, r => r.Stuck + stuck), step.Ct);

    private static string Number(int version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
