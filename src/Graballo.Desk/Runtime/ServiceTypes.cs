using Graballo.Desk.BackOffice;
using Graballo.Desk.Mail;
using Graballo.Desk.Persistence;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tickets;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>What a service task of a flow can ask of the desk (<c>graballo:serviceType</c>). All of it happens inside the step; what goes outside is <see cref="Outside.QueueCall"/>'s.</summary>
internal static class ServiceTypes
{
    /// <summary>Every type there is, those that leave the desk included.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "notify", "assign", "service-level", "promise-by-default", "property", "survey", "handoff", "handoff-answered", "webhook", "lookup", "callback",
    ];

    /// <summary>The outputs, or why it cannot be done: that becomes an incident on the ticket.</summary>
    public static async Task<Outcome<FeelContext>> Run(TicketStep step, FlowInstance instance, ServiceCalled call) => call.ServiceType switch
    {
        "notify" => await Notify(step, instance, call),
        "assign" => await Assign(step, call.Inputs),
        "service-level" => ServiceLevel(step, call.Inputs),
        "promise-by-default" => PromiseByDefault(step),
        "property" => Property(step, call.Inputs),
        "survey" => await Ask(step, instance, call),
        "handoff" => await HandOff(step, call.Inputs),
        "handoff-answered" => HandoffFlow.Answered(step, instance, call.Inputs),
        var other => new Refusal("service-type-unknown", null, other),
    };

    private static async Task<Outcome<FeelContext>> Notify(TicketStep step, FlowInstance instance, ServiceCalled call)
    {
        var template = Text(call.Inputs, "template") ?? "";
        if (!MailTemplates.Exists(template))
            return new Refusal("template-unknown", null, template);
        var key = $"{instance.Id:N}:{call.JobId}";
        await Notices.Send(step, key, template, Text(call.Inputs, "to") ?? "contact");
        return FeelContext.Empty;
    }

    private static async Task<Outcome<FeelContext>> Assign(TicketStep step, FeelContext inputs)
    {
        var chosen = await Assigning.ToGroup(step, Text(inputs, "group"), Text(inputs, "executive"), Text(inputs, "strategy"), Text(inputs, "skill"));
        return chosen.Ok ? FeelContext.Empty.With("assignee", chosen.Value) : chosen.Refusal;
    }

    private static Outcome<FeelContext> ServiceLevel(TicketStep step, FeelContext inputs)
    {
        var level = inputs["serviceLevel"] as FeelContext ?? inputs;
        var agreed = Agreements.Of(step, level, step.ServiceLevelReasons);
        if (!agreed.Ok)
            return agreed.Refusal;
        if (Codes.PriorityOf(Text(inputs, "priority")) is { } priority)
            step.Ticket.Priority = priority;
        step.Clocks.Agree(agreed.Value);
        return FeelContext.Empty;
    }

    // A question needs no date of its own: the agreement is the promise.
    private static Outcome<FeelContext> PromiseByDefault(TicketStep step)
    {
        if (step.Clocks.Live(SlaTarget.Resolution) is { } clock)
            step.Ticket.PromisedAt ??= ClockHistory.DueAt(clock, step.Calendars[clock.History[^1].Calendar]);
        return FeelContext.Empty.With("promisedAt", FeelValue.From(step.Ticket.PromisedAt));
    }

    private static Outcome<FeelContext> Property(TicketStep step, FeelContext inputs)
    {
        if (Codes.PriorityOf(Text(inputs, "priority")) is { } priority)
            step.Ticket.Priority = priority;
        if (Text(inputs, "subject") is { Length: > 0 and <= 200 } subject)
            step.Ticket.Subject = subject;
        return FeelContext.Empty;
    }

    private static async Task<Outcome<FeelContext>> Ask(TicketStep step, FlowInstance instance, ServiceCalled call)
    {
        step.Db.Surveys.Add(new Survey { Id = step.NewId(), TicketId = step.Ticket.Id, SentAt = step.Now });
        await Notices.Send(step, $"{instance.Id:N}:{call.JobId}", "survey", "contact");
        return FeelContext.Empty;
    }

    // The flow asks, so nobody's rights are looked at; the unit and the text are.
    private static async Task<Outcome<FeelContext>> HandOff(TicketStep step, FeelContext inputs)
    {
        var code = Text(inputs, "unit") ?? "";
        if (await step.Db.Units.AsNoTracking().SingleOrDefaultAsync(row => row.Code == code && row.IsBackOffice && row.IsActive, step.Ct) is not { } unit)
            return new Refusal("handoff-unit-unknown", null, code);
        var request = Text(inputs, "request")?.Trim();
        if (Check.Body(request) is { } refused)
            return refused;
        var handoff = await HandOffHandler.Begin(step, unit, request!, Span(inputs, "ola"));
        return FeelContext.Empty.With("handoff", handoff.ToString("N"));
    }

    internal static string? Text(FeelContext inputs, string name) => inputs[name] as string;

    /// <summary>Null for anything but a duration that a clock can measure.</summary>
    internal static TimeSpan? Span(FeelContext inputs, string name)
    {
        try
        {
            return inputs[name] switch
            {
                DaysTimeDuration duration => duration.ToTimeSpan(),
                string text => System.Xml.XmlConvert.ToTimeSpan(text),
                _ => null,
            };
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Null for anything but a number of common size.</summary>
    internal static decimal? Number(FeelContext inputs, string name)
    {
        try
        {
            return (inputs[name] as FeelNumber?)?.ToDecimal();
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
