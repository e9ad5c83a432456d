using Graballo.Domain.Calendars;

namespace Graballo.Domain.Tests;

public sealed class ChileanHolidaysTests
{
    private const string VotingLaw = "18.700";

    // The published lists of national holidays, without election days.
    [Theory]
    [InlineData(2007, "01-01 04-06 04-07 05-01 05-21 07-02 07-16 08-15 09-17 09-18 09-19 10-15 11-01 12-08 12-25")]
    [InlineData(2010, "01-01 04-02 04-03 05-01 05-21 06-28 07-16 08-15 09-17 09-18 09-19 09-20 10-11 10-31 11-01 12-08 12-25")]
    [InlineData(2012, "01-01 04-06 04-07 05-01 05-21 07-02 07-16 08-15 09-17 09-18 09-19 10-15 11-01 11-02 12-08 12-25")]
    [InlineData(2013, "01-01 03-29 03-30 05-01 05-21 06-29 07-16 08-15 09-18 09-19 09-20 10-12 10-31 11-01 12-08 12-25")]
    [InlineData(2015, "01-01 04-03 04-04 05-01 05-21 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25")]
    [InlineData(2016, "01-01 03-25 03-26 05-01 05-21 06-27 07-16 08-15 09-18 09-19 10-10 10-31 11-01 12-08 12-25")]
    [InlineData(2017, "01-01 01-02 04-14 04-15 04-19 05-01 05-21 06-26 07-16 08-15 09-18 09-19 10-09 10-27 11-01 12-08 12-25")]
    [InlineData(2018, "01-01 03-30 03-31 05-01 05-21 07-02 07-16 08-15 09-17 09-18 09-19 10-15 11-01 11-02 12-08 12-25")]
    [InlineData(2019, "01-01 04-19 04-20 05-01 05-21 06-29 07-16 08-15 09-18 09-19 09-20 10-12 10-31 11-01 12-08 12-25")]
    [InlineData(2020, "01-01 04-10 04-11 05-01 05-21 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25")]
    [InlineData(2021, "01-01 04-02 04-03 05-01 05-21 06-21 06-28 07-16 08-15 09-17 09-18 09-19 10-11 10-31 11-01 12-08 12-25")]
    [InlineData(2022, "01-01 04-15 04-16 05-01 05-21 06-21 06-27 07-16 08-15 09-16 09-18 09-19 10-10 10-31 11-01 12-08 12-25")]
    [InlineData(2023, "01-01 01-02 04-07 04-08 05-01 05-21 06-21 06-26 07-16 08-15 09-18 09-19 10-09 10-27 11-01 12-08 12-25")]
    [InlineData(2024, "01-01 03-29 03-30 05-01 05-21 06-20 06-29 07-16 08-15 09-18 09-19 09-20 10-12 10-31 11-01 12-08 12-25")]
    [InlineData(2025, "01-01 04-18 04-19 05-01 05-21 06-20 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25")]
    [InlineData(2026, "01-01 04-03 04-04 05-01 05-21 06-21 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25")]
    [InlineData(2027, "01-01 03-26 03-27 05-01 05-21 06-21 06-28 07-16 08-15 09-17 09-18 09-19 10-11 10-31 11-01 12-08 12-25")]
    public void The_computed_year_is_the_published_one(int year, string published) =>
        ChileanHolidays.Of(year).Where(holiday => holiday.Law != VotingLaw).Select(holiday => holiday.Day.ToString("MM-dd")).Should().Equal(published.Split(' '));

    // Days of elections and plebiscites that were held in the whole country (Law 18.700); in 2025 the primaries fell on 29 June, a holiday anyway.
    [Theory]
    [InlineData(2015, ""), InlineData(2016, "10-23"), InlineData(2017, "07-02 11-19 12-17"), InlineData(2018, ""), InlineData(2019, ""), InlineData(2020, "10-25")]
    [InlineData(2021, "05-15 05-16 07-18 11-21 12-19"), InlineData(2022, "09-04"), InlineData(2023, "05-07 12-17"), InlineData(2024, "10-27"), InlineData(2025, "11-16 12-14")]
    public void Days_of_votes_are_holidays(int year, string days) =>
        ChileanHolidays.Of(year).Where(holiday => holiday.Law == VotingLaw).Select(holiday => holiday.Day.ToString("MM-dd"))
            .Should().Equal(days.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    // Each law by one of its days: the first year in which it counts, and the one before.
    [Theory]
    [InlineData("2006-06-12", "19.668", "Corpus Christi")]
    [InlineData("2007-06-04", null, "abolished by Law 20.148")]
    [InlineData("2007-07-16", "20.148", "Virgen del Carmen")]
    [InlineData("2006-07-16", null, "before Law 20.148")]
    [InlineData("2008-10-31", "20.299", "Iglesias Evangélicas")]
    [InlineData("2007-10-31", null, "before Law 20.299")]
    [InlineData("2007-09-17", "20.215", "a Monday")]
    [InlineData("2001-09-17", null, "a Monday before Law 20.215")]
    [InlineData("2001-09-03", "19.588", "Unidad Nacional")]
    [InlineData("2002-09-02", null, "abolished by Law 19.793")]
    [InlineData("2017-01-02", "20.983", "a Monday")]
    [InlineData("2012-01-02", null, "a Monday before Law 20.983")]
    [InlineData("2021-09-17", "20.983", "a Friday")]
    [InlineData("2010-09-17", "20.450", "a Friday, bicentenary")]
    [InlineData("2021-06-21", "21.357", "named by the law")]
    [InlineData("2020-06-21", null, "before Law 21.357")]
    [InlineData("2024-10-26", null, "a day of voting that Law 21.693 left a working day")]
    [InlineData("2018-01-16", null, "the Pope's visit, in one region")]
    [InlineData("2026-06-07", null, "Arica only")]
    [InlineData("2025-08-20", null, "Chillán only")]
    public void Each_law_counts_from_its_first_year(string day, string? law, string why) =>
        (ChileanHolidays.Of(DateOnly.Parse(day).Year).SingleOrDefault(holiday => holiday.Day == DateOnly.Parse(day))?.Law).Should().Be(law, why);

    [Fact]
    public void Any_year_that_calendars_know_has_its_holidays()
    {
        for (var year = BusinessCalendar.FirstYear; year <= BusinessCalendar.LastYear; year++)
        {
            var days = ChileanHolidays.Of(year);
            days.Should().HaveCountGreaterThanOrEqualTo(14).And.BeInAscendingOrder(holiday => holiday.Day);
            days.Should().OnlyContain(holiday => holiday.Day.Year == year && holiday.Name.Length > 0 && holiday.NameEn.Length > 0 && holiday.Law.Length > 0);
        }
    }

    [Theory]
    [InlineData(2022, 21), InlineData(2023, 21), InlineData(2024, 20), InlineData(2025, 20), InlineData(2026, 21), InlineData(2027, 21), InlineData(2028, 20)]
    public void The_winter_solstice_falls_on_its_day(int year, int day) => ChileanHolidays.Solstice(year).Should().Be(new DateOnly(year, 6, day));
}
