namespace Graballo.Workflows.Validation;

internal static class BpmnValidator
{
    public static IEnumerable<Finding> Validate(BpmnDocument document) => [];
}
