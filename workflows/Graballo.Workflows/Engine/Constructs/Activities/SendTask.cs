using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>Send task (BPMN 2.0.2 §13.3.3): sends its message, or calls its service, and goes on.</summary>
internal sealed class SendTask : ActivityConstruct
{
    public override bool RunsLate(Node node) => node.Details.ServiceType is null;

    public override void Execute(Run run, Token token, Node node)
    {
        if (node.Details.ServiceType is not null)
        {
            ServiceTask.Call(run, token, node);
            return;
        }

        var payload = Results.Inputs(run, token, node);
        var key = node.Details.CorrelationKey is { } correlation ? Texts.Key(correlation.Evaluate(run.ContextOf(token), run.Options)) : null;
        if (node.Details.MessageName is { } name)
            run.Emit(new MessageThrown(node.Id, name, key, payload));
        run.EndActivity(token, node);
    }
}
