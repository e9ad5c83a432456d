using Graballo.Desk.Calendars;
using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Desk.Portal;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.ServiceLevels;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>An installation from before clocks had a history goes on where it was.</summary>
public sealed class OldClocksTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task Clocks_without_a_history_get_one_that_gives_the_same_clock(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        await ClockMatrixTests.Policy(desk);
        var (running, resting, late, solved) = (await desk.Open(), await desk.Open(), await desk.Open(), await desk.Open());
        desk.Clock.Advance(TimeSpan.FromHours(1));
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(resting, "¿Cuál?", WaitForClient: true), await desk.Responsible(resting), Ct));
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(running, "Hola"), await desk.Responsible(running), Ct));
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(solved, "Hola"), await desk.Responsible(solved), Ct));
        await desk.Pass(TimeSpan.FromHours(3.5));
        await using var db = desk.Database();
        var before = await db.SlaClocks.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Ct);
        var rungs = await db.ClimbedRungs.AsNoTracking().CountAsync(Ct);

        await db.SlaSegments.ExecuteDeleteAsync(Ct);
        await db.ClimbedRungs.ExecuteDeleteAsync(Ct);
        foreach (var statement in OldClocks.Statements)
            await db.Database.ExecuteSqlRawAsync(statement.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), Ct);
        await Recounts.Begin(db, RecountCause.Calendar, CalendarSet.Standard, null, Actor.System, desk.Now.AddSeconds(-3), Ct);
        await db.SaveChangesAsync(Ct);
        await desk.Get<RecountClocks>().Work(Ct);

        var after = await db.SlaClocks.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Ct);
        after.Select(Said).Should().Equal(before.Select(Said));
        (await db.ClimbedRungs.CountAsync(Ct)).Should().Be(rungs, "what was climbed is not climbed again");
        (await db.RecountRuns.SingleAsync(Ct)).Failed.Should().Be(0);
        await StoryTests.Ok(desk.Get<WriteAsClientHandler>().Handle(new WriteAsClient(resting, "La 1234"), await desk.Client(), Ct));
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(late, "Perdón"), await desk.Responsible(late), Ct));
        var clocks = await db.SlaClocks.AsNoTracking().ToListAsync(Ct);
        clocks.Single(clock => clock.Target == SlaTarget.Resolution && clock.Id == before.Find(row => row.PausedFor == WaitingFor.Client)!.Id).DueAt.Should().Be(new DateTimeOffset(2026, 7, 9, 17, 30, 0, TimeSpan.Zero));
        clocks.Count(clock => clock.Target == SlaTarget.FirstResponse && clock.BreachedAt is not null).Should().Be(1);
    }

    private static (Guid, bool, bool, DateTimeOffset?, bool, long) Said(SlaClock clock) =>
        (clock.Id, clock.IsStopped, clock.IsPaused, clock.DueAt, clock.BreachedAt is not null, clock.IsStopped || clock.IsPaused ? clock.UsedSeconds : 0);
}
