using System.Text.Json;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tickets;
using Graballo.Domain.Clients;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Organisation;

/// <param name="CompanyId">The client; null: one whose RUT nobody knows.</param>
/// <param name="Topic">Code.</param>
/// <param name="Channel">How it would come in.</param>
/// <param name="Priority">As asked for; null: normal.</param>
/// <param name="At">The moment at which it would come in.</param>
public sealed record WhatIf(Guid? CompanyId, string Topic, Channel Channel, Priority? Priority, DateTimeOffset At);

/// <param name="Value">What came out, as the decision language writes it.</param>
/// <param name="Reasons">By language.</param>
public sealed record DecisionTold(string Decision, string Value, IReadOnlyDictionary<string, string> Reasons);

/// <param name="Waits">True when nobody could take it, and it would wait in the group.</param>
/// <param name="HasShift">False: whoever is responsible has no shift, and is given tickets at any hour.</param>
/// <param name="Promised">The date that the client would be told; null when none yet.</param>
public sealed record WhatIfView(
    string Assignee, string Group, WhyAssigned Why, bool Waits, bool HasShift, Priority Priority, ElementName Flow, IReadOnlyList<ClockView> Clocks, DateTimeOffset? Promised,
    IReadOnlyList<DecisionTold> Decisions);

/// <summary>
/// What would happen to a ticket like this at this hour. It is really opened, with the decisions, flows, people and loads of now, in a
/// transaction that is taken back: nothing stays, and nothing leaves.
/// </summary>
public sealed class WhatIfHandler(IDbContextFactory<DeskDbContext> databases, DeskRuntime runtime, FlowNames flowNames, WriteGate gate, TimeProvider clock)
{
    public async Task<Outcome<WhatIfView>> Handle(WhatIf query, Actor actor, CancellationToken ct)
    {
        if (!actor.IsSystem && !actor.Is(Role.Supervisor, Role.Manager, Role.Administrator, Role.ProcessOwner))
            return Refusal.Forbidden;
        var now = clock.GetUtcNow();
        if ((query.At - now).Duration() > Absence.Longest)
            return new Refusal("moment-far", "at", (int)Absence.Longest.TotalDays);
        if (!Enum.IsDefined(query.Channel) || (query.Priority is { } priority && !Enum.IsDefined(priority)))
            return new Refusal("required", "channel", "channel");
        await using var db = await databases.CreateDbContextAsync(ct);
        var step = await runtime.Hold(db, Actor.System, query.At, ct);
        using var turn = await gate.Enter(db, ct);
        // Never committed: leaving it takes everything back.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await Asker(db, query.CompanyId, ct) is not { } contact)
            return new Refusal("contact-unknown", "company");
        var opened = await OpenTicketHandler.Act(step, new OpenTicket(query.Topic, "?", "?", query.Channel, contact, Priority: query.Priority), "0", contact, []);
        if (!opened.Ok)
            return opened.Refusal;
        await step.Finish();
        return await View(step, query.At, ct);
    }

    private async Task<Guid?> Asker(DeskDbContext db, Guid? companyId, CancellationToken ct)
    {
        if (companyId is { } id)
            return await db.Contacts.Where(row => row.CompanyId == id && row.IsActive).OrderBy(row => row.Id).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(ct);
        var company = new Company { Id = Guid.CreateVersion7(clock.GetUtcNow()), Name = "?" };
        var contact = new Contact { Id = company.Id, CompanyId = company.Id, FirstName = "?", LastName = "?", Email = company.Id.ToString("N") + "@example.invalid" };
        db.Add(company);
        db.Add(contact);
        await db.SaveChangesAsync(ct);
        return contact.Id;
    }

    private async Task<WhatIfView> View(TicketStep step, DateTimeOffset at, CancellationToken ct)
    {
        var ticket = step.Ticket;
        var why = WhyJson.Read(ticket.Why);
        var started = step.Instances[0].DefinitionId;
        var flow = await step.Db.Definitions.Where(row => row.Id == started).Select(row => new { row.Key, row.Name }).SingleAsync(ct);
        var names = await flowNames.Of(started, ct);
        var decided = step.Db.TicketEvents.Local.Where(row => row.Type == EventType.Decided).Select(row => Told(row.Data)).ToList();
        return new WhatIfView(
            why.Name, await step.Db.Groups.Where(row => row.Id == ticket.GroupId).Select(row => row.Name).SingleAsync(ct), why, ticket.WaitsSince is not null,
            await step.Db.Agents.AnyAsync(row => row.Id == ticket.AssigneeId && row.Shift != null, ct), ticket.Priority,
            names.GetValueOrDefault(flow.Key) ?? new ElementName(flow.Name, null),
            [.. step.Clocks.Known.OrderBy(row => row.Target).Select(row => ClockView.Of(row, step.Calendars, at))], ticket.PromisedAt, decided);
    }

    private static DecisionTold Told(string data)
    {
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(data)!;
        return new DecisionTold(
            texts["decision"], texts["value"],
            new[] { "es", "en" }.Where(language => texts.GetValueOrDefault(language) is { Length: > 0 }).ToDictionary(language => language, language => texts[language]));
    }
}
