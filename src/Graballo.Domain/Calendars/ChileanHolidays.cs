using System.Collections.Concurrent;

namespace Graballo.Domain.Calendars;

/// <summary>
/// The national holidays of Chile computed from the laws that set them, for 2010 and later: Law 2.977 and its changes,
/// 19.668 (moves to Monday), 19.973 and 20.983 (around 18 September and 1 January), 20.148 (16 July), 20.299 (31 October),
/// 21.357 (winter solstice), and the one-off laws.
/// </summary>
public static class ChileanHolidays
{
    private static readonly ConcurrentDictionary<int, IReadOnlySet<DateOnly>> Years = new();

    public static bool IsHoliday(DateOnly day) => In(day.Year).Contains(day);

    public static IReadOnlySet<DateOnly> In(int year) => Years.GetOrAdd(year, static y => new HashSet<DateOnly>(Compute(y)));

    private static IEnumerable<DateOnly> Compute(int year)
    {
        DateOnly On(int month, int day) => new(year, month, day);
        var easter = Easter(year);

        yield return On(1, 1);
        // Law 20.983 (2016): 2 January when it is a Monday.
        if (year >= 2017 && On(1, 2).DayOfWeek == DayOfWeek.Monday)
            yield return On(1, 2);
        yield return easter.AddDays(-2);
        yield return easter.AddDays(-1);
        yield return On(5, 1);
        yield return On(5, 21);
        if (year >= 2021)
            yield return year == 2021 ? On(6, 21) : Solstice(year); // the law itself named the day of its first year
        yield return ToMonday(On(6, 29));
        yield return On(7, 16);
        yield return On(8, 15);
        foreach (var day in September(year))
            yield return day;
        yield return ToMonday(On(10, 12));
        yield return Reformation(On(10, 31));
        yield return On(11, 1);
        yield return On(12, 8);
        yield return On(12, 25);
        foreach (var day in OneOff(year))
            yield return day;
    }

    // Laws 19.973 (2004) and 20.983 (2016): 17 September when a Monday, and when a Friday from 2017; 20 September when a Friday.
    private static IEnumerable<DateOnly> September(int year)
    {
        var eve = new DateOnly(year, 9, 17);
        if (eve.DayOfWeek == DayOfWeek.Monday || (year >= 2017 && eve.DayOfWeek == DayOfWeek.Friday))
            yield return eve;
        yield return new DateOnly(year, 9, 18);
        yield return new DateOnly(year, 9, 19);
        if (new DateOnly(year, 9, 20).DayOfWeek == DayOfWeek.Friday)
            yield return new DateOnly(year, 9, 20);
    }

    // Law 19.668: Tuesday to Thursday move to the Monday before, Friday to the Monday after.
    private static DateOnly ToMonday(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Tuesday => day.AddDays(-1),
        DayOfWeek.Wednesday => day.AddDays(-2),
        DayOfWeek.Thursday => day.AddDays(-3),
        DayOfWeek.Friday => day.AddDays(3),
        _ => day,
    };

    // Law 20.299: a Tuesday moves to the Friday before, a Wednesday to the Friday after.
    private static DateOnly Reformation(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Tuesday => day.AddDays(-4),
        DayOfWeek.Wednesday => day.AddDays(2),
        _ => day,
    };

    /// <summary>The day of the southern winter solstice in Chile (Law 21.357), 20 or 21 June.</summary>
    public static DateOnly Solstice(int year)
    {
        // Meeus, Astronomical Algorithms, ch. 27, mean June solstice for 1000–3000 with the periodic terms: minutes are enough.
        var y = (year - 2000) / 1000.0;
        var mean = 2451716.56767 + (365241.62603 * y) + (0.00325 * y * y) + (0.00888 * y * y * y) - (0.00030 * y * y * y * y);
        var t = (mean - 2451545.0) / 36525;
        var w = double.DegreesToRadians((35999.373 * t) - 2.47);
        var lambda = 1 + (0.0334 * Math.Cos(w)) + (0.0007 * Math.Cos(2 * w));
        var terms = 0.0;
        foreach (var (a, b, c) in Periodic)
            terms += a * Math.Cos(double.DegreesToRadians(b + (c * t)));
        var julian = mean + (0.00001 * terms / lambda);
        // Terrestrial time runs about 70 s ahead; Chile is four hours behind in June.
        var utc = new DateTime(2000, 1, 1, 12, 0, 0, DateTimeKind.Utc).AddDays(julian - 2451545.0).AddSeconds(-70);
        return DateOnly.FromDateTime(utc.AddHours(-4));
    }

    private static readonly (int A, double B, double C)[] Periodic =
    [
        (485, 324.96, 1934.136), (203, 337.23, 32964.467), (199, 342.08, 20.186), (182, 27.85, 445267.112),
        (156, 73.14, 45036.886), (136, 171.52, 22518.443), (77, 222.54, 65928.934), (74, 296.72, 3034.906),
        (70, 243.58, 9037.513), (58, 119.81, 33718.147), (52, 297.17, 150.678), (50, 21.02, 2281.226),
        (45, 247.54, 29929.562), (44, 325.15, 31555.956), (29, 60.93, 4443.417), (18, 155.12, 67555.328),
        (17, 288.79, 4562.452), (16, 198.04, 62894.029), (14, 199.76, 31436.921), (12, 95.39, 14577.848),
        (12, 287.11, 31931.756), (12, 320.81, 34777.259), (9, 227.73, 1222.114), (8, 15.45, 16859.074),
    ];

    private static IEnumerable<DateOnly> OneOff(int year) => year switch
    {
        2010 => [new(2010, 9, 17), new(2010, 9, 20)],           // bicentenary, Law 20.450
        2017 => [new(2017, 4, 19)],                              // census, Law 20.986
        2022 => [new(2022, 9, 16)],                              // Law 21.482
        _ => [],
    };

    // The anonymous Gregorian computus (Meeus/Jones/Butcher).
    private static DateOnly Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        int h = ((19 * a) + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        int m = (a + (11 * h) + (22 * l)) / 451, n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}
