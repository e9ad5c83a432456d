using System.Globalization;
using Graballo.Desk.Mail;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;

namespace Graballo.Desk.Runtime;

/// <summary>What happens when a service-level clock runs out: the breach is recorded and the ladder is climbed, each rung once.</summary>
internal static class Deadlines
{
    // Without a decision the ladder has one rung.
    private const string FirstTo = "supervisor";

    public static async Task Fire(TicketStep step, SlaClock clock)
    {
        var rung = clock.Rungs + 1;
        if (clock.BreachedAt is null)
        {
            clock.BreachedAt = step.Now;
            step.Log(EventType.Breached, false, ("clock", clock.Target.ToString()), ("policy", clock.Policy));
        }
        var (to, _) = await Rung(step, clock, rung) ?? (rung == 1 ? FirstTo : null, TimeSpan.Zero);
        clock.Rungs = rung;
        clock.NextRungAt = null;
        if (to is null)
            return;
        var assignee = await Notices.AgentFor(step, "assignee");
        var culture = CultureInfo.GetCultureInfo((await Notices.AgentFor(step, to))?.Locale ?? "es-CL");
        var told = await Notices.Send(
            step, $"{clock.Id:N}:rung{rung}", "escalation", to, ("rung", rung.ToString(CultureInfo.InvariantCulture)),
            ("clock", MailTemplates.Word("clock." + clock.Target, culture)), ("assignee", assignee?.Name ?? ""));
        step.Log(EventType.Escalated, false, ("clock", clock.Target.ToString()), ("rung", rung.ToString(CultureInfo.InvariantCulture)), ("to", told), ("role", to));
        if (await Rung(step, clock, rung + 1) is { } next)
            clock.NextRungAt = step.Calendars[clock.Calendar].Add(step.Now, next.After);
    }

    private static async Task<(string? To, TimeSpan After)?> Rung(TicketStep step, SlaClock clock, int rung)
    {
        const string decision = "escalation";
        if (!step.Newest.Decisions.ContainsKey(decision))
            return null;
        var target = clock.Target == SlaTarget.FirstResponse ? "firstResponse" : "resolution";
        var value = Decisions.Take(step, decision, FeelContext.Empty
            .With("clock", target).With("rung", FeelValue.From(rung)).With("priority", step.Ticket.Priority.Code())
            .With("segment", (await step.Company()).Segment.ToString().ToLowerInvariant()));
        if (value is not FeelContext found || found["to"] is not string to)
            return null;
        return (to, found["after"] is DaysTimeDuration after ? after.ToTimeSpan() : TimeSpan.Zero);
    }
}
