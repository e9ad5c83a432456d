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
        if (node.Details.ServiceType is null)
        {
            // Nothing says what to call: data goes in and out, and the flow goes on.
            Results.Apply(run, token, node, Results.Inputs(run, token, node));
            run.EndActivity(token, node);
            return;
        }

        var call = Describe(run, token with { Attempt = token.Attempt + 1 }, node, "");
        run.Update(token with { Attempt = call.Attempt });
        var wait = run.AddWait(WaitKind.Job, token.Id, token.Scope, node.Id);
        run.Emit(call with { JobId = wait.PublicId });
    }

    /// <summary>The call as the desk makes it.</summary>
    public static ServiceCalled Describe(Run run, Token token, Node node, string id) =>
        new(id, node.Id, node.Details.ServiceType!, Results.Inputs(run, token, node), token.Attempt) { TokenId = Run.TokenId(token), Policy = node.Details.Policy };
}
