using System.Text;
using System.Text.Json;
using Graballo.Desk.Persistence;
using Graballo.Rules.Feel;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>
/// Signals and messages from the flow of one ticket to those of others. The step that throws writes a delivery for each that waits at that
/// moment; each delivery is due at once and is acted on like a timer: in a step on its own ticket, once, and again when it fails.
/// </summary>
internal static class AcrossTickets
{
    /// <summary>Everybody who waits for the signal (BPMN 2.0.2 §10.5.1).</summary>
    public static Task Signal(TicketStep step, string name, FeelContext payload) =>
        Send(step, step.Db.Subscriptions.Where(row => row.IsSignal && row.Name == name), payload);

    /// <summary>The one that waits longest with the same correlation key (BPMN 2.0.2 §8.4.2); without a key a message stays on its ticket.</summary>
    public static Task Message(TicketStep step, string name, string? correlationKey, FeelContext payload)
    {
        if (Subscription.Key(correlationKey) is not { } key)
            return Task.CompletedTask;
        // One that is about to be woken waits no more.
        return Send(step, step.Db.Subscriptions
            .Where(row => !row.IsSignal && row.Name == name && row.CorrelationKey == key && row.TicketId != step.Ticket.Id
                && !step.Db.Timers.Any(timer => timer.Kind == TimerKind.Delivery && timer.InstanceId == row.InstanceId && timer.TimerKey == row.SubscriptionKey))
            .OrderBy(row => row.Id).Take(1), payload);
    }

    /// <summary>Hands over what was sent; nothing happens when the flow has gone on meanwhile.</summary>
    public static async Task Receive(TicketStep step, DeskTimer delivery)
    {
        if (step.Subscriptions.Find(row => row.InstanceId == delivery.InstanceId && row.SubscriptionKey == delivery.TimerKey) is not { } waiting)
            return;
        using var json = JsonDocument.Parse(delivery.Payload!);
        var payload = (FeelContext)FeelJson.Read(json.RootElement)!;
        await step.Flows.Advance(waiting.InstanceId, waiting.IsSignal ? new SignalArrived(waiting.SubscriptionKey, payload) : new MessageArrived(waiting.SubscriptionKey, payload));
    }

    private static async Task Send(TicketStep step, IQueryable<Subscription> waiting, FeelContext payload)
    {
        var others = await waiting.AsNoTracking().Where(row => row.TicketId != step.Ticket.Id)
            .Select(row => new { row.TicketId, row.InstanceId, row.SubscriptionKey }).ToListAsync(step.Ct);
        if (others.Count == 0)
            return;
        var text = Write(payload);
        step.Db.Timers.AddRange(others.Select(row => new DeskTimer
        {
            Id = step.NewId(),
            Kind = TimerKind.Delivery,
            TicketId = row.TicketId,
            InstanceId = row.InstanceId,
            TimerKey = row.SubscriptionKey,
            Payload = text,
            DueAt = step.Now,
        }));
    }

    private static string Write(FeelContext payload)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            FeelJson.Write(writer, payload);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
