using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Graballo.Workflows;

namespace Graballo.Desk.Operations;

public enum TokenMove
{
    Move,
    Cancel,
    Add,
}

/// <param name="InstanceId">The running flow.</param>
/// <param name="Kind">What to do.</param>
/// <param name="TokenId">The token to move or cancel.</param>
/// <param name="ElementId">Where to move it, or where to add one.</param>
/// <param name="Reason">Goes into the history.</param>
public sealed record MoveToken(string Number, Guid InstanceId, TokenMove Kind, string? TokenId, string? ElementId, string Reason);

/// <summary>Moves, cancels or adds a token of a running flow by hand.</summary>
public sealed class MoveTokenHandler(DeskRuntime runtime)
{
    private const int LongestReason = 2_000;

    public Task<Outcome<Done>> Handle(MoveToken command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command), ct);

    private static async Task<Outcome<Done>> Act(TicketStep step, MoveToken command)
    {
        if (!FlowAccess.CanDeploy(step.Actor))
            return Refusal.Forbidden;
        if (Check.Text(command.Reason, "reason", LongestReason) is { } refused)
            return refused;
        if (step.Instances.Find(row => row.Id == command.InstanceId) is not { } instance)
            return new Refusal("instance-over");
        if (TriggerOf(command) is not { } trigger)
            return new Refusal("move-incomplete");
        Log(step, command, instance);
        return await step.Flows.Force(instance, trigger) is { } senseless ? senseless : Done.It;
    }

    private static FlowTrigger? TriggerOf(MoveToken command) => command switch
    {
        { Kind: TokenMove.Move, TokenId: { Length: > 0 } token, ElementId: { Length: > 0 } element } => new Workflows.MoveToken(token, element),
        { Kind: TokenMove.Cancel, TokenId: { Length: > 0 } token } => new CancelToken(token),
        { Kind: TokenMove.Add, ElementId: { Length: > 0 } element } => new AddToken(element),
        _ => null,
    };

    private static void Log(TicketStep step, MoveToken command, FlowInstance instance)
    {
        var from = step.Flows.StateOf(instance).Standing.FirstOrDefault(token => token.Id == command.TokenId)?.ElementId;
        var type = command.Kind switch { TokenMove.Move => EventType.TokenMoved, TokenMove.Cancel => EventType.TokenCancelled, _ => EventType.TokenAdded };
        step.Log(type, false, ("from", from), ("element", command.ElementId), ("reason", command.Reason.Trim()));
    }
}
