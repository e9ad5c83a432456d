namespace Graballo.Domain.Calendars;

/// <summary>Days that follow the moon and the sun.</summary>
internal static class MovingFeasts
{
    /// <summary>The day of the southern winter solstice in Chile, 20 or 21 June.</summary>
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

    // The anonymous Gregorian computus (Meeus/Jones/Butcher).
    public static DateOnly Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        int h = ((19 * a) + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        int m = (a + (11 * h) + (22 * l)) / 451, n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}
