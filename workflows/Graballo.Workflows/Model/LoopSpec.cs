namespace Graballo.Workflows.Model;

/// <summary>Which completions of a multi-instance activity throw an event (BPMN 2.0.2 §10.3.9).</summary>
internal enum MultiBehavior
{
    None,
    One,
    All,
    Complex,
}

/// <summary>How an activity repeats: standard loop or multi-instance (BPMN 2.0.2 §10.3.9).</summary>
internal sealed class LoopSpec
{
    public required bool IsStandard { get; init; }

    /// <summary>Standard loop: go on while true.</summary>
    public Expression? Condition { get; init; }

    public bool TestBefore { get; init; }

    public int? Maximum { get; init; }

    public bool Sequential { get; init; }

    public Expression? Cardinality { get; init; }

    public Expression? Collection { get; init; }

    public string? ItemName { get; init; }

    /// <summary>Variable that collects what each instance leaves in <see cref="OutputItem"/>.</summary>
    public string? OutputCollection { get; init; }

    public string? OutputItem { get; init; }

    public Expression? CompletionCondition { get; init; }

    public MultiBehavior Behavior { get; init; } = MultiBehavior.All;

    /// <summary>Event thrown at each completion (None) or the first (One).</summary>
    public EventDefinition? BehaviorEvent { get; init; }

    /// <summary>Complex behaviour: each condition with the event it throws.</summary>
    public IReadOnlyList<(Expression Condition, EventDefinition Event)> ComplexEvents { get; init; } = [];
}
