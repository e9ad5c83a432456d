using CsCheck;
using Graballo.Domain.Calendars;
using Graballo.Domain.ServiceLevels;

namespace Graballo.Domain.Tests;

public sealed class SlaClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 7, 7, 14, 0, 0, TimeSpan.Zero);
    private static readonly BusinessCalendar Office = new(
        TimeZoneInfo.FindSystemTimeZoneById("America/Santiago"),
        Enum.GetValues<DayOfWeek>().Where(day => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Select(day => new WeeklySpan(day, new(9, 0), new(18, 0))),
        ChileanHolidays.IsHoliday);

    [Fact]
    public void Pausing_never_brings_the_deadline_nearer() =>
        Gen.Select(Gen.Int[1, 100], Gen.Int[0, 5_000], Gen.Int[0, 50_000]).Sample((hours, pauseAfter, pauseFor) =>
        {
            var plain = New(hours);
            var paused = New(hours);
            SlaClocks.Pause(paused, Office, Start.AddMinutes(pauseAfter));
            SlaClocks.Resume(paused, Office, Start.AddMinutes(pauseAfter + pauseFor));
            return pauseAfter >= (plain.DueAt!.Value - Start).TotalMinutes || paused.DueAt >= plain.DueAt;
        });

    [Fact]
    public void A_pause_costs_no_time_and_survives_a_new_agreement()
    {
        var clock = New(8);
        SlaClocks.Pause(clock, Office, Start.AddHours(2));
        SlaClocks.Agree(clock, "other", "chile-laboral", Office, Office, TimeSpan.FromHours(4), Start.AddDays(3));
        clock.IsPaused.Should().BeTrue();
        clock.DueAt.Should().BeNull();
        SlaClocks.Left(clock, Office, Start.AddDays(9)).Should().Be(TimeSpan.FromHours(2));
        SlaClocks.Resume(clock, Office, Start.AddDays(6));
        clock.DueAt.Should().Be(Office.Add(Start.AddDays(6), TimeSpan.FromHours(2)));
    }

    [Fact]
    public void A_paused_clock_that_stops_keeps_its_pause()
    {
        var clock = New(4);
        SlaClocks.Pause(clock, Office, Start.AddHours(1));
        SlaClocks.Stop(clock, Office, Start.AddDays(30));
        clock.UsedSeconds.Should().Be(3600);
        SlaClocks.StateOf(clock, Office, Start.AddDays(31)).Should().Be(SlaState.Met);
        SlaClocks.Restart(clock, Office, Start.AddDays(34));
        SlaClocks.Left(clock, Office, Start.AddDays(34)).Should().Be(TimeSpan.FromHours(3));
    }

    [Theory]
    [InlineData(0, SlaState.Running), InlineData(379, SlaState.Running), InlineData(390, SlaState.AtRisk), InlineData(481, SlaState.Breached)]
    public void States_follow_the_time_left(int minutes, SlaState expected) =>
        SlaClocks.StateOf(New(8), Office, Office.Add(Start, TimeSpan.FromMinutes(minutes))).Should().Be(expected);

    private static SlaClock New(int hours) =>
        SlaClocks.Start(Guid.Empty, Guid.Empty, SlaTarget.Resolution, "p", "chile-laboral", Office, TimeSpan.FromHours(hours), Start);
}
