using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Graballo.Desk.Jobs;

/// <summary>Acts on one due timer, in the transaction that deletes it: on however many nodes, it acts once.</summary>
public sealed class FireTimer(DeskRuntime runtime, IDbContextFactory<DeskDbContext> databases, TimeProvider clock, ILogger<FireTimer> log)
{
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(1);

    public async Task Handle(Guid timerId, Guid ticketId, CancellationToken ct)
    {
        try
        {
            await runtime.OnTicket(ticketId, Actor.System, step => Act(step, timerId), ct);
        }
#pragma warning disable CA1031 // One timer that cannot be acted on must not hold up the others.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(error, "Timer {Timer} of ticket {Ticket} failed; it is tried again later.", timerId, ticketId);
            await PutOff(timerId, ct);
        }
    }

    internal static async Task<Outcome<Done>> Act(TicketStep step, Guid timerId)
    {
        if (step.Timers.Find(row => row.Id == timerId) is not { } timer || timer.DueAt > step.Now)
            return Done.It;
        step.Timers.Remove(timer);
        step.Db.Timers.Remove(timer);
        if (timer.Kind == TimerKind.Flow)
            await step.Flows.Advance(timer.InstanceId!.Value, new TimerDue(timer.TimerKey));
        else if (timer.Kind == TimerKind.Delivery)
            await AcrossTickets.Receive(step, timer);
        else if (step.Clocks.Known.Find(row => row.Id == Guid.ParseExact(timer.TimerKey, "N")) is { IsStopped: false, IsPaused: false } due)
            await Deadlines.Fire(step, due);
        return Done.It;
    }

    private async Task PutOff(Guid timerId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Timers.SingleOrDefaultAsync(row => row.Id == timerId, ct) is not { } timer)
            return;
        timer.Failures++;
        var backOff = TimeSpan.FromSeconds(5 * Math.Pow(2, Math.Min(timer.Failures, 20)));
        timer.DueAt = clock.GetUtcNow() + (backOff < LongestBackOff ? backOff : LongestBackOff);
        await db.SaveChangesAsync(ct);
    }
}
