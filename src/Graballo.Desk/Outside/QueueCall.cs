using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Rules.Feel;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Outside;

/// <summary>Writes down a call that a flow asks for; it is made after the commit, never inside the step.</summary>
internal static class QueueCall
{
    private const int DefaultRetries = 5;
    private const int LargestBody = 256 * 1024;
    private static readonly TimeSpan DefaultBackOff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromDays(90);

    // What is said about the call itself; the rest of the inputs is what is sent.
    private static readonly string[] Reserved = ["url", "credential", "body", "query", "expires", "variable"];

    public static bool IsOutside(string serviceType) => serviceType is "webhook" or "lookup" or "callback";

    public static async Task<Outcome<Done>> Act(TicketStep step, FlowInstance instance, ServiceCalled called)
    {
        var request = RequestOf(called);
        if (!request.Ok)
            return request.Refusal;
        var call = new ServiceCall
        {
            Id = step.NewId(),
            TicketId = step.Ticket.Id,
            InstanceId = instance.Id,
            JobKey = called.JobId,
            TokenKey = called.TokenId,
            ElementId = called.ElementId,
            Kind = called.ServiceType,
            Key = await KeyOf(step, instance, called),
            Request = JsonSerializer.Serialize(request.Value),
            MostAttempts = (called.Policy.Retries ?? DefaultRetries) + 1,
            BackOffSeconds = (int)(called.Policy.BackOff ?? DefaultBackOff).TotalSeconds,
            TimeoutSeconds = (int)(called.Policy.Timeout ?? DefaultTimeout).TotalSeconds,
            CreatedAt = step.Now,
            NextAttemptAt = step.Now,
        };
        if (called.ServiceType == "callback" && Expect(step, instance, called, call, request.Value.Url.Length == 0) is { } refused)
            return refused;
        step.Db.ServiceCalls.Add(call);
        (await step.OpenCalls()).Add(call);
        return Done.It;
    }

    /// <summary>The flow no longer waits for it.</summary>
    public static async Task Cancel(TicketStep step, FlowInstance instance, string jobKey)
    {
        var calls = await step.OpenCalls();
        foreach (var call in calls.FindAll(row => row.InstanceId == instance.Id && row.JobKey == jobKey))
            End(step, calls, call, ServiceCallStatus.Cancelled, null);
    }

    /// <summary>It is over, one way or another.</summary>
    public static void End(TicketStep step, List<ServiceCall> calls, ServiceCall call, ServiceCallStatus how, string? error)
    {
        call.Status = how;
        call.EndedAt = step.Now;
        call.NextAttemptAt = null;
        call.LastError = error is { Length: > 2000 } ? error[..2000] : error;
        calls.Remove(call);
    }

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string AddressOf(DeskSettings settings, string token) => new Uri(settings.PublicUrl, $"api/callbacks/{token}").ToString();

    private static Outcome<WebRequest> RequestOf(ServiceCalled called)
    {
        var url = ServiceTypes.Text(called.Inputs, "url")?.Trim() ?? "";
        if (url.Length == 0 && called.ServiceType == "callback")
            return new WebRequest("POST", "", null, null);
        if (url.Length > 2000 || !Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("https" or "http") || parsed.UserInfo.Length > 0)
            return new Refusal("service-url-wrong", null, url.Length > 200 ? url[..200] : url);
        var credential = ServiceTypes.Text(called.Inputs, "credential");
        if (called.ServiceType == "lookup")
            return new WebRequest("GET", WithQuery(url, called.Inputs["query"] as FeelContext), null, credential);
        var body = OutsideJson.Write(called.Inputs.Contains("body") ? called.Inputs["body"] : Sent(called.Inputs));
        return body.Length > LargestBody ? new Refusal("service-body-large", null, LargestBody / 1024) : new WebRequest("POST", url, body, credential);
    }

    private static FeelContext Sent(FeelContext inputs) => FeelContext.Create(inputs.Where(entry => !Reserved.Contains(entry.Key)));

    private static string WithQuery(string url, FeelContext? query)
    {
        if (query is null || query.Count == 0)
            return url;
        var pairs = query.Where(entry => entry.Value is not null).Select(entry => Uri.EscapeDataString(entry.Key) + "=" + Uri.EscapeDataString(FeelValue.Display(entry.Value)));
        return url + (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', pairs);
    }

    // A retry of the incident is the same activation: the far side may have done it although we never heard.
    private static async Task<string> KeyOf(TicketStep step, FlowInstance instance, ServiceCalled called)
    {
        var earlier = called.Attempt == 1 ? null : await step.Db.ServiceCalls.AsNoTracking()
            .Where(row => row.InstanceId == instance.Id && row.ElementId == called.ElementId && row.TokenKey == called.TokenId)
            .OrderByDescending(row => row.Id).Select(row => row.Key).FirstOrDefaultAsync(step.Ct);
        return earlier ?? $"{instance.Id:N}-{called.ElementId[..Math.Min(120, called.ElementId.Length)]}-{called.JobId}";
    }

    /// <summary>A callback ends by itself some day. Without an address to send it to, its own address becomes a variable of the flow.</summary>
    private static Refusal? Expect(TicketStep step, FlowInstance instance, ServiceCalled called, ServiceCall call, bool silent)
    {
        var patience = ServiceTypes.Span(called.Inputs, "expires") ?? DefaultPatience;
        if (patience <= TimeSpan.Zero || patience > LongestPatience)
            return new Refusal("service-expiry-wrong", null, LongestPatience.Days);
        call.ExpiresAt = step.Now + patience;
        if (!silent)
            return null;
        var token = NewToken();
        call.TokenHash = HashOf(token);
        call.Status = ServiceCallStatus.Awaiting;
        call.NextAttemptAt = call.ExpiresAt;
        var variable = ServiceTypes.Text(called.Inputs, "variable") is { Length: > 0 and <= 100 } name ? name : "callbackUrl";
        step.Flows.Tell(instance, new VariablesChanged(FeelContext.Empty.With(variable, AddressOf(step.Settings, token))));
        return null;
    }
}
