using Graballo.Rules.Feel;

namespace Graballo.Workflows;

/// <summary>What the world tells an instance.</summary>
public abstract record FlowTrigger;

/// <summary>A person completed a task.</summary>
public sealed record TaskCompleted(string TaskId, FeelContext Result) : FlowTrigger;

/// <summary>The time of a timer has come.</summary>
public sealed record TimerDue(string TimerId) : FlowTrigger;

/// <summary>A message came for this subscription.</summary>
public sealed record MessageArrived(string SubscriptionId, FeelContext Payload) : FlowTrigger;

/// <summary>A signal came: one subscription by its id, or all of the instance by the signal's name.</summary>
public sealed record SignalArrived(string SubscriptionIdOrName, FeelContext Payload) : FlowTrigger;

/// <summary>
/// What came for this subscription cannot be acted on: the step that waits becomes an incident. Tried again, it waits again; what stands
/// beside an activity or a scope goes on waiting.
/// </summary>
public sealed record WaitFailed(string SubscriptionId, string Error) : FlowTrigger;

/// <summary>A service answered.</summary>
/// <param name="Whole">What a result variable gets; null gives it all of <paramref name="Result"/>.</param>
public sealed record ServiceCompleted(string JobId, FeelContext Result, object? Whole = null) : FlowTrigger;

/// <summary>
/// A service failed. With an error code a BPMN error is thrown (BPMN 2.0.2 §10.5.6); without one, or when
/// nothing catches it, the step becomes an incident.
/// </summary>
public sealed record ServiceFailed(string JobId, string Error, string? ErrorCode = null) : FlowTrigger;

/// <summary>Try the step again that became this incident.</summary>
public sealed record RetryIncident(string IncidentId) : FlowTrigger;

/// <summary>Leave out the step that became this incident, and go on after it.</summary>
public sealed record SkipIncident(string IncidentId) : FlowTrigger;

/// <summary>Put a token (see <see cref="FlowState.Standing"/>) on another element; what it was doing is cancelled.</summary>
public sealed record MoveToken(string TokenId, string ElementId) : FlowTrigger;

/// <summary>Take a token away together with what it was doing.</summary>
public sealed record CancelToken(string TokenId) : FlowTrigger;

/// <summary>Put a new token on an element.</summary>
public sealed record AddToken(string ElementId) : FlowTrigger;

/// <summary>Variables changed outside the flow; conditional events are evaluated.</summary>
public sealed record VariablesChanged(FeelContext Changes) : FlowTrigger;

/// <summary>End the instance from outside.</summary>
public sealed record CancelFlow(string Reason) : FlowTrigger;
