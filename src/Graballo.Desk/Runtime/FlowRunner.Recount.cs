using Graballo.Workflows;

namespace Graballo.Desk.Runtime;

/// <content>What the flows wait for in working time, when a calendar changed.</content>
internal sealed partial class FlowRunner
{
    /// <summary>Finds anew when timers and tasks are due that count working time; what has fired stays fired, and a fixed date stays.</summary>
    /// <returns>True when one of them moved.</returns>
    public async Task<bool> Recount()
    {
        await step.LoadFlows();
        if (!step.Timers.Exists(row => row.Calendar is not null) && !step.OpenTasks.Exists(row => row.Calendar is not null))
            return false;
        var before = Due();
        foreach (var instance in step.Instances.FindAll(row => row.IsActive))
            await Apply(instance, FlowEngine.Recount(catalog.Flow(instance.DefinitionId), State(instance), Services(Variables(instance)), step.Now));
        return !before.SequenceEqual(Due());
    }

    private List<(Guid, DateTimeOffset?)> Due() =>
        [.. step.Timers.Select(row => (row.Id, (DateTimeOffset?)row.DueAt)), .. step.OpenTasks.Select(row => (row.Id, row.DueAt))];
}
