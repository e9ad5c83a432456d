using System.Text.Json;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Rules.Feel;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Graballo.Desk.Outside;

/// <summary>
/// Makes one call that is due: claims it, speaks to the far side outside of any transaction, and hands the answer to the flow in one step.
/// A crash anywhere in between leaves the claim, which runs out; the call is made again under the same key.
/// </summary>
public sealed class MakeCall(
    DeskRuntime runtime, IDbContextFactory<DeskDbContext> databases, WriteGate gate, IWebCaller web, IDataProtectionProvider seals, TimeProvider clock, ILogger<MakeCall> log)
{
    private const int MostCrashes = 3;
    private static readonly TimeSpan ClaimBeyondTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(6);

    public async Task Handle(Guid callId, CancellationToken ct)
    {
        try
        {
            if (await Claim(callId, ct) is { } call)
                await Make(call, ct);
        }
#pragma warning disable CA1031 // One call that cannot be made or handed over must not hold up the others.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(error, "Service call {Call} failed on our side; it is made again when its claim runs out.", callId);
        }
    }

    private async Task Make(ServiceCall call, CancellationToken ct)
    {
        if (call.Status == ServiceCallStatus.Awaiting)
            await Step(call, step => FinishCall.Failed(step, call.Id, $"Nobody called back before {call.ExpiresAt:u}.", FinishCall.ExpiredCode), ct);
        else if (call.Attempts > call.MostAttempts + MostCrashes)
            await Step(call, step => FinishCall.Failed(step, call.Id, "The call was interrupted again and again and never ended.", FinishCall.ErrorCode), ct);
        else
            await Attempt(call, ct);
    }

    private async Task Attempt(ServiceCall call, CancellationToken ct)
    {
        WebAnswer answer;
        try
        {
            answer = await web.Call(new WebCall(Request(call), call.Key, call.Attempts, TimeSpan.FromSeconds(call.TimeoutSeconds)), ct);
        }
        catch (WebCallException error)
        {
            await Fail(call, error.Message, error.ForGood, ct);
            return;
        }
        var isJson = OutsideJson.TryRead(answer.Body, out var value);
        if (answer.Status is < 200 or > 299)
            await Fail(call, $"answered {answer.Status}{Excerpt(answer.Body)}", false, ct);
        else if (call.Kind == "callback")
            await Step(call, step => FinishCall.Sent(step, call.Id), ct);
        else if (call.Kind == "lookup" && !isJson)
            await Fail(call, $"answered something that is not JSON{Excerpt(answer.Body)}", false, ct);
        else
            await Step(call, step => FinishCall.Completed(step, call.Id, FeelContext.Empty.With("status", FeelValue.From(answer.Status)).With("response", value), value), ct);
    }

    private async Task Fail(ServiceCall call, string error, bool forGood, CancellationToken ct)
    {
        var request = JsonSerializer.Deserialize<WebRequest>(call.Request)!;
        // Without the query, which may hold what must not be read.
        var where = Uri.TryCreate(request.Url, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Path) : request.Url;
        var told = $"{where}: {error} ({call.Attempts}/{call.MostAttempts})";
        log.LogWarning("Service call {Key}, attempt {Attempt} of {Most}: {Error}", call.Key, call.Attempts, call.MostAttempts, told);
        if (forGood || call.Attempts >= call.MostAttempts)
        {
            await Step(call, step => FinishCall.Failed(step, call.Id, told, FinishCall.ErrorCode), ct);
            return;
        }
        var wait = TimeSpan.FromSeconds(call.BackOffSeconds * Math.Pow(2, call.Attempts - 1));
        await Step(call, step => FinishCall.PutOff(step, call.Id, told, wait < LongestBackOff ? wait : LongestBackOff), ct);
    }

    private async Task Step(ServiceCall call, Func<TicketStep, Task<Outcome<Done>>> act, CancellationToken ct)
    {
        var outcome = await runtime.OnTicket(call.TicketId, Actor.System, act, ct);
        if (!outcome.Ok)
            log.LogWarning("What service call {Key} brought could not be handed over yet: {Why}", call.Key, outcome.Refusal.Code);
    }

    /// <summary>The request as this attempt sends it: with the address to call back, the same at every attempt.</summary>
    private WebRequest Request(ServiceCall call)
    {
        var request = JsonSerializer.Deserialize<WebRequest>(call.Request)!;
        if (call.SealedToken is null)
            return request;
        var address = QueueCall.AddressOf(runtime.Settings, Seal.Unprotect(call.SealedToken));
        var body = OutsideJson.TryRead(request.Body ?? "null", out var value) && value is FeelContext context ? context : FeelContext.Empty.With("body", value);
        return request with { Body = OutsideJson.Write(body.With("callbackUrl", address)) };
    }

    private IDataProtector Seal => seals.CreateProtector("Graballo.Callbacks");

    private async Task<ServiceCall?> Claim(Guid id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        if (await db.ServiceCalls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.NextAttemptAt <= now, ct) is not { } call)
            return null;
        var seen = call.NextAttemptAt;
        var until = now + TimeSpan.FromSeconds(call.TimeoutSeconds) + ClaimBeyondTimeout;
        if (call is { Kind: "callback", Status: ServiceCallStatus.Waiting, TokenHash: null })
        {
            var token = QueueCall.NewToken();
            (call.TokenHash, call.SealedToken) = (QueueCall.HashOf(token), Seal.Protect(token));
        }
        using var turn = await gate.Enter(db, ct);
        var claimed = await db.ServiceCalls.Where(row => row.Id == id && row.NextAttemptAt == seen).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.NextAttemptAt, until).SetProperty(r => r.Attempts, r => r.Attempts + 1)
                .SetProperty(r => r.TokenHash, call.TokenHash).SetProperty(r => r.SealedToken, call.SealedToken), ct);
        call.Attempts++;
        return claimed == 0 ? null : call;
    }

    private static string Excerpt(string body)
    {
        var text = string.Join(' ', body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length == 0 ? "" : ": " + (text.Length > 300 ? text[..300] + "…" : text);
    }
}
