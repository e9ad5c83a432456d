using Graballo.Desk.Persistence;
using Graballo.Domain.ServiceLevels;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Operations;

/// <summary>Flows and rows of some tickets, read without tracking.</summary>
internal sealed class TicketRows
{
    private readonly ILookup<Guid, FlowInstance> _instances;
    private readonly ILookup<Guid, WaitRow> _waits;
    private readonly ILookup<Guid, Guid> _owners;
    private readonly ILookup<Guid, SlaClock> _clocks;
    private readonly ILookup<Guid, DeskTimer> _timers;

    private TicketRows(List<FlowInstance> instances, List<(Guid Ticket, Guid Instance, WaitRow Row)> waits, List<SlaClock> clocks, List<DeskTimer> timers)
    {
        Instances = instances.Count;
        _instances = instances.ToLookup(row => row.TicketId);
        _waits = waits.ToLookup(wait => wait.Instance, wait => wait.Row);
        _owners = waits.ToLookup(wait => wait.Ticket, wait => wait.Instance);
        _clocks = clocks.ToLookup(row => row.TicketId);
        _timers = timers.ToLookup(row => row.TicketId);
    }

    public int Instances { get; }

    public static async Task<TicketRows> Read(DeskDbContext db, List<Guid> tickets, CancellationToken ct)
    {
        var tasks = await db.HumanTasks.AsNoTracking().Where(row => tickets.Contains(row.TicketId) && row.Status == HumanTaskStatus.Open).ToListAsync(ct);
        var timers = await db.Timers.AsNoTracking().Where(row => tickets.Contains(row.TicketId)).ToListAsync(ct);
        var subscriptions = await db.Subscriptions.AsNoTracking().Where(row => tickets.Contains(row.TicketId)).ToListAsync(ct);
        var calls = await db.ServiceCalls.AsNoTracking().Where(row => tickets.Contains(row.TicketId)
            && (row.Status == ServiceCallStatus.Waiting || row.Status == ServiceCallStatus.Awaiting)).ToListAsync(ct);
        var incidents = await db.Incidents.AsNoTracking().Where(row => tickets.Contains(row.TicketId) && row.ResolvedAt == null).ToListAsync(ct);
        return new TicketRows(
            await db.FlowInstances.AsNoTracking().Where(row => tickets.Contains(row.TicketId)).ToListAsync(ct),
            [
                .. tasks.Select(row => (row.TicketId, row.InstanceId, FlowComparison.Row(row))),
                .. timers.Where(row => row.Kind == TimerKind.Flow).Select(row => (row.TicketId, row.InstanceId!.Value, FlowComparison.Row(row))),
                .. subscriptions.Select(row => (row.TicketId, row.InstanceId, FlowComparison.Row(row))),
                .. calls.Select(row => (row.TicketId, row.InstanceId, FlowComparison.Row(row))),
                .. incidents.Select(row => (row.TicketId, row.InstanceId, FlowComparison.Row(row))),
            ],
            await db.SlaClocks.AsNoTracking().Where(row => tickets.Contains(row.TicketId)).ToListAsync(ct), timers);
    }

    public bool LooksWrong(Guid ticket)
    {
        var known = _instances[ticket].Select(row => row.Id).ToHashSet();
        // Whether it should have a flow is for the step that looks closer.
        return !_instances[ticket].Any(row => row.IsActive) || _owners[ticket].Any(owner => !known.Contains(owner)) || _instances[ticket].Any(LooksWrong)
            || FlowComparison.OfClocks([.. _clocks[ticket]], [.. _timers[ticket]]).Any();
    }

    private bool LooksWrong(FlowInstance instance)
    {
        try
        {
            return FlowComparison.Of(instance, FlowState.FromJson(instance.State), [.. _waits[instance.Id]]).Any();
        }
        catch (FormatException)
        {
            return true;
        }
    }
}
