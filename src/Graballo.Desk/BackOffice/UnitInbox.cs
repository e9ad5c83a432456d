using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.BackOffice;

/// <param name="Answered">False: what waits for the unit; true: what it answered in the last 30 days.</param>
public sealed record UnitInbox(bool Answered = false, int Skip = 0, int Take = 50);

/// <param name="Client">What the client wrote: the request and the latest after it, oldest first.</param>
/// <param name="Left">Business time left of the internal agreement; negative when past; null once answered.</param>
public sealed record UnitInboxRow(
    Guid HandoffId, string TicketNumber, string Subject, string Company, string Unit, string Request, string? Answer, string RequestedBy,
    DateTimeOffset RequestedAt, DateTimeOffset DueAt, TimeSpan? Left, DateTimeOffset? AnsweredAt, string? AnsweredBy, Priority Priority, Stage Stage,
    IReadOnlyList<MessageView> Client)
{
    /// <summary>The client's own deadline that comes first; null when none runs.</summary>
    public ClockView? ClientClock { get; init; }

    /// <summary>True when the unit's time ends after the client's: in time here may be late there.</summary>
    public bool Endangers => Left is not null && ClientClock?.DueAt < DueAt;
}

public sealed record UnitInboxPage(IReadOnlyList<UnitInboxRow> Rows, int Total, int Waiting, IReadOnlyList<string> Units);

/// <summary>The hand-offs of the units that the person works for.</summary>
public sealed class UnitInboxHandler(IDbContextFactory<DeskDbContext> databases, CalendarBook calendarBook, TimeProvider time)
{
    public async Task<Outcome<UnitInboxPage>> Handle(UnitInbox query, Actor actor, CancellationToken ct)
    {
        if (!actor.Is(Role.BackOffice, Role.Supervisor, Role.Manager, Role.Administrator))
            return Refusal.Forbidden;
        await using var db = await databases.CreateDbContextAsync(ct);
        var units = await UnitsOf(db, actor).ToListAsync(ct);
        var ids = units.ConvertAll(unit => unit.Id);
        var now = time.GetUtcNow();
        var since = now.AddDays(-30);
        var mine = db.Handoffs.AsNoTracking().Where(row => ids.Contains(row.UnitId));
        var waiting = mine.Where(row => row.Status == HandoffStatus.Open);
        var wanted = query.Answered
            ? mine.Where(row => row.Status == HandoffStatus.Answered && row.AnsweredAt >= since).OrderByDescending(row => row.AnsweredAt).ThenBy(row => row.Id)
            : waiting.OrderBy(row => row.DueAt).ThenBy(row => row.Id);
        var rows = await (
            from handoff in wanted.Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, 200))
            join ticket in db.Tickets on handoff.TicketId equals ticket.Id
            join company in db.Companies on ticket.CompanyId equals company.Id
            join unit in db.Units on handoff.UnitId equals unit.Id
            join asker in db.Agents on handoff.RequestedById equals asker.Id
            select new
            {
                Handoff = handoff,
                ticket.Number,
                ticket.Subject,
                ticket.Priority,
                ticket.Stage,
                Company = company.Name,
                Unit = unit.Name,
                Asker = asker.Name,
                Answerer = db.Agents.Where(agent => agent.Id == handoff.AnsweredById).Select(agent => agent.Name).FirstOrDefault(),
            }).ToListAsync(ct);
        var written = await Conversation.OfClients(db, rows.ConvertAll(row => row.Handoff.TicketId), ct);
        var tickets = rows.ConvertAll(row => row.Handoff.TicketId);
        var clocks = (await db.SlaClocks.AsNoTracking().Where(row => tickets.Contains(row.TicketId) && row.StoppedAt == null).ToListAsync(ct)).ToLookup(row => row.TicketId);
        var calendars = await calendarBook.Current(ct);
        return new UnitInboxPage(
            rows.ConvertAll(row => new UnitInboxRow(
                row.Handoff.Id, row.Number, row.Subject, row.Company, row.Unit, row.Handoff.Request, row.Handoff.Answer, row.Asker, row.Handoff.RequestedAt,
                row.Handoff.DueAt, row.Handoff.Status == HandoffStatus.Open ? LeftOf(row.Handoff, clocks[row.Handoff.TicketId], calendars, now) : null,
                row.Handoff.AnsweredAt, row.Answerer, row.Priority, row.Stage, [.. written[row.Handoff.TicketId]])
            {
                ClientClock = clocks[row.Handoff.TicketId].Where(clock => clock.Target <= SlaTarget.Promise && clock.DueAt is not null).MinBy(clock => clock.DueAt) is { } next
                    ? ClockView.Of(next, calendars, now)
                    : null,
            }),
            await wanted.CountAsync(ct), await waiting.CountAsync(ct), units.ConvertAll(unit => unit.Name));
    }

    private static TimeSpan LeftOf(Handoff handoff, IEnumerable<SlaClock> clocks, CalendarSet calendars, DateTimeOffset now) =>
        clocks.FirstOrDefault(clock => clock.Target == SlaTarget.Ola && clock.Ref == handoff.Id.ToString("N")) is { } clock
            ? SlaClocks.Left(clock, calendars[clock.Calendar], now)
            : calendars[calendars.InUnit(handoff.UnitId)].Between(now, handoff.DueAt);

    /// <summary>A back-office person works for his or her own unit; those who lead see them all.</summary>
    internal static IQueryable<Unit> UnitsOf(DeskDbContext db, Actor actor)
    {
        var leads = actor.Is(Role.Supervisor, Role.Manager, Role.Administrator);
        var me = actor.AgentId;
        return db.Units.AsNoTracking().Where(unit => unit.IsBackOffice)
            .Where(unit => leads || unit.HeadId == me || db.Agents.Any(agent => agent.Id == me && agent.UnitId == unit.Id));
    }
}
