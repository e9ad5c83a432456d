using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Monitor;

/// <summary>How the desk stands now.</summary>
public sealed record Board(string? Group = null);

/// <param name="Open">Open tickets in the stage.</param>
/// <param name="AtRisk">Of those, due within four hours and not late.</param>
/// <param name="Breached">Of those, late.</param>
/// <param name="OldestNumber">The ticket that has been in the stage longest; null when none.</param>
public sealed record BoardStage(
    Stage Stage, int Open, int AtRisk, int Breached, string? OldestNumber, string? OldestSubject, DateTimeOffset? OldestSince, int EnteredLastHour, int LeftLastHour);

public sealed record BoardPerson(Guid AgentId, string Name, string Group, bool IsAvailable, int Open, int Capacity, int Breached);

public sealed record BoardGroup(string Code, string Name, int Open, int Breached, int Unavailable, int Members);

public sealed record BoardDay(DateOnly Day, int Opened, int Closed);

public sealed record BoardUnit(string Unit, int Waiting, int Late, DateTimeOffset? OldestSince);

/// <param name="AsOf">When these figures were read.</param>
/// <param name="AverageScore">1–7 over the last 30 days; null without answers.</param>
/// <param name="FirstResponseMet">Share 0–1 of the last 30 days; null without any.</param>
/// <param name="ResolutionMet">Share 0–1 of the last 30 days; null without any.</param>
public sealed record BoardView(
    DateTimeOffset AsOf, IReadOnlyList<BoardStage> Stages, IReadOnlyList<BoardGroup> Groups, IReadOnlyList<BoardPerson> People,
    IReadOnlyList<BoardDay> Days, IReadOnlyList<BoardUnit> Units, int Open, int Breached, int OpenedLastHour, int ClosedLastHour, int Incidents,
    double? AverageScore, int Answers, double? FirstResponseMet, double? ResolutionMet);

public sealed class BoardHandler(IDbContextFactory<DeskDbContext> databases, TimeProvider time)
{
    private static readonly TimeSpan Risk = TimeSpan.FromHours(4);

    public async Task<Outcome<BoardView>> Handle(Board query, Actor actor, CancellationToken ct)
    {
        if (!actor.Is(Role.Supervisor, Role.Manager, Role.Administrator, Role.ProcessOwner))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = time.GetUtcNow();
        var tickets = db.Tickets.AsNoTracking();
        if (query.Group is { } code)
            tickets = tickets.Where(row => db.Groups.Any(grp => grp.Id == row.GroupId && grp.Code == code));
        var open = tickets.Where(row => row.Status != TicketStatus.Closed);
        var stages = await Stages(db, open, now, ct);
        var hourAgo = now.AddHours(-1);
        var monthAgo = now.AddDays(-30);
        var answered = db.Surveys.AsNoTracking().Where(row => row.AnsweredAt >= monthAgo && tickets.Any(t => t.Id == row.TicketId));
        return new BoardView(
            now, stages, await BoardPeople.Groups(db, now, ct), await BoardPeople.Read(db, query.Group, now, ct), await Days(tickets, now, ct), await Units(db, now, ct),
            stages.Sum(row => row.Open), stages.Sum(row => row.Breached),
            await tickets.CountAsync(row => row.OpenedAt >= hourAgo, ct), await tickets.CountAsync(row => row.ClosedAt >= hourAgo, ct),
            await db.Incidents.CountAsync(row => row.ResolvedAt == null && tickets.Any(t => t.Id == row.TicketId), ct),
            await answered.AverageAsync(row => (double?)row.Score, ct), await answered.CountAsync(ct),
            await Met(db, Domain.ServiceLevels.SlaTarget.FirstResponse, monthAgo, ct), await Met(db, Domain.ServiceLevels.SlaTarget.Resolution, monthAgo, ct));
    }

    private static async Task<List<BoardStage>> Stages(DeskDbContext db, IQueryable<Ticket> open, DateTimeOffset now, CancellationToken ct)
    {
        var soon = now + Risk;
        var hourAgo = now.AddHours(-1);
        var counts = await open.GroupBy(row => row.Stage).Select(group => new
        {
            Stage = group.Key,
            Open = group.Count(),
            Breached = group.Count(row => row.IsBreached),
            AtRisk = group.Count(row => !row.IsBreached && row.DueAt != null && row.DueAt <= soon),
        }).ToDictionaryAsync(row => row.Stage, ct);
        var entered = await db.StageVisits.Where(row => row.EnteredAt >= hourAgo).GroupBy(row => row.Stage)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        var left = await db.StageVisits.Where(row => row.LeftAt >= hourAgo).GroupBy(row => row.Stage)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        var rows = new List<BoardStage>();
        foreach (var stage in Enum.GetValues<Stage>())
        {
            var oldest = await (
                from ticket in open
                join visit in db.StageVisits on ticket.Id equals visit.TicketId
                where ticket.Stage == stage && visit.Stage == stage && visit.LeftAt == null
                orderby visit.EnteredAt
                select new { ticket.Number, ticket.Subject, visit.EnteredAt }).FirstOrDefaultAsync(ct);
            var count = counts.GetValueOrDefault(stage);
            rows.Add(new BoardStage(
                stage, count?.Open ?? 0, count?.AtRisk ?? 0, count?.Breached ?? 0, oldest?.Number, oldest?.Subject, oldest?.EnteredAt,
                entered.GetValueOrDefault(stage), left.GetValueOrDefault(stage)));
        }
        return rows;
    }

    // The desk's days are those of Santiago.
    private static async Task<List<BoardDay>> Days(IQueryable<Ticket> tickets, DateTimeOffset now, CancellationToken ct)
    {
        const int shown = 21;
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Santiago");
        DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        var since = now.AddDays(-shown);
        var opened = (await tickets.Where(row => row.OpenedAt >= since).Select(row => row.OpenedAt).ToListAsync(ct)).CountBy(DayOf).ToDictionary();
        var closed = (await tickets.Where(row => row.ClosedAt >= since).Select(row => row.ClosedAt!.Value).ToListAsync(ct)).CountBy(DayOf).ToDictionary();
        var today = DayOf(now);
        return [.. Enumerable.Range(0, shown).Select(back => today.AddDays(back - shown + 1))
            .Select(day => new BoardDay(day, opened.GetValueOrDefault(day), closed.GetValueOrDefault(day)))];
    }

    private static async Task<List<BoardUnit>> Units(DeskDbContext db, DateTimeOffset now, CancellationToken ct) => await (
        from unit in db.Units.AsNoTracking()
        where unit.IsBackOffice
        orderby unit.Name
        select new BoardUnit(
            unit.Name,
            db.Handoffs.Count(row => row.UnitId == unit.Id && row.Status == HandoffStatus.Open),
            db.Handoffs.Count(row => row.UnitId == unit.Id && row.Status == HandoffStatus.Open && row.DueAt < now),
            db.Handoffs.Where(row => row.UnitId == unit.Id && row.Status == HandoffStatus.Open).Min(row => (DateTimeOffset?)row.RequestedAt))).ToListAsync(ct);

    private static async Task<double?> Met(DeskDbContext db, Domain.ServiceLevels.SlaTarget target, DateTimeOffset since, CancellationToken ct)
    {
        var stopped = db.SlaClocks.Where(row => row.Target == target && row.StoppedAt >= since);
        var all = await stopped.CountAsync(ct);
        return all == 0 ? null : (double)await stopped.CountAsync(row => row.BreachedAt == null && row.UsedSeconds <= row.AllowedSeconds, ct) / all;
    }
}
