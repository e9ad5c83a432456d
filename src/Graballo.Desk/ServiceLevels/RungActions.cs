using System.Globalization;
using System.Text.Json;
using Graballo.Desk.Mail;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.ServiceLevels;

/// <summary>What was done on a rung.</summary>
/// <param name="Told">Names of those who got a mail.</param>
/// <param name="Priority">Code of the new priority; null: it stayed.</param>
/// <param name="Responsible">Name of the new responsible; null: the same as before.</param>
/// <param name="Joined">Names of those who follow the ticket from then on.</param>
/// <param name="Flow">Key of the flow that started; null: none.</param>
/// <param name="Missing">What the rung asked for and nobody or nothing could be found for: a role, or a flow.</param>
public sealed record RungDone(
    IReadOnlyList<string> Told, string? Priority, string? Responsible, IReadOnlyList<string> Joined, string? Flow, IReadOnlyList<string> Missing);

/// <summary>Climbs one rung: everything that it asks for, in the step's one transaction. None of it is for the client's eyes.</summary>
internal static class RungActions
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static RungDone Read(string json) => JsonSerializer.Deserialize<RungDone>(json, Options) ?? new([], null, null, [], null, []);

    public static async Task Climb(TicketStep step, SlaClock clock, Rung rung)
    {
        var row = await step.Ladder.Climb(clock, rung);
        var missing = new List<string>();
        var responsible = await Hand(step, clock, rung, missing);
        var heads = await RungPeople.Heads(step, clock, rung.Climb);
        var joined = await Join(step, clock, rung, heads, missing);
        var priority = await Raise(step, rung);
        var told = await Tell(step, clock, rung, heads, missing);
        var flow = await Start(step, rung, missing);
        var done = new RungDone(told, priority, responsible, joined, flow, missing);
        row.Did = JsonSerializer.Serialize(done, Options);
        step.Log(
            EventType.Escalated, false, ("clock", clock.Target.ToString()), ("about", clock.About), ("rung", Number(rung)), ("to", told.Count == 0 ? "—" : string.Join(", ", told)),
            ("priority", priority), ("responsible", responsible), ("flow", flow), ("missing", string.Join(", ", missing)),
            ("es", rung.Reasons.GetValueOrDefault("es")), ("en", rung.Reasons.GetValueOrDefault("en")));
    }

    private static async Task<List<string>> Tell(TicketStep step, SlaClock clock, Rung rung, IReadOnlyList<Agent> heads, List<string> missing)
    {
        var people = new List<Agent>(heads);
        foreach (var role in rung.Notify)
        {
            if (await RungPeople.Find(step, clock, role) is { } person)
                people.Add(person);
            else
                missing.Add(role);
        }
        var assignee = await Notices.AgentFor(step, "assignee");
        var late = clock.History.Exists(entry => entry.Kind == SegmentKind.Breached);
        foreach (var person in people.DistinctBy(person => person.Id))
        {
            var culture = CultureInfo.GetCultureInfo(person.Locale);
            await Notices.ToPerson(
                step, $"{clock.Id:N}:rung{Number(rung)}:{person.Id:N}", late ? "escalation" : "escalation-ahead", person, ("rung", Number(rung)),
                ("clock", MailTemplates.Word("clock." + clock.Target, culture)), ("assignee", assignee?.Name ?? ""),
                ("due", MailTemplates.When(ClockHistory.DueAt(clock, step.Calendars[clock.Calendar]), person.Locale, step.Settings.TimeZone)));
        }
        return [.. people.DistinctBy(person => person.Id).Select(person => person.Name)];
    }

    private static async Task<string?> Raise(TicketStep step, Rung rung)
    {
        var before = step.Ticket.Priority;
        var after = rung.Raise == "raise" ? (Priority)Math.Min((int)Priority.Urgent, (int)before + 1) : Codes.PriorityOf(rung.Raise) ?? before;
        return after > before && await Priorities.Set(step, after) ? after.Code() : null;
    }

    private static async Task<string?> Hand(TicketStep step, SlaClock clock, Rung rung, List<string> missing)
    {
        if (rung.Responsible is not { } role)
            return null;
        if (await RungPeople.Find(step, clock, role) is not { IsActive: true } person)
        {
            missing.Add(role);
            return null;
        }
        if (person.Id == step.Ticket.AssigneeId)
            return null;
        var before = await Tickets.Hand.Of(step);
        var group = await step.Db.Groups.AsNoTracking().Where(row => row.Id == step.Ticket.GroupId).Select(row => row.Name).SingleAsync(step.Ct);
        var load = await step.Db.Tickets.CountAsync(row => row.AssigneeId == person.Id && row.Status != TicketStatus.Closed, step.Ct);
        Assigning.Give(step, person.Id, step.Ticket.GroupId, new WhyAssigned("escalation", person.Name, group, load, person.Capacity, [], rung.Reasons));
        before.Tell(step, person.Name, group, "");
        return person.Name;
    }

    private static async Task<List<string>> Join(TicketStep step, SlaClock clock, Rung rung, IReadOnlyList<Agent> heads, List<string> missing)
    {
        var people = new List<Agent>(heads);
        if (rung.Join is { } role && await RungPeople.Find(step, clock, role) is { } found)
            people.Add(found);
        else if (rung.Join is not null)
            missing.Add(rung.Join);
        var names = new List<string>();
        foreach (var person in people.DistinctBy(person => person.Id))
        {
            if (await step.Db.Followers.FindAsync([step.Ticket.Id, person.Id], step.Ct) is not null)
                continue;
            step.Db.Followers.Add(new Follower { TicketId = step.Ticket.Id, AgentId = person.Id });
            names.Add(person.Name);
        }
        return names;
    }

    private static async Task<string?> Start(TicketStep step, Rung rung, List<string> missing)
    {
        if (rung.Flow is not { } flow)
            return null;
        if (!step.Newest.Flows.ContainsKey(flow))
        {
            missing.Add(flow);
            return null;
        }
        await step.Flows.Start(flow, await TicketVariables.Of(step));
        return flow;
    }

    private static string Number(Rung rung) => rung.Number.ToString(CultureInfo.InvariantCulture);
}
