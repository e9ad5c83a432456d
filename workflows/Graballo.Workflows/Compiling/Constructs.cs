using Graballo.Workflows.Engine;
using Graballo.Workflows.Engine.Constructs;

namespace Graballo.Workflows.Compiling;

/// <summary>Which construct runs which element.</summary>
internal static class Constructs
{
    private static readonly Dictionary<string, Construct> ByType = new(StringComparer.Ordinal)
    {
        ["startEvent"] = new StartEvent(),
        ["endEvent"] = new ThrowEvent(),
        ["intermediateThrowEvent"] = new ThrowEvent(),
        ["intermediateCatchEvent"] = new CatchEvent(),
        ["boundaryEvent"] = new BoundaryEvent(),
        ["task"] = new PassThroughTask(),
        ["manualTask"] = new PassThroughTask(),
        ["userTask"] = new UserTask(),
        ["serviceTask"] = new ServiceTask(),
        ["sendTask"] = new SendTask(),
        ["receiveTask"] = new ReceiveTask(),
        ["scriptTask"] = new ScriptTask(),
        ["businessRuleTask"] = new BusinessRuleTask(),
        ["callActivity"] = new CallActivity(),
        ["subProcess"] = new SubProcess(),
        ["transaction"] = new SubProcess(),
        ["adHocSubProcess"] = new AdHocSubProcess(),
        ["exclusiveGateway"] = new ExclusiveGateway(),
        ["parallelGateway"] = new ParallelGateway(),
        ["inclusiveGateway"] = new InclusiveGateway(),
        ["complexGateway"] = new ComplexGateway(),
        ["eventBasedGateway"] = new EventBasedGateway(),
    };

    public static Construct? Of(string type) => ByType.GetValueOrDefault(type);
}
