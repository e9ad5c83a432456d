namespace Graballo.Workflows.Model;

/// <summary>What particular elements carry, mostly from the product's extension namespace.</summary>
internal sealed class NodeDetails
{
    public static NodeDetails None { get; } = new();

    public string? Stage { get; init; }

    public TextOrExpression? Form { get; init; }

    public TextOrExpression? CandidateGroup { get; init; }

    public TextOrExpression? CandidateUnit { get; init; }

    public TextOrExpression? Assignee { get; init; }

    public TextOrExpression? Due { get; init; }

    /// <summary>What a person fills in to complete a user task.</summary>
    public IReadOnlyList<TaskField> Fields { get; init; } = [];

    public string? Calendar { get; init; }

    public string? ResultVariable { get; init; }

    public string? DecisionRef { get; init; }

    public string? ServiceType { get; init; }

    public ServicePolicy Policy { get; init; } = ServicePolicy.None;

    public Expression? Script { get; init; }

    /// <summary>Message of a send or receive task.</summary>
    public string? MessageName { get; init; }

    public Expression? CorrelationKey { get; init; }

    public string? CalledElement { get; init; }

    public int? CalledVersion { get; init; }

    public IReadOnlyList<Mapping> Inputs { get; init; } = [];

    public IReadOnlyList<Mapping> Outputs { get; init; } = [];

    /// <summary>Data associations into the element: (variable outside, name inside).</summary>
    public IReadOnlyList<DataLink> DataInputs { get; init; } = [];

    /// <summary>Data associations out of the element: (name inside, variable outside).</summary>
    public IReadOnlyList<DataLink> DataOutputs { get; init; } = [];

    /// <summary>completionCondition of an ad-hoc sub-process.</summary>
    public Expression? CompletionCondition { get; init; }

    public bool CancelRemaining { get; init; } = true;

    public bool Sequential { get; init; }

    /// <summary>activationCondition of a complex gateway.</summary>
    public Expression? ActivationCondition { get; init; }
}

/// <summary>A data association (BPMN 2.0.2 §10.4.1): copies one named value to another name.</summary>
internal sealed record DataLink(string From, string To, Expression? Transformation);
