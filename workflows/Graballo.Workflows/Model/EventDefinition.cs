namespace Graballo.Workflows.Model;

/// <summary>One event definition of an event (BPMN 2.0.2 §10.5.5).</summary>
internal sealed class EventDefinition
{
    public required EventKind Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>
    /// What it is matched by: name of the message, signal or link, code of the error or escalation.
    /// Null catches every error or escalation.
    /// </summary>
    public string? Name { get; init; }

    public TimerSpec? Timer { get; init; }

    public Expression? Condition { get; init; }

    /// <summary>Activity to compensate; null for all of the scope.</summary>
    public string? ActivityRef { get; init; }

    public Expression? CorrelationKey { get; init; }
}

/// <summary>How a timer's text is to be read (BPMN 2.0.2 §10.5.5.8).</summary>
internal enum TimerForm
{
    Date,
    Duration,
    Cycle,
}

/// <summary>A timer: ISO 8601 text or FEEL, and the calendar when it counts working time.</summary>
internal sealed record TimerSpec(TimerForm Form, TextOrExpression Text, string? Calendar);
