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
