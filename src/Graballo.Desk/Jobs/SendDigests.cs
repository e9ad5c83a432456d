using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Desk.Presence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Calendars;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Graballo.Desk.Jobs;

/// <summary>
/// Writes to each person, when the day's work begins in his or her calendar, what waits and what is at risk: once a day, and only when
/// there is something. Which day was written is kept with the person, and changed with the mail in one transaction.
/// </summary>
[DisallowConcurrentExecution]
public sealed class SendDigests(
    IDbContextFactory<DeskDbContext> databases, CalendarBook calendarBook, DeskSettings settings, WriteGate gate, TimeProvider clock, ILogger<SendDigests> log) : IJob
{
    public static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    // After a morning without a server the news is old.
    private static readonly TimeSpan Late = TimeSpan.FromHours(4);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await Send(cancellationToken);

    /// <summary>Returns how many digests were written.</summary>
    public async Task<int> Send(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var people = await db.Agents.AsNoTracking()
            .Where(row => row.IsActive && row.WantsDigest
                && !db.Absences.Any(absence => absence.AgentId == row.Id && absence.CancelledAt == null && absence.From <= now && now < absence.Until))
            .ToListAsync(ct);
        var calendars = await calendarBook.Current(ct);
        var sent = 0;
        foreach (var agent in people)
            sent += await One(agent, calendars, now, ct) ? 1 : 0;
        return sent;
    }

    // The day in the person's calendar, and when work begins on it; null when nobody works.
    private static (DateOnly Day, DateTimeOffset? Begins) Today(BusinessCalendar calendar, DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, calendar.Zone).DateTime);
        return (day, calendar.OpeningOf(day));
    }

    private async Task<bool> One(Agent agent, CalendarSet calendars, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            var (day, begins) = Today(calendars[agent.Shift], now);
            if (begins is not { } at || now < at || agent.DigestedOn == day)
                return false;
            var write = now - at <= Late;
            await using var db = await databases.CreateDbContextAsync(ct);
            var mail = write ? await Digest.Of(db, agent, day, settings, now, ct) : null;
            using var turn = await gate.Enter(db, ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var claimed = await db.Agents.Where(row => row.Id == agent.Id && (row.DigestedOn == null || row.DigestedOn < day))
                .ExecuteUpdateAsync(row => row.SetProperty(a => a.DigestedOn, day), ct);
            if (claimed == 1 && mail is not null)
                db.Outbox.Add(mail);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return claimed == 1 && mail is not null;
        }
#pragma warning disable CA1031 // One person's digest must not hold up the others'.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogError(error, "The digest of {Agent} could not be written; it is tried again.", agent.Code);
            return false;
        }
    }
}
