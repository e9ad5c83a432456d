using Graballo.Domain.Calendars;

namespace Graballo.Domain.Tests;

public sealed class ChileanHolidaysTests
{
    // The published lists of national holidays.
    [Theory]
    [InlineData(2019, "01-01 04-19 04-20 05-01 05-21 06-29 07-16 08-15 09-18 09-19 09-20 10-12 10-31 11-01 12-08 12-25")]
    [InlineData(2020, "01-01 04-10 04-11 05-01 05-21 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25")]
    [InlineData(2021, "01-01 04-02 04-03 05-01 05-21 06-21 06-28 07-16 08-15 09-17 09-18 09-19 10-11 10-31 11-01 12-08 12-25")]
    [InlineData(2022, "01-01 04-15 04-16 05-01 05-21 06-21 06-27 07-16 08-15 09-16 09-18 09-19 10-10 10-31 11-01 12-08 12-25")]
    [InlineData(2023, "01-01 01-02 04-07 04-08 05-01 05-21 06-21 06-26 07-16 08-15 09-18 09-19 10-09 10-27 11-01 12-08 12-25")]
    [InlineData(2024, "01-01 03-29 03-30 05-01 05-21 06-20 06-29 07-16 08-15 09-18 09-19 09-20 10-12 10-31 11-01 12-08 12-25")]
    [InlineData(2025, "01-01 04-18 04-19 05-01 05-21 06-20 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25")]
    [InlineData(2026, "01-01 04-03 04-04 05-01 05-21 06-21 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25")]
    public void The_computed_year_is_the_published_one(int year, string published) =>
        ChileanHolidays.In(year).Order().Select(day => day.ToString("MM-dd")).Should().Equal(published.Split(' '));

    [Theory]
    [InlineData(2022, 21), InlineData(2023, 21), InlineData(2024, 20), InlineData(2025, 20), InlineData(2026, 21), InlineData(2027, 21), InlineData(2028, 20)]
    public void The_winter_solstice_falls_on_its_day(int year, int day) => ChileanHolidays.Solstice(year).Should().Be(new DateOnly(year, 6, day));
}
