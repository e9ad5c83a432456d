namespace Graballo.Workflows;

/// <summary>The outcome of one step: the state to save and what to do in the same transaction.</summary>
public record FlowStep(FlowState State, IReadOnlyList<FlowEffect> Effects);

/// <summary>How an instance stands.</summary>
public enum FlowStatus
{
    /// <summary>Something is still to happen.</summary>
    Active,

    /// <summary>All tokens reached an end (BPMN 2.0.2 §13.3.2).</summary>
    Completed,

    /// <summary>Ended from outside by <see cref="CancelFlow"/>.</summary>
    Terminated,

    /// <summary>A BPMN error reached the top and nothing caught it.</summary>
    Failed,
}
