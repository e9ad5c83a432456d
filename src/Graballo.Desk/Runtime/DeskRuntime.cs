using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Graballo.Desk.Runtime;

/// <summary>
/// Runs a verb on a ticket as one transaction: load, decide, step the flow, commit. Two steps on one ticket at once: the
/// second starts again on what the first left; after a few times it is refused as busy.
/// </summary>
public sealed class DeskRuntime(
    IDbContextFactory<DeskDbContext> databases, DefinitionCatalog catalog, CalendarBook calendarBook, CodeBook codeBook, DeskSettings settings, DeskFeed feed, WriteGate gate,
    TimeProvider clock, ILogger<DeskRuntime> log)
{
    private const int MostTries = 8;

    public DeskSettings Settings => settings;

    /// <summary>A step on a ticket that exists.</summary>
    public Task<Outcome<T>> OnTicket<T>(Guid ticketId, Actor actor, Func<TicketStep, Task<Outcome<T>>> act, CancellationToken ct) where T : struct =>
        Run(actor, step => step.Load(ticketId, null, ct), Once(act, null), ct);

    /// <summary>A step on the ticket with this number, as a person writes it.</summary>
    /// <param name="again">The answer to a request that was acted on before; null: the verb has nothing to tell.</param>
    public async Task<Outcome<T>> OnTicket<T>(
        string number, Actor actor, Func<TicketStep, Task<Outcome<T>>> act, CancellationToken ct, Func<TicketStep, T>? again = null) where T : struct =>
        TicketNumber.Normalise(number) is { } digits
            ? await Run(actor, step => step.Load(null, digits, ct), Once(act, again), ct)
            : new Refusal("number-wrong", "number");

    /// <summary>The step that makes a ticket.</summary>
    public Task<Outcome<T>> OnNewTicket<T>(Actor actor, Func<TicketStep, Task<Outcome<T>>> act, CancellationToken ct) =>
        Run(actor, _ => Task.FromResult(true), act, ct);

    /// <summary>A step over a database of the caller's, which commits it: the demonstration plays whole stories in one transaction.</summary>
    public async Task<TicketStep> Hold(DeskDbContext db, Actor actor, DateTimeOffset now, CancellationToken ct) =>
        new(db, actor, now, settings, catalog, await catalog.Current(ct), await calendarBook.Current(ct), await codeBook.Current(ct), ct);

    private static Func<TicketStep, Task<Outcome<T>>> Once<T>(Func<TicketStep, Task<Outcome<T>>> act, Func<TicketStep, T>? again) where T : struct => async step =>
        await step.AskedBefore() switch
        {
            null => await act(step),
            { Refusal: { } refused } => refused,
            _ => again?.Invoke(step) ?? default(T),
        };

    private async Task<Outcome<T>> Run<T>(Actor actor, Func<TicketStep, Task<bool>> load, Func<TicketStep, Task<Outcome<T>>> act, CancellationToken ct)
    {
        // These are read before the transaction: on the embedded database it would wait for itself.
        var newest = await catalog.Current(ct);
        var calendars = await calendarBook.Current(ct);
        var codes = await codeBook.Current(ct);
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            try
            {
                using var turn = await gate.Enter(db, ct);
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                var step = new TicketStep(db, actor, clock.GetUtcNow(), settings, catalog, newest, calendars, codes, ct);
                if (!await load(step))
                    return Refusal.NotFound;
                var outcome = await act(step);
                // Refused, or the request was already a ticket: nothing to commit.
                if (!outcome.Ok || step.Ticket is null)
                    return outcome;
                await step.Finish();
                await NewRows.Save(db, ct);
                await transaction.CommitAsync(ct);
                feed.Nudge();
                return outcome;
            }
            catch (Exception error) when (Conflicts.IsConflict(error) && attempt <= MostTries)
            {
                log.LogDebug("Step on a ticket met another one, attempt {Attempt}.", attempt);
                if (attempt == MostTries)
                    return Refusal.Busy;
                await Task.Delay(TimeSpan.FromMilliseconds(5 << attempt), ct);
            }
        }
    }
}
