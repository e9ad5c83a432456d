namespace Graballo.Workflows.Model;

/// <summary>Event definitions (BPMN 2.0.2 §10.5.5).</summary>
internal enum EventKind
{
    Message,
    Timer,
    Signal,
    Error,
    Escalation,
    Conditional,
    Link,
    Compensation,
    Cancel,
    Terminate,
}
