using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;
using Graballo.Workflows;

namespace Graballo.Desk.Outside;

/// <summary>Hands to the flow, in one step, how a call to the outside ended. Whoever comes second finds it ended and changes nothing.</summary>
internal static class FinishCall
{
    /// <summary>Code of the BPMN error of a call that is given up; an error event of the flow may catch it.</summary>
    public const string ErrorCode = "service-failed";

    /// <summary>Code of the BPMN error of a callback that never came.</summary>
    public const string ExpiredCode = "callback-expired";

    public static async Task<Outcome<Done>> Completed(TicketStep step, Guid callId, FeelContext result, object? whole)
    {
        var calls = await step.OpenCalls();
        if (calls.Find(row => row.Id == callId) is not { } call)
            return Done.It;
        QueueCall.End(step, calls, call, ServiceCallStatus.Done, null);
        if (call.Kind == "callback")
            step.Log(EventType.CallbackReceived, false, ("element", call.ElementId));
        await step.Flows.Advance(call.InstanceId, new ServiceCompleted(call.JobKey, result, whole));
        return Done.It;
    }

    public static async Task<Outcome<Done>> Failed(TicketStep step, Guid callId, string error, string code)
    {
        var calls = await step.OpenCalls();
        if (calls.Find(row => row.Id == callId) is not { } call)
            return Done.It;
        QueueCall.End(step, calls, call, ServiceCallStatus.Failed, error);
        await step.Flows.Advance(call.InstanceId, new ServiceFailed(call.JobKey, error, code));
        return Done.It;
    }

    /// <summary>An attempt failed and another one follows: the history says so, and the call waits.</summary>
    public static async Task<Outcome<Done>> PutOff(TicketStep step, Guid callId, string error, TimeSpan wait)
    {
        if ((await step.OpenCalls()).Find(row => row.Id == callId) is not { Status: ServiceCallStatus.Waiting } call)
            return Done.It;
        call.NextAttemptAt = step.Now + wait;
        call.LastError = error.Length > 2000 ? error[..2000] : error;
        step.Log(EventType.ServiceCallRetried, false, ("element", call.ElementId), ("error", error), ("at", call.NextAttemptAt.Value.ToString("O")));
        return Done.It;
    }

    /// <summary>The far side took the request; its answer comes by callback.</summary>
    public static async Task<Outcome<Done>> Sent(TicketStep step, Guid callId)
    {
        if ((await step.OpenCalls()).Find(row => row.Id == callId) is { Status: ServiceCallStatus.Waiting } call)
        {
            call.Status = ServiceCallStatus.Awaiting;
            call.NextAttemptAt = call.ExpiresAt;
            call.LastError = null;
        }
        return Done.It;
    }
}
