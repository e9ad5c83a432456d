using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.ServiceLevels;

/// <summary>A rung of a clock's ladder as screens draw it.</summary>
/// <param name="At">When it comes if nothing changes, or came; null while the clock rests short of it, or once it ended.</param>
/// <param name="Done">What was done there; null while it was not climbed.</param>
public sealed record RungView(Rung Rung, DateTimeOffset? At, RungDone? Done);

/// <summary>A service-level clock as screens draw it.</summary>
/// <param name="Target">What it measures.</param>
/// <param name="State">How it stands at the time of reading.</param>
/// <param name="Left">Business time left; negative when past.</param>
/// <param name="Allowed">Business time allowed.</param>
/// <param name="DueAt">When it runs out; null while paused or stopped.</param>
/// <param name="StoppedAt">Null while it measures.</param>
/// <param name="Policy">The agreement that gave the time.</param>
public sealed record ClockView(
    SlaTarget Target, SlaState State, TimeSpan Left, TimeSpan Allowed, DateTimeOffset? DueAt, DateTimeOffset? StoppedAt, string Policy)
{
    public Guid Id { get; init; }

    /// <summary>Whom or what it is about: stage code, unit or third party; null where the target says it all.</summary>
    public string? About { get; init; }

    /// <summary>Whom it waits for while it rests.</summary>
    public WaitingFor PausedFor { get; init; }

    /// <summary>When its time ran out; null when it did not.</summary>
    public DateTimeOffset? BreachedAt { get; init; }

    /// <summary>Its ladder, the first rung first.</summary>
    public IReadOnlyList<RungView> Rungs { get; init; } = [];

    /// <summary>The rung that comes next; null when none is due as things stand.</summary>
    public RungView? NextRung => Rungs.Where(rung => rung is { Done: null, At: not null }).MinBy(rung => rung.At);

    /// <summary>Reads it without its ladder.</summary>
    public static ClockView Of(SlaClock clock, CalendarSet calendars, DateTimeOffset now)
    {
        var calendar = calendars[clock.Calendar];
        return new ClockView(
            clock.Target, SlaClocks.StateOf(clock, calendar, now), SlaClocks.Left(clock, calendar, now),
            TimeSpan.FromSeconds(clock.AllowedSeconds), clock.DueAt, clock.StoppedAt, clock.Policy)
        {
            Id = clock.Id,
            About = clock.About,
            PausedFor = clock.PausedFor,
            BreachedAt = clock.BreachedAt,
        };
    }

    /// <summary>All clocks of a ticket with their ladders: those that measure first, in the order of their targets.</summary>
    internal static async Task<IReadOnlyList<ClockView>> Read(
        DeskDbContext db, Ticket ticket, DefinitionCatalog.Latest newest, CalendarSet calendars, DateTimeOffset now, CancellationToken ct)
    {
        var clocks = await db.SlaClocks.AsNoTracking().Where(row => row.TicketId == ticket.Id).ToListAsync(ct);
        var history = (await db.SlaSegments.AsNoTracking().Where(row => row.TicketId == ticket.Id).OrderBy(row => row.Seq).ToListAsync(ct)).ToLookup(row => row.ClockId);
        var climbed = (await db.ClimbedRungs.AsNoTracking().Where(row => row.TicketId == ticket.Id).OrderBy(row => row.Rung).ToListAsync(ct)).ToLookup(row => row.ClockId);
        var segment = await db.Companies.Where(row => row.Id == ticket.CompanyId).Select(row => row.Segment).SingleAsync(ct);
        var views = new List<ClockView>();
        foreach (var clock in clocks.OrderBy(clock => clock.IsStopped).ThenBy(clock => clock.Target).ThenBy(clock => clock.StartedAt))
        {
            clock.History.AddRange(history[clock.Id]);
            var inputs = StepLadder.Inputs(clock.Target.Code(), clock.Target == SlaTarget.Stage ? clock.About : null, ticket.Priority, segment);
            var rungs = clock.IsCancelled || clock.History.Count == 0 ? [] : StepLadder.Decide(newest, inputs, now);
            views.Add(Of(clock, calendars, now) with { Rungs = Draw(clock, rungs, [.. climbed[clock.Id]], calendars, now) });
        }
        return views;
    }

    // A rung that was climbed is shown though the ladder of today knows it no more.
    private static List<RungView> Draw(SlaClock clock, IReadOnlyList<Rung> rungs, List<ClimbedRung> climbed, CalendarSet calendars, DateTimeOffset now)
    {
        var known = rungs.Select(rung => climbed.Find(row => row.Rung == rung.Number) is { } done
            ? new RungView(rung, done.At, RungActions.Read(done.Did))
            : new RungView(rung, Ladder.At(clock, rung, code => calendars[code], now), null));
        var gone = climbed.Where(row => rungs.All(rung => rung.Number != row.Rung)).Select(row => new RungView(
            new Rung(row.Rung, null, TimeSpan.Zero, null, [], null, null, null, 0, null, new Dictionary<string, string>()), row.At, RungActions.Read(row.Did)));
        return [.. known.Concat(gone).Where(view => view.Done is not null || !clock.IsStopped).OrderBy(view => view.Rung.Number)];
    }
}
