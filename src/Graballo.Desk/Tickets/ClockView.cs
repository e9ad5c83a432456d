using Graballo.Desk.Calendars;
using Graballo.Domain.ServiceLevels;

namespace Graballo.Desk.Tickets;

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
    public static ClockView Of(SlaClock clock, CalendarSet calendars, DateTimeOffset now)
    {
        var calendar = calendars[clock.Calendar];
        return new ClockView(
            clock.Target, SlaClocks.StateOf(clock, calendar, now), SlaClocks.Left(clock, calendar, now),
            TimeSpan.FromSeconds(clock.AllowedSeconds), clock.DueAt, clock.StoppedAt, clock.Policy);
    }
}
