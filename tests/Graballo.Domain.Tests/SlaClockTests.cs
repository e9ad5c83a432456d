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

    private static readonly BusinessCalendar Always = new(TimeZoneInfo.Utc, Enum.GetValues<DayOfWeek>().Select(day => new WeeklySpan(day, TimeOnly.MinValue, TimeOnly.MinValue)), _ => false);

    [Fact]
    public void Pausing_never_brings_the_deadline_nearer() =>
        Gen.Select(Gen.Int[1, 100], Gen.Select(Gen.Int[0, 3_000], Gen.Int[0, 20_000]).Array[1, 6]).Sample((hours, pauses) =>
        {
            var (plain, paused, at) = (New(hours), New(hours), Start);
            foreach (var (after, length) in pauses)
            {
                SlaClocks.Wait(paused, WaitingFor.Client, at = at.AddMinutes(after));
                SlaClocks.Wait(paused, WaitingFor.Nobody, at = at.AddMinutes(length));
            }
            return ClockHistory.DueAt(paused, Office) >= ClockHistory.DueAt(plain, Office);
        });

    /// <summary>Agreements and pauses are written down in any order that keeps each kind's own; at the end only the last agreement and the pauses count.</summary>
    [Fact]
    public void The_history_gives_the_same_clock_whatever_the_order_of_edits() =>
        Gen.Select(Gen.Int[1, 60].Array[1, 5], Gen.Int[1, 4_000].Array[2, 8], Gen.Int[0, int.MaxValue]).Sample((terms, gaps, seed) =>
        {
            var (one, other, random, at) = (New(100), New(100), new Random(seed), Start);
            var edits = terms.Select(hours => Terms(hours)).ToList();
            foreach (var edit in edits)
                SlaClocks.Agree(one, edit, Start);
            var waiting = false;
            foreach (var gap in gaps)
            {
                at = at.AddMinutes(gap);
                waiting = !waiting;
                foreach (var clock in new[] { one, other })
                    SlaClocks.Wait(clock, waiting ? WaitingFor.Client : WaitingFor.Nobody, at);
                if (edits.Count > 1 && random.Next(2) == 0)
                {
                    SlaClocks.Agree(other, edits[0], at);
                    edits.RemoveAt(0);
                }
            }
            foreach (var edit in edits)
                SlaClocks.Agree(other, edit, at);
            SlaClocks.Project(one, Office);
            SlaClocks.Project(other, Office);
            return one.DueAt == other.DueAt && one.UsedSeconds == other.UsedSeconds && one.PausedFor == other.PausedFor
                && ClockHistory.Used(one, Office, at.AddDays(9)) == ClockHistory.Used(other, Office, at.AddDays(9));
        });

    [Fact]
    public void The_deadline_is_where_the_time_used_reaches_the_time_allowed() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 3_000].Array[0, 6]).Sample((hours, gaps) =>
        {
            var (clock, at, waiting) = (New(hours), Start, false);
            foreach (var gap in gaps)
                SlaClocks.Wait(clock, (waiting = !waiting) ? WaitingFor.Client : WaitingFor.Nobody, at = at.AddMinutes(gap));
            return ClockHistory.DueAt(clock, Office) is not { } due
                ? waiting && ClockHistory.Used(clock, Office, at.AddYears(1)) < TimeSpan.FromHours(hours)
                : ClockHistory.Used(clock, Office, due) == TimeSpan.FromHours(hours) && ClockHistory.Used(clock, Office, due.AddSeconds(-1)) < TimeSpan.FromHours(hours);
        });

    [Fact]
    public void A_pause_costs_no_time_and_survives_a_new_agreement()
    {
        var clock = New(8);
        SlaClocks.Wait(clock, WaitingFor.Client, Start.AddHours(2));
        SlaClocks.Agree(clock, Terms(4), Start.AddDays(3));
        SlaClocks.Project(clock, Office);
        clock.IsPaused.Should().BeTrue();
        clock.DueAt.Should().BeNull();
        SlaClocks.Left(clock, Office, Start.AddDays(9)).Should().Be(TimeSpan.FromHours(2));
        SlaClocks.Wait(clock, WaitingFor.Nobody, Start.AddDays(6));
        ClockHistory.DueAt(clock, Office).Should().Be(Office.Add(Start.AddDays(6), TimeSpan.FromHours(2)));
    }

    [Fact]
    public void Whether_a_third_party_rests_the_clock_is_the_agreements_to_say_also_afterwards()
    {
        var clock = New(8);
        SlaClocks.Wait(clock, WaitingFor.ThirdParty, Start.AddHours(1));
        SlaClocks.Project(clock, Office);
        clock.IsPaused.Should().BeFalse();
        SlaClocks.Agree(clock, Terms(8) with { PausesFor = WaitingFor.Client | WaitingFor.ThirdParty }, Start.AddDays(2));
        SlaClocks.Project(clock, Office);
        clock.PausedFor.Should().Be(WaitingFor.ThirdParty);
        clock.UsedSeconds.Should().Be(3600, "the wait was written down when it began");
    }

    [Fact]
    public void Waiting_for_two_rests_until_the_last_one_answers()
    {
        var clock = SlaClocks.Start(Guid.Empty, Guid.Empty, SlaTarget.Resolution, Terms(8) with { PausesFor = WaitingFor.Client | WaitingFor.ThirdParty }, Start);
        SlaClocks.Wait(clock, WaitingFor.Client | WaitingFor.ThirdParty, Start.AddHours(1));
        SlaClocks.Wait(clock, WaitingFor.ThirdParty, Start.AddHours(2));
        SlaClocks.Wait(clock, WaitingFor.Nobody, Start.AddHours(4));
        ClockHistory.Used(clock, Office, Start.AddHours(5)).Should().Be(TimeSpan.FromHours(2));
    }

    [Fact]
    public void A_paused_clock_that_stops_keeps_its_pause()
    {
        var clock = New(4);
        SlaClocks.Wait(clock, WaitingFor.Client, Start.AddHours(1));
        SlaClocks.Stop(clock, Office, Start.AddDays(30));
        State(clock, Start.AddDays(31)).Should().Be(SlaState.Met);
        clock.UsedSeconds.Should().Be(3600);
        SlaClocks.Restart(clock, WaitingFor.Nobody, Start.AddDays(34));
        State(clock, Start.AddDays(34));
        SlaClocks.Left(clock, Office, Start.AddDays(34)).Should().Be(TimeSpan.FromHours(3));
    }

    [Fact]
    public void A_breach_stays_recorded_though_a_later_agreement_gives_more_time()
    {
        var clock = New(1);
        SlaClocks.Breach(clock, Office, Start.AddMinutes(59)).Should().BeNull();
        SlaClocks.Breach(clock, Office, Start.AddHours(3))!.At.Should().Be(Start.AddHours(1), "the time ran out then, whenever somebody looks");
        SlaClocks.Breach(clock, Office, Start.AddHours(4)).Should().BeNull("once");
        SlaClocks.Agree(clock, Terms(40), Start.AddHours(5));
        State(clock, Start.AddHours(6)).Should().Be(SlaState.Breached);
        SlaClocks.Stop(clock, Office, Start.AddHours(6)).Should().ContainSingle().Which.Kind.Should().Be(SegmentKind.Missed);
    }

    [Fact]
    public void An_end_that_nobody_saw_come_in_time_is_missed_and_the_breach_written_down_first()
    {
        var clock = New(1);
        SlaClocks.Stop(clock, Office, Start.AddHours(2)).Select(entry => (entry.Kind, entry.At)).Should()
            .Equal((SegmentKind.Breached, Start.AddHours(1)), (SegmentKind.Missed, Start.AddHours(2)));
        State(clock, Start.AddDays(1)).Should().Be(SlaState.Missed);
    }

    [Theory]
    [InlineData(0, SlaState.Running), InlineData(379, SlaState.Running), InlineData(390, SlaState.AtRisk), InlineData(480, SlaState.Breached)]
    public void States_follow_the_time_left(int minutes, SlaState expected) =>
        State(New(8), Office.Add(Start, TimeSpan.FromMinutes(minutes))).Should().Be(expected);

    [Fact]
    public void Rungs_come_before_and_after_the_deadline_rest_with_the_clock_and_wait_for_their_hours()
    {
        var clock = New(8);
        RungAt(clock, Percent(50)).Should().Be(Start.AddHours(4));
        RungAt(clock, Offset(-2)).Should().Be(Start.AddHours(6));
        RungAt(clock, Offset(0)).Should().Be(Start.AddHours(8), "10:00 and eight hours are 18:00");
        RungAt(clock, Offset(0) with { Hours = "office" }).Should().Be(Start.AddHours(23), "18:00 is closed: the next morning at 9:00");
        RungAt(clock, Offset(1)).Should().Be(Start.AddHours(24), "10:00 of the next day");
        SlaClocks.Wait(clock, WaitingFor.Client, Start.AddHours(1));
        RungAt(clock, Percent(50)).Should().BeNull();
    }

    [Fact]
    public void A_rung_that_comes_late_waits_for_its_hours_too()
    {
        var night = Start.AddHours(10);
        var clock = SlaClocks.Start(Guid.Empty, Guid.Empty, SlaTarget.Resolution, Terms(1), Start);
        Ladder.At(clock, Offset(0) with { Hours = "office" }, Of, night).Should().Be(Start.AddHours(23));
        Ladder.At(clock, Offset(0), Of, night).Should().Be(Start.AddHours(1));
    }

    [Fact]
    public void A_shorter_time_after_the_breach_does_not_climb_the_whole_ladder()
    {
        var clock = New(8);
        SlaClocks.Agree(clock, Terms(2), Start.AddHours(4));
        SlaClocks.Breach(clock, Office, Start.AddHours(4))!.At.Should().Be(Start.AddHours(4), "it was in time until the agreement changed");
        RungAt(clock, Offset(1)).Should().Be(Start.AddHours(5));
    }

    [Fact]
    public void A_promised_date_is_kept_to_the_minute_in_the_hours_or_out_of_them()
    {
        var saturday = new DateTimeOffset(2026, 7, 11, 15, 0, 0, TimeSpan.Zero);
        var clock = SlaClocks.Start(Guid.Empty, Guid.Empty, SlaTarget.Promise, new SlaTerms("promise", "office", 0, 0, WaitingFor.Nobody, saturday), Start);
        ClockHistory.DueAt(clock, Office).Should().Be(saturday);
        RungAt(clock, Offset(-2)).Should().Be(new DateTimeOffset(2026, 7, 10, 20, 0, 0, TimeSpan.Zero), "two business hours before are on Friday at 16:00");
        RungAt(clock, Offset(1)).Should().Be(new DateTimeOffset(2026, 7, 13, 14, 0, 0, TimeSpan.Zero), "one business hour after is on Monday at 10:00");
    }

    [Fact]
    public void Only_the_rungs_that_were_not_climbed_come_and_the_soonest_first()
    {
        var clock = New(8);
        var rungs = new[] { Offset(1) with { Number = 3 }, Percent(50) with { Number = 1 }, Offset(0) with { Number = 2 } };
        Ladder.Next(clock, rungs, new HashSet<int>(), Of, Start)!.Value.Rung.Number.Should().Be(1);
        Ladder.Next(clock, rungs, new HashSet<int> { 1, 2 }, Of, Start)!.Value.Rung.Number.Should().Be(3);
        Ladder.Next(clock, rungs, new HashSet<int> { 1, 2, 3 }, Of, Start).Should().BeNull();
    }

    [Fact]
    public void A_merged_request_goes_on_with_the_older_history_and_loses_no_pause()
    {
        var older = New(8);
        SlaClocks.Wait(older, WaitingFor.Client, Start.AddHours(1));
        SlaClocks.Wait(older, WaitingFor.Nobody, Start.AddHours(3));
        SlaClocks.Cancel(older, Start.AddHours(4));
        var going = SlaClocks.Continue(older, Guid.CreateVersion7(Start), Guid.CreateVersion7(Start), "m", Terms(6), WaitingFor.Nobody, Start.AddHours(4));
        going.StartedAt.Should().Be(Start);
        ClockHistory.DueAt(going, Office).Should().Be(Start.AddHours(8), "six hours and a pause of two");
    }

    private static SlaState State(SlaClock clock, DateTimeOffset now)
    {
        SlaClocks.Project(clock, Office);
        return SlaClocks.StateOf(clock, Office, now);
    }

    private static DateTimeOffset? RungAt(SlaClock clock, Rung rung) => Ladder.At(clock, rung, Of, Start);

    private static BusinessCalendar Of(string code) => code == "office" ? Office : Always;

    private static Rung Offset(int hours) => new(1, null, TimeSpan.FromHours(hours), null, [], null, null, null, 0, null, new Dictionary<string, string>());

    private static Rung Percent(int percent) => Offset(0) with { Percent = percent };

    private static SlaTerms Terms(int hours) => new("p", "office", hours * 3600, hours * 720, WaitingFor.Client);

    private static SlaClock New(int hours) => SlaClocks.Start(Guid.Empty, Guid.Empty, SlaTarget.Resolution, Terms(hours), Start);
}
