using Graballo.Desk.Persistence;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;

namespace Graballo.Desk.Runtime;

/// <summary>What the desk and the flow of a hand-off agree on.</summary>
internal static class HandoffFlow
{
    public const string Key = "backoffice-handoff";

    /// <summary>The unit has answered: the hand-off ends and the executive is told by a note.</summary>
    public static Outcome<FeelContext> Answered(TicketStep step, FlowInstance instance, FeelContext inputs)
    {
        var handoff = step.Db.Handoffs.Local.SingleOrDefault(row => row.InstanceId == instance.Id)
            ?? step.Db.Handoffs.SingleOrDefault(row => row.InstanceId == instance.Id);
        if (handoff is null)
            return new Refusal("handoff-unknown");
        if (handoff.Status != HandoffStatus.Open)
            return FeelContext.Empty;
        handoff.Status = HandoffStatus.Answered;
        handoff.Answer = ServiceTypes.Text(inputs, "answer") ?? handoff.Answer ?? "";
        handoff.AnsweredAt = step.Now;
        handoff.AnsweredById = step.Actor.AgentId;
        step.Clocks.Stop(SlaTarget.Ola, handoff.Id.ToString("N"));
        return FeelContext.Empty;
    }
}
