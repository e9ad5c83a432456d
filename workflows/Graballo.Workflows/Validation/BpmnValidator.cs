namespace Graballo.Workflows.Validation;

/// <summary>
/// Checks a file against the rules of BPMN 2.0.2 for executable processes. What cannot run, or would not run as
/// drawn, is an error; what other tools write all the same and the engine can run is a warning.
/// Rule codes that begin with EXT are the numbers of the public catalogue of BPMN constraints; REF is a
/// reference to an element of the wrong type.
/// </summary>
internal static class BpmnValidator
{
    private static readonly Action<Validation>[] Rules =
    [
        IdRules.Check,
        ReferenceRules.Check,
        SequenceFlowRules.Check,
        ConnectionRules.Check,
        StartEndRules.Check,
        EventRules.Check,
        BoundaryRules.Check,
        LinkRules.Check,
        EventDefinitionRules.Check,
        TimerRules.Check,
        GatewayRules.Check,
        TaskRules.Check,
        FieldRules.Check,
        SubProcessRules.Check,
        LoopRules.Check,
        ExpressionRules.Check,
        DataRules.Check,
        DataSetRules.Check,
        InterfaceRules.Check,
        CollaborationRules.Check,
        ProductRules.Check,
    ];

    public static IReadOnlyList<Finding> Validate(BpmnDocument document)
    {
        var validation = new Validation(document);
        foreach (var check in Rules)
            check(validation);
        return validation.Findings;
    }
}
