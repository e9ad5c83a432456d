using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Runtime;

/// <summary>Who might take a ticket of a group at a moment: members and whoever is asked for by name, with load, presence and context.</summary>
/// <param name="All">As the pure choice takes them.</param>
/// <param name="Shared">Those whose load another group can raise at the same time.</param>
internal sealed record Candidates(IReadOnlyList<Candidate> All, IReadOnlySet<Guid> Shared)
{
    // So many of a client's latest tickets tell who knows it.
    private const int Memory = 200;

    public static async Task<Candidates> Read(DeskDbContext db, CalendarSet calendars, DateTimeOffset at, Ticket ticket, Guid groupId, Wish wish, CancellationToken ct)
    {
        var queries = StepQueries.Of(db);
        var members = await queries.Members(db, groupId).ToListAsync(ct);
        var people = await queries.Candidates(db, groupId, wish.Designated, at, ticket.Channel).ToListAsync(ct);
        var weighs = wish.Strategy is AssignmentStrategy.LeastLoaded or AssignmentStrategy.BestSkill;
        var held = weighs || people.Exists(person => person.OfChannel is not null)
            ? (await queries.Work(db, groupId, wish.Designated).ToListAsync(ct)).ToLookup(row => row.AgentId)
            : null;
        var served = wish.Strategy == AssignmentStrategy.LastServed ? await LastServed(db, ticket, ct) : [];
        var all = people.ConvertAll(person =>
        {
            var member = members.Find(row => row.AgentId == person.Id);
            // A designated executive from outside the group is only for the one who asked by name.
            return new Candidate(
                person.Id, person.Code, person.Name, person.IsAvailable, person.Load, person.Capacity, member?.Rank ?? Candidate.Outside,
                member?.LastTurn ?? long.MaxValue, member is null ? "" : person.Skills)
            {
                IsAbsent = person.IsAbsent,
                IsOffShift = person.Shift is { } shift && !calendars[shift].IsOpen(at),
                Work = held?[person.Id].Sum(row => row.Count * Assignment.Weight(row.Priority, row.Status)) ?? 0,
                ChannelLoad = held?[person.Id].Where(row => row.Channel == ticket.Channel).Sum(row => row.Count) ?? 0,
                ChannelCapacity = person.OfChannel,
                LastServed = served.TryGetValue(person.Id, out var last) ? last : null,
            };
        });
        return new Candidates(all, people.Where(person => person.Groups > 1 || !members.Exists(row => row.AgentId == person.Id)).Select(person => person.Id).ToHashSet());
    }

    private static async Task<Dictionary<Guid, DateTimeOffset>> LastServed(DeskDbContext db, Ticket ticket, CancellationToken ct)
    {
        var (company, own) = (ticket.CompanyId, ticket.Id);
        var latest = await db.Tickets.AsNoTracking().Where(row => row.CompanyId == company && row.Id != own && row.WaitsSince == null)
            .OrderByDescending(row => row.OpenedAt).Take(Memory).Select(row => new { row.AssigneeId, row.OpenedAt }).ToListAsync(ct);
        return latest.GroupBy(row => row.AssigneeId).ToDictionary(rows => rows.Key, rows => rows.Max(row => row.OpenedAt));
    }
}
