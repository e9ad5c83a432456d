using Graballo.Rules.Feel;
using Graballo.Workflows.Engine;

namespace Graballo.Workflows;

/// <summary>
/// The engine (BPMN 2.0.2 §13): definition + state + trigger + time → new state + effects. Without I/O, clock
/// or chance: the same input always gives the same output. A step runs until everything waits.
/// </summary>
public static class FlowEngine
{
    /// <summary>Starts an instance.</summary>
    /// <param name="variables">What the process starts with; for a message start, what the message brought.</param>
    /// <param name="processId">Which process of the file; the first executable one when null.</param>
    /// <param name="startElementId">
    /// The start event, receive task or event that was triggered (see <see cref="Flow.StartTriggers"/>); null to
    /// begin where nothing has to trigger it.
    /// </param>
    /// <exception cref="ArgumentException">The flow has no such process or element.</exception>
    public static FlowStep Start(
        Flow flow,
        FeelContext variables,
        FlowServices services,
        DateTimeOffset now,
        string? processId = null,
        string? startElementId = null)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(services);
        var body = processId is null ? flow.Main : flow.Process(processId)
            ?? throw new ArgumentException($"The flow has no process '{processId}'.", nameof(processId));
        var start = startElementId is null ? null : flow.Node(startElementId)
            ?? throw new ArgumentException($"The flow has no element '{startElementId}'.", nameof(startElementId));
        var run = new Run(flow, new FlowState(), services, now);
        run.Begin(body, variables, start);
        run.Drain();
        return run.Finish();
    }

    /// <summary>
    /// Takes one step. Never throws: what a flow or its data does wrong becomes an incident, and a trigger
    /// whose target is gone gives the same state and one <see cref="TriggerIgnored"/>.
    /// </summary>
    public static FlowStep Advance(Flow flow, FlowState state, FlowTrigger trigger, FlowServices services, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(services);
        if (state.Status != FlowStatus.Active)
            return Ignored(state, "The flow is over.");
        try
        {
            var run = new Run(flow, state, services, now);
            if (Triggers.Apply(run, trigger) is { } why)
                return new FlowStep(state, [new TriggerIgnored(why.Reason) { Code = why.Code }]);
            run.Resume();
            run.Drain();
            return run.Finish();
        }
        catch (FlowMismatchException mismatch)
        {
            return Ignored(state, mismatch.Message);
        }
        catch (Exception error) when (Run.IsStepError(error))
        {
            // The state does not fit the flow in a way that only showed on the way: nothing of the step stays.
            return Ignored(state, $"The step could not be taken: {error.Message}");
        }
    }

    /// <summary>
    /// Everything an instance waits for, told anew by the effects that would begin it now: what rows of tasks, timers,
    /// subscriptions and calls are compared with and mended from.
    /// </summary>
    /// <exception cref="InvalidOperationException">The state does not fit the flow.</exception>
    public static IReadOnlyList<FlowEffect> Retell(Flow flow, FlowState state, FlowServices services, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(state);
        try
        {
            return new Run(flow, state, services, now).Retell();
        }
        catch (FlowMismatchException mismatch)
        {
            throw new InvalidOperationException(mismatch.Message, mismatch);
        }
    }

    /// <summary>
    /// Finds anew when the timers and tasks of an instance are due that count working time, after a calendar changed. Nothing else moves.
    /// </summary>
    /// <returns>The state with the new moments; a <see cref="TimerSet"/> or <see cref="TaskDue"/> for each of them.</returns>
    /// <exception cref="InvalidOperationException">The state does not fit the flow.</exception>
    public static FlowStep Recount(Flow flow, FlowState state, FlowServices services, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(state);
        try
        {
            var run = new Run(flow, state, services, now);
            run.Recount();
            return run.Finish();
        }
        catch (FlowMismatchException mismatch)
        {
            throw new InvalidOperationException(mismatch.Message, mismatch);
        }
    }

    /// <summary>What a person fills in to complete an open task, by the flow that the instance is on; empty for none.</summary>
    /// <param name="services">Asked for a called flow only.</param>
    public static IReadOnlyList<TaskField> FieldsOf(Flow flow, FlowState state, FlowServices services, string taskId)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(state);
        try
        {
            return new Run(flow, state, services, default).FieldsOf(taskId);
        }
        catch (FlowMismatchException)
        {
            return [];
        }
    }

    private static FlowStep Ignored(FlowState state, string why) => new(state, [new TriggerIgnored(why)]);
}
