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
    // Each brings forth the next in no time: so many are no chain of events but a loop.
    private const int MostHops = 100;

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
        var (hops, payload) = Read(delivery.Payload!);
        step.Hops = hops;
        await step.Flows.Advance(waiting.InstanceId, hops > MostHops ? new WaitFailed(waiting.SubscriptionKey, FlowRunner.Echo(MostHops))
            : waiting.IsSignal ? new SignalArrived(waiting.SubscriptionKey, payload) : new MessageArrived(waiting.SubscriptionKey, payload));
    }

    private static async Task Send(TicketStep step, IQueryable<Subscription> waiting, FeelContext payload)
    {
        var others = await waiting.AsNoTracking().Where(row => row.TicketId != step.Ticket.Id)
            .Select(row => new { row.TicketId, row.InstanceId, row.SubscriptionKey }).ToListAsync(step.Ct);
        if (others.Count == 0)
            return;
        var text = Write(step.Hops + 1, payload);
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

    // How many deliveries led to this one, one after the other, and what it carries; earlier releases wrote the latter alone.
    private static (int Hops, FeelContext Payload) Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement is { ValueKind: JsonValueKind.Array } both
            ? (both[0].GetInt32(), (FeelContext)FeelJson.Read(both[1])!)
            : (1, (FeelContext)FeelJson.Read(json.RootElement)!);
    }

    private static string Write(int hops, FeelContext payload)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(hops);
            FeelJson.Write(writer, payload);
            writer.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
