using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>
/// Service task, and send task with a service type (BPMN 2.0.2 §13.3.3): asks the desk to call a service and
/// waits for the answer. Each try has an id of its own and counts one up.
/// </summary>
internal sealed class ServiceTask : ActivityConstruct
{
    public override void Execute(Run run, Token token, Node node) => Call(run, token, node);

    public static void Call(Run run, Token token, Node node)
    {
        if (node.Details.ServiceType is not { } service)
        {
            // Nothing says what to call: data goes in and out, and the flow goes on.
            Results.Apply(run, token, node, Results.Inputs(run, token, node));
            run.EndActivity(token, node);
            return;
        }

        var inputs = Results.Inputs(run, token, node);
        token = run.Update(token with { Attempt = token.Attempt + 1 });
        var wait = run.AddWait(WaitKind.Job, token.Id, token.Scope, node.Id);
        run.Emit(new ServiceCalled(wait.PublicId, node.Id, service, inputs, token.Attempt));
    }
}
