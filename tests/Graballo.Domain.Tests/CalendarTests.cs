using CsCheck;
using Graballo.Domain.Calendars;

namespace Graballo.Domain.Tests;

public sealed class CalendarTests
{
    private static readonly TimeZoneInfo Santiago = TimeZoneInfo.FindSystemTimeZoneById("America/Santiago");

    private static readonly BusinessCalendar Office = new(
        Santiago,
        [
            .. new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday }.Select(day => new WeeklySpan(day, new(9, 0), new(18, 0))),
            new WeeklySpan(DayOfWeek.Friday, new(9, 0), new(17, 0)),
        ],
        ChileanHolidays.IsHoliday);

    private static readonly BusinessCalendar RoundTheClock = new(
        Santiago, Enum.GetValues<DayOfWeek>().Select(day => new WeeklySpan(day, TimeOnly.MinValue, TimeOnly.MinValue)), _ => false);

    [Theory]
    // Friday afternoon into Monday.
    [InlineData("2026-07-10T16:00-04:00", 2, "2026-07-13T10:00-04:00")]
    // Over the holiday of Thursday 16 July.
    [InlineData("2026-07-15T17:00-04:00", 2, "2026-07-17T10:00-04:00")]
    // Begins at the next opening.
    [InlineData("2026-07-11T12:00-04:00", 1, "2026-07-13T10:00-04:00")]
    // To the last minute of a day.
    [InlineData("2026-07-07T09:00-04:00", 9, "2026-07-07T18:00-04:00")]
    // Over the change to winter time (Saturday 4 April 2026, midnight).
    [InlineData("2026-04-02T17:00-03:00", 2, "2026-04-06T10:00-04:00")]
    // Over the change to summer time (Saturday 5 September 2026, midnight).
    [InlineData("2026-09-04T16:00-04:00", 2, "2026-09-07T10:00-03:00")]
    public void Business_hours_are_added(string start, int hours, string expected) =>
        Office.Add(DateTimeOffset.Parse(start), TimeSpan.FromHours(hours)).Should().Be(DateTimeOffset.Parse(expected));

    [Theory]
    [InlineData("2026-07-07", "2026-07-07T18:00-04:00")]
    [InlineData("2026-07-10", "2026-07-10T17:00-04:00")]
    [InlineData("2026-07-11", null)]
    [InlineData("2026-07-16", null)]
    public void A_day_closes_when_its_last_opening_ends(string day, string? expected) =>
        Office.ClosingOf(DateOnly.Parse(day)).Should().Be(expected is null ? null : DateTimeOffset.Parse(expected));

    [Fact]
    public void A_day_of_the_change_has_23_or_25_hours()
    {
        RoundTheClock.Between(At("2026-04-04T00:00-03:00"), At("2026-04-05T00:00-04:00")).Should().Be(TimeSpan.FromHours(25));
        RoundTheClock.Between(At("2026-09-05T00:00-04:00"), At("2026-09-06T01:00-03:00")).Should().Be(TimeSpan.FromHours(24));
        RoundTheClock.Between(At("2026-09-06T01:00-03:00"), At("2026-09-07T00:00-03:00")).Should().Be(TimeSpan.FromHours(23));
    }

    [Fact]
    public void Arithmetic_agrees_with_counting_minutes() =>
        Gen.Select(Gen.Int[0, 60 * 24 * 3650], Gen.Int[0, 60 * 24 * 14]).Sample((offset, length) =>
        {
            var start = At("2020-01-01T00:00-03:00").AddMinutes(offset);
            var end = start.AddMinutes(length);
            var counted = 0;
            for (var minute = start; minute < end; minute = minute.AddMinutes(1))
                counted += OpenByClock(minute) ? 1 : 0;
            return Office.Between(start, end) == TimeSpan.FromMinutes(counted);
        }, iter: 300);

    [Fact]
    public void Splitting_an_interval_keeps_its_time() =>
        Gen.Select(Gen.Long[0, 315_360_000], Gen.Long[0, 10_000_000], Gen.Long[0, 10_000_000]).Sample((offset, first, second) =>
        {
            var start = At("2020-01-01T00:00-03:00").AddSeconds(offset);
            var middle = start.AddSeconds(first);
            var end = middle.AddSeconds(second);
            return Office.Between(start, middle) + Office.Between(middle, end) == Office.Between(start, end);
        });

    [Fact]
    public void Adding_is_the_inverse_of_measuring() =>
        Gen.Select(Gen.Long[0, 315_360_000], Gen.Long[1, 2_000_000]).Sample((offset, seconds) =>
        {
            var start = At("2020-01-01T00:00-03:00").AddSeconds(offset);
            return Office.Between(start, Office.Add(start, TimeSpan.FromSeconds(seconds))) == TimeSpan.FromSeconds(seconds);
        });

    [Fact]
    public void A_calendar_that_never_opens_says_so()
    {
        var never = new BusinessCalendar(Santiago, [new WeeklySpan(DayOfWeek.Monday, new(9, 0), new(10, 0))], _ => true);
        FluentActions.Invoking(() => never.Add(At("2026-01-01T00:00-03:00"), TimeSpan.FromHours(1))).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => new BusinessCalendar(Santiago, [], _ => false)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new BusinessCalendar(
            Santiago, [new(DayOfWeek.Monday, new(9, 0), new(12, 0)), new(DayOfWeek.Monday, new(11, 0), new(13, 0))], _ => false)).Should().Throw<ArgumentException>();
    }

    // The nights of the change in 2026: Saturday 4 April has 25 hours, Sunday 6 September 23.
    [Theory]
    [InlineData("Sat 22:00-06:00", "2026-04-04T12:00-03:00", "2026-04-05T12:00-04:00", 9)]
    [InlineData("Sat 22:00-06:00", "2026-09-05T12:00-04:00", "2026-09-06T12:00-03:00", 7)]
    // The doubled hour alone, 23:00 to midnight of 4 April; and one that ends in it ends at its first pass.
    [InlineData("Sat 23:00-24:00", "2026-04-04T12:00-03:00", "2026-04-05T12:00-04:00", 2)]
    [InlineData("Sat 22:30-23:30", "2026-04-04T12:00-03:00", "2026-04-05T12:00-04:00", 1)]
    // The missing hour alone, midnight to 01:00 of 6 September; and one that begins in it begins at the jump.
    [InlineData("Sun 00:00-01:00", "2026-09-05T12:00-04:00", "2026-09-06T12:00-03:00", 0)]
    [InlineData("Sun 00:30-03:00", "2026-09-05T12:00-04:00", "2026-09-06T12:00-03:00", 2)]
    public void A_night_of_the_change_is_as_long_as_it_is(string week, string start, string end, int hours) =>
        new BusinessCalendar(Santiago, CalendarText.ReadWeek(week), _ => false).Between(At(start), At(end)).Should().Be(TimeSpan.FromHours(hours));

    [Theory]
    // Half a day before Christmas, closed on the last of the year, and open on a holiday.
    [InlineData("2026-12-24T08:00-03:00", 5, "2026-12-28T10:00-03:00")]
    [InlineData("2026-12-30T17:00-03:00", 2, "2027-01-04T10:00-03:00")]
    [InlineData("2026-12-08T08:00-03:00", 2, "2026-12-08T12:00-03:00")]
    public void A_date_of_its_own_counts_before_weekday_and_holiday(string start, int hours, string expected)
    {
        var calendar = new BusinessCalendar(
            Santiago, CalendarText.ReadWeek("Mon 09:00-18:00\nTue 09:00-18:00\nWed 09:00-18:00\nThu 09:00-18:00\nFri 09:00-17:00"), ChileanHolidays.IsHoliday,
            CalendarText.ReadExceptions("2026-12-24|09:00-13:00|Nochebuena\n2026-12-31||Fin de año\n2026-12-08|10:00-14:00|Turno"));
        calendar.Add(At(start), TimeSpan.FromHours(hours)).Should().Be(At(expected));
    }

    [Fact]
    public void A_holiday_cuts_the_night_from_midnight_to_midnight()
    {
        var nights = new BusinessCalendar(
            Santiago, Enum.GetValues<DayOfWeek>().Select(day => new WeeklySpan(day, new(22, 0), new(6, 0))), day => day == new DateOnly(2026, 7, 16));
        nights.Between(At("2026-07-15T12:00-04:00"), At("2026-07-17T12:00-04:00")).Should().Be(TimeSpan.FromHours(2 + 6));
    }

    [Fact]
    public void Counting_back_gives_the_moment_before_a_deadline()
    {
        Office.Subtract(At("2026-07-13T10:00-04:00"), TimeSpan.FromHours(2)).Should().Be(At("2026-07-10T16:00-04:00"));
        Office.Subtract(At("2026-07-13T10:00-04:00"), TimeSpan.FromHours(1)).Should().Be(At("2026-07-13T09:00-04:00"));
        Office.Subtract(At("2026-07-12T10:00-04:00"), TimeSpan.Zero).Should().Be(At("2026-07-10T17:00-04:00"));
    }

    [Fact]
    public void Hostile_values_are_refused_at_once()
    {
        FluentActions.Invoking(() => Office.Add(At("2026-01-01T00:00-03:00"), TimeSpan.MaxValue)).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => Office.Subtract(At("2026-01-01T00:00-03:00"), TimeSpan.MaxValue)).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => Office.Add(DateTimeOffset.MaxValue, TimeSpan.FromHours(1))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Office.Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData("Mon 22:00-06:00\nTue 05:00-09:00", HoursFault.Overlap)]
    [InlineData("Sun 22:00-06:00\nMon 05:00-09:00", HoursFault.Overlap)]
    [InlineData("Mon 09:00-09:00", HoursFault.Empty)]
    [InlineData("Mon 01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00 11:00-12:00 13:00-14:00 15:00-16:00 17:00-18:00", HoursFault.TooMany)]
    public void Wrong_hours_are_named(string week, HoursFault fault) => WeekHours.Check(CalendarText.ReadWeek(week))!.Value.Fault.Should().Be(fault);

    [Theory]
    [InlineData("Mon 22:00-06:00", "Mon 22:00-06:00\nTue 22:00-06:00\nWed 22:00-06:00")]
    [InlineData("Mon 22:00-00:00\nTue 00:00-06:00", "Mon 22:00-06:00\nTue 22:00-06:00\nWed 22:00-06:00")]
    [InlineData("Mon 09:00-13:00 14:00-18:00\nWed 20:00-23:00", "Mon 09:00-13:00 14:00-18:00\nTue 09:00-13:00 14:00-18:00\nWed 09:00-13:00 14:00-18:00")]
    [InlineData("Sun 22:00-06:00\nMon 08:00-12:00", "Sun 22:00-06:00\nMon 08:00-12:00\nTue 08:00-12:00\nWed 08:00-12:00")]
    [InlineData("Mon 00:00-00:00", "Mon 00:00-00:00\nTue 00:00-00:00\nWed 00:00-00:00")]
    public void A_day_is_copied_whole(string week, string copied) =>
        WeekHours.Copy(CalendarText.ReadWeek(week), DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday).Should().Equal(CalendarText.ReadWeek(copied));

    [Fact]
    public void An_hour_more_leaves_a_night_one_span() =>
        WeekHours.Toggle(CalendarText.ReadWeek("Mon 22:00-06:00"), DayOfWeek.Tuesday, 6).Should().Equal(CalendarText.ReadWeek("Mon 22:00-07:00"));

    [Fact]
    public void Days_off_that_earlier_releases_wrote_are_read() =>
        CalendarText.ReadExceptions("2026-12-31, 2027-01-02").Should().OnlyContain(exception => exception.IsClosed && exception.Name.Length == 0)
            .And.Subject.Select(exception => exception.Day).Should().Equal(new DateOnly(2026, 12, 31), new DateOnly(2027, 1, 2));

    [Fact]
    public void The_calendar_that_counts_is_the_nearest_to_the_client()
    {
        CalendarSayings said = new("client", "policy", "group", [null, "above"], "channel");
        CalendarChoice.Of(said, "desk").Should().Be(("client", CalendarSource.Client));
        CalendarChoice.Of(said with { Client = null }, "desk").Should().Be(("policy", CalendarSource.Policy));
        CalendarChoice.Of(said with { Client = null, Policy = null }, "desk").Should().Be(("group", CalendarSource.Group));
        CalendarChoice.Of(said with { Client = null, Policy = null, Group = null }, "desk").Should().Be(("above", CalendarSource.Unit));
        CalendarChoice.Of(new(Channel: "channel"), "desk").Should().Be(("channel", CalendarSource.Channel));
        CalendarChoice.Of(new(), "desk").Should().Be(("desk", CalendarSource.Desk));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    // Written apart from the calendar, the slow way.
    private static bool OpenByClock(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Santiago);
        if (local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || ChileanHolidays.IsHoliday(DateOnly.FromDateTime(local.DateTime)))
            return false;
        return local.Hour >= 9 && local.Hour < (local.DayOfWeek == DayOfWeek.Friday ? 17 : 18);
    }
}
