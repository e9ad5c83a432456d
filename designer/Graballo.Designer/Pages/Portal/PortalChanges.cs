using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Threading.Channels;
using Graballo.Desk;
using Graballo.Desk.Accounts;
using Graballo.Desk.Portal;
using Graballo.Desk.Runtime;
using Graballo.Domain.Organisation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Graballo.Designer.Pages.Portal;

/// <summary>Tells the pages of a client that something they show has changed: a growing number and nothing else.</summary>
public static class PortalChanges
{
    // After this the browser asks again, and with it whether the person may still look.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Crowded = TimeSpan.FromSeconds(20);

    public static void MapPortalChanges(this IEndpointRouteBuilder app) =>
        app.MapGet("/portal/changes", Open).RequireAuthorization(policy => policy.RequireRole(Role.Client)).ExcludeFromDescription();

    private static async Task<IResult> Open(
        string? number, string? since, HttpContext context, ClientVersionHandler versions, SignInSessions sessions, DeskFeed feed, PortalLines lines,
        IHostApplicationLifetime host, TimeProvider time, CancellationToken ct)
    {
        var actor = DeskClaims.ActorOf(context.User);
        var first = await versions.Handle(new ClientVersion(number), actor, ct);
        if (!first.Ok)
            return Results.NotFound();
        string? told = context.Request.Headers["Last-Event-ID"];
        var last = long.TryParse(told ?? since, CultureInfo.InvariantCulture, out var seen) ? seen : first.Value.Version;
        var watch = new Watch(new ClientVersion(number), first.Value.TicketId, actor, context.User, last);
        return TypedResults.ServerSentEvents(Changes(watch, versions, sessions, feed, lines, host, time, ct));
    }

    private sealed record Watch(ClientVersion Query, Guid? TicketId, Actor Actor, ClaimsPrincipal Person, long Since);

    private static async IAsyncEnumerable<SseItem<string>> Changes(
        Watch watch, ClientVersionHandler versions, SignInSessions sessions, DeskFeed feed, PortalLines lines, IHostApplicationLifetime host,
        TimeProvider time, [EnumeratorCancellation] CancellationToken ct)
    {
        using var line = lines.Take(watch.Actor.UserId);
        using var longest = new CancellationTokenSource(Longest, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, longest.Token, host.ApplicationStopping);
        var woken = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var listening = feed.Subscribe(change =>
        {
            if (watch.TicketId is null || change.TicketId == watch.TicketId)
                woken.Writer.TryWrite(true);
            return Task.CompletedTask;
        });
        // Whoever has signed out hears nothing more, at the latest with the next beat.
        for (var last = watch.Since; !ending.IsCancellationRequested && await sessions.Holds(watch.Person, CancellationToken.None);)
        {
            var now = (await versions.Handle(watch.Query, watch.Actor, CancellationToken.None)).Value?.Version ?? last;
            var changed = now > last;
            last = Math.Max(last, now);
            // Too many pages are open: this one asks from time to time instead of staying on the line.
            yield return new SseItem<string>("", changed ? "change" : "beat")
            {
                EventId = last.ToString(CultureInfo.InvariantCulture),
                ReconnectionInterval = line is null ? Crowded : TimeSpan.FromSeconds(2),
            };
            if (line is null)
                yield break;
            await Wait(woken.Reader, time, ending.Token);
        }
    }

    private static async Task Wait(ChannelReader<bool> woken, TimeProvider time, CancellationToken ct)
    {
        try
        {
            await woken.ReadAsync(ct).AsTask().WaitAsync(Beat, time, ct);
            await Task.Delay(Calm, time, ct);
        }
        catch (Exception end) when (end is TimeoutException or OperationCanceledException)
        {
            // Nothing happened for a while, or the page is gone: the loop sees which.
        }
    }
}

/// <summary>How many pages listen at once: bounded in all and for each person.</summary>
public sealed class PortalLines
{
    public const int Most = 2_000;
    public const int MostOfOne = 6;
    private readonly Dictionary<Guid, int> _open = [];
    private readonly Lock _lock = new();
    private int _all;

    /// <summary>A line until it is disposed; null when there is none left.</summary>
    public IDisposable? Take(Guid person)
    {
        lock (_lock)
        {
            var mine = _open.GetValueOrDefault(person);
            if (_all >= Most || mine >= MostOfOne)
                return null;
            _all++;
            _open[person] = mine + 1;
            return new Line(this, person);
        }
    }

    private void Give(Guid person)
    {
        lock (_lock)
        {
            _all--;
            if (--_open[person] == 0)
                _open.Remove(person);
        }
    }

    private sealed class Line(PortalLines lines, Guid person) : IDisposable
    {
        private bool _given;

        public void Dispose()
        {
            if (_given)
                return;
            _given = true;
            lines.Give(person);
        }
    }
}
