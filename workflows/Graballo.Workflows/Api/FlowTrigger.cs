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

/// <summary>A service answered.</summary>
public sealed record ServiceCompleted(string JobId, FeelContext Result) : FlowTrigger;

/// <summary>
/// A service failed. With an error code a BPMN error is thrown (BPMN 2.0.2 §10.5.6); without one, or when
/// nothing catches it, the step becomes an incident.
/// </summary>
public sealed record ServiceFailed(string JobId, string Error, string? ErrorCode = null) : FlowTrigger;

/// <summary>Try the step again that became this incident.</summary>
public sealed record RetryIncident(string IncidentId) : FlowTrigger;

/// <summary>Variables changed outside the flow; conditional events are evaluated.</summary>
public sealed record VariablesChanged(FeelContext Changes) : FlowTrigger;

/// <summary>End the instance from outside.</summary>
public sealed record CancelFlow(string Reason) : FlowTrigger;
