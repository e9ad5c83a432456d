using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Presence;

/// <param name="From">The first moment that is looked at.</param>
/// <param name="Until">The moment after the last; at most a year later.</param>
public sealed record ListAbsences(DateTimeOffset From, DateTimeOffset Until);

/// <param name="CanChange">True when the reader may change or end it.</param>
public sealed record AbsenceView(
    Guid Id, Guid AgentId, DateTimeOffset From, DateTimeOffset Until, AbsenceKind Kind, Guid? CoverId, string? Cover, string? Note, string RecordedBy,
    bool CanChange)
{
    /// <summary>When the cover is away as well; null when there is no such time.</summary>
    public Span? CoverAway { get; init; }

    public sealed record Span(DateTimeOffset From, DateTimeOffset Until);
}

public sealed record DelegationView(
    Guid Id, Guid FromId, string For, Guid ToId, string Acts, DateTimeOffset From, DateTimeOffset Until, string? Note, bool CanChange);

/// <param name="OpenTickets">Held now; an absence moves them.</param>
/// <param name="CanRecord">True when the reader may record an absence of this person.</param>
public sealed record PersonAway(Guid AgentId, string Name, string Unit, int OpenTickets, bool CanRecord, IReadOnlyList<AbsenceView> Absences);

public sealed record AbsencesView(IReadOnlyList<PersonAway> People, IReadOnlyList<DelegationView> Delegations, Guid? Me);

/// <summary>Who is away when, and who acts for whom. Why somebody is away, and what was noted, is for that person and for those who lead.</summary>
public sealed class ListAbsencesHandler(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    private static readonly TimeSpan Widest = TimeSpan.FromDays(370);

    public async Task<Outcome<AbsencesView>> Handle(ListAbsences query, Actor actor, CancellationToken ct)
    {
        if (!actor.IsStaff && !actor.Is(Role.BackOffice, Role.ProcessOwner))
            return Refusal.Forbidden;
        if (query.Until <= query.From || query.Until - query.From > Widest)
            return new Refusal("span-long", "until", (int)Widest.TotalDays);
        await using var db = await databases.CreateDbContextAsync(ct);
        var people = await (
            from agent in db.Agents.AsNoTracking()
            join unit in db.Units on agent.UnitId equals unit.Id
            where agent.IsActive
            orderby agent.Name
            select new
            {
                agent.Id,
                agent.Name,
                Unit = unit.Name,
                Open = db.Tickets.Count(ticket => ticket.AssigneeId == agent.Id && ticket.Status != TicketStatus.Closed),
            }).ToListAsync(ct);
        var names = people.ToDictionary(person => person.Id, person => person.Name);
        var absences = (await db.Absences.AsNoTracking().Where(row => row.CancelledAt == null && row.From < query.Until && query.From < row.Until)
            .OrderBy(row => row.From).ToListAsync(ct)).ToLookup(row => row.AgentId);
        var covers = await Covers(db, absences.SelectMany(rows => rows).ToList(), ct);
        var now = clock.GetUtcNow();
        var delegations = await db.Delegations.AsNoTracking().Where(row => row.CancelledAt == null && row.Until > now).OrderBy(row => row.From).ToListAsync(ct);
        return new AbsencesView(
            people.ConvertAll(person => new PersonAway(
                person.Id, person.Name, person.Unit, person.Open, PresenceRules.CanRecordFor(actor, person.Id),
                [.. absences[person.Id].Select(row => View(row, names, actor, now, covers))])),
            delegations.ConvertAll(row => new DelegationView(
                row.Id, row.FromId, names.GetValueOrDefault(row.FromId, ""), row.ToId, names.GetValueOrDefault(row.ToId, ""), row.From, row.Until,
                actor.AgentId == row.ToId || Knows(actor, row.FromId) ? row.Note : null,
                actor.AgentId == row.ToId || PresenceRules.CanRecordFor(actor, row.FromId))),
            actor.AgentId);
    }

    private static bool Knows(Actor actor, Guid agentId) => PresenceRules.CanRecordFor(actor, agentId) || actor.Is(Role.Manager);

    // Their own absences, also those that lie outside of what is looked at.
    private static async Task<ILookup<Guid, Absence>> Covers(DeskDbContext db, List<Absence> shown, CancellationToken ct)
    {
        var ids = shown.Select(row => row.CoverId).Distinct().ToList();
        var (from, until) = (shown.Select(row => row.From).DefaultIfEmpty().Min(), shown.Select(row => row.Until).DefaultIfEmpty().Max());
        return (await db.Absences.AsNoTracking().Where(row => ids.Contains(row.AgentId) && row.CancelledAt == null && row.From < until && from < row.Until)
            .OrderBy(row => row.From).ToListAsync(ct)).ToLookup(row => row.AgentId);
    }

    private static AbsenceView View(Absence row, Dictionary<Guid, string> names, Actor actor, DateTimeOffset now, ILookup<Guid, Absence> covers)
    {
        var knows = Knows(actor, row.AgentId);
        return new AbsenceView(
            row.Id, row.AgentId, row.From, row.Until, knows ? row.Kind : AbsenceKind.Other, row.CoverId,
            row.CoverId is { } cover ? names.GetValueOrDefault(cover) : null, knows ? row.Note : null, row.RecordedBy,
            row.Until > now && PresenceRules.CanRecordFor(actor, row.AgentId))
        {
            CoverAway = row.CoverId is { } away && covers[away].FirstOrDefault(other => other.From < row.Until && row.From < other.Until && other.Until > now) is { } gone
                ? new AbsenceView.Span(gone.From, gone.Until)
                : null,
        };
    }
}
