using Graballo.Rules.Feel;

namespace Graballo.Workflows;

/// <summary>
/// What a step asks of the world. The caller writes all effects of one step in the transaction that saves
/// the new state; what leaves the desk goes through the outbox.
/// </summary>
public abstract record FlowEffect;

/// <summary>A person has something to do (BPMN 2.0.2 §10.3.4.1, user task).</summary>
public sealed record TaskOpened(
    string TaskId,
    string ElementId,
    string Name,
    string? Form,
    string? CandidateGroup,
    string? CandidateUnit,
    string? Assignee,
    DateTimeOffset? DueAt,
    FeelContext Inputs) : FlowEffect
{
    /// <summary>In which it is due, as the flow names it; null for a date, or when it is not due.</summary>
    public string? Calendar { get; init; }
}

/// <summary>An open task is due at another time, because its calendar changed.</summary>
public sealed record TaskDue(string TaskId, DateTimeOffset DueAt) : FlowEffect
{
    /// <summary>As the flow names it.</summary>
    public string? Calendar { get; init; }
}

/// <summary>Why a task is no longer open.</summary>
public enum TaskCloseReason
{
    Completed,
    Cancelled,
}

/// <summary>The task is done, or the flow no longer needs it.</summary>
public sealed record TaskClosed(string TaskId, TaskCloseReason Reason) : FlowEffect;

/// <summary>
/// Hand back <see cref="TimerDue"/> with this id at <paramref name="DueAt"/> or as soon after as can be. One that is set already moves there.
/// </summary>
public sealed record TimerSet(string TimerId, string ElementId, DateTimeOffset DueAt) : FlowEffect
{
    /// <summary>In which its time counts, as the flow names it; null for a date, or for time on end.</summary>
    public string? Calendar { get; init; }
}

/// <summary>The timer is over: it fired, or will not be wanted any more.</summary>
public sealed record TimerCleared(string TimerId) : FlowEffect;

/// <summary>The instance waits for a message of this name and, when there is one, this correlation key.</summary>
public sealed record MessageAwaited(string SubscriptionId, string ElementId, string MessageName, string? CorrelationKey) : FlowEffect;

/// <summary>The instance no longer waits for that message: it came, or is not wanted any more.</summary>
public sealed record MessageReleased(string SubscriptionId) : FlowEffect;

/// <summary>The instance sends a message to whoever waits for it.</summary>
public sealed record MessageThrown(string ElementId, string MessageName, string? CorrelationKey, FeelContext Payload) : FlowEffect;

/// <summary>The instance waits for a signal of this name.</summary>
public sealed record SignalAwaited(string SubscriptionId, string ElementId, string SignalName) : FlowEffect;

/// <summary>The instance no longer waits for that signal: it came, or is not wanted any more.</summary>
public sealed record SignalReleased(string SubscriptionId) : FlowEffect;

/// <summary>
/// The instance broadcasts a signal. The engine has already given it to this instance; the caller gives it
/// to all others.
/// </summary>
public sealed record SignalThrown(string ElementId, string SignalName, FeelContext Payload) : FlowEffect;

/// <summary>Call a service; answer with <see cref="ServiceCompleted"/> or <see cref="ServiceFailed"/>.</summary>
/// <param name="Attempt">1 at first; one more for every retry of an incident.</param>
public sealed record ServiceCalled(string JobId, string ElementId, string ServiceType, FeelContext Inputs, int Attempt) : FlowEffect
{
    /// <summary>The token that waits: with the element it tells calls of one activation from those of another.</summary>
    public string TokenId { get; init; } = "";

    /// <summary>What the element asks for when the far side fails or is slow.</summary>
    public ServicePolicy Policy { get; init; } = ServicePolicy.None;
}

/// <summary>How an element wants its service called; null leaves it to the caller.</summary>
/// <param name="Retries">Further attempts after the first one failed.</param>
/// <param name="BackOff">Wait before the second attempt; it doubles from then on.</param>
/// <param name="Timeout">Time that one attempt may take.</param>
public sealed record ServicePolicy(int? Retries, TimeSpan? BackOff, TimeSpan? Timeout)
{
    /// <summary>Most retries that an element may ask for.</summary>
    public const int MostRetries = 20;

    /// <summary>Longest first wait that an element may ask for.</summary>
    public static readonly TimeSpan LongestBackOff = TimeSpan.FromDays(1);

    /// <summary>Longest attempt that an element may ask for.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Asks for nothing.</summary>
    public static ServicePolicy None { get; } = new(null, null, null);
}

/// <summary>The answer of that service call is no longer wanted.</summary>
public sealed record ServiceCancelled(string JobId) : FlowEffect;

/// <summary>A sub-process marked with a stage began.</summary>
public sealed record StageEntered(string Stage) : FlowEffect;

/// <summary>A sub-process marked with a stage ended or was cancelled.</summary>
public sealed record StageLeft(string Stage) : FlowEffect;

/// <summary>A token came to an element.</summary>
public sealed record ElementEntered(string ElementId, string TokenId) : FlowEffect;

/// <summary>A token left an element.</summary>
/// <param name="Cancelled">True when an event or the end of a scope took it away before the element was done.</param>
public sealed record ElementLeft(string ElementId, string TokenId, bool Cancelled = false) : FlowEffect;

/// <summary>A business rule task decided on its inputs; the explanation says why, in the form the decider gives it.</summary>
public sealed record DecisionTaken(string ElementId, string DecisionRef, FeelContext Inputs, object? Value, object? Explanation) : FlowEffect;

/// <summary>Something stands still until a person or a retry acts: <see cref="RetryIncident"/>.</summary>
public sealed record IncidentRaised(string IncidentId, string ElementId, string Error) : FlowEffect;

/// <summary>The incident is over.</summary>
public sealed record IncidentResolved(string IncidentId) : FlowEffect;

/// <summary>The instance is over; nothing of it waits any more.</summary>
public sealed record FlowEnded(FlowStatus Status) : FlowEffect;

/// <summary>The trigger did nothing, because its target is gone or never was. The state is the one given.</summary>
public sealed record TriggerIgnored(string Reason) : FlowEffect
{
    /// <summary>Stable word for a person's move that makes no sense; null for the rest.</summary>
    public string? Code { get; init; }
}
