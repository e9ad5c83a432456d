using System.Collections.Concurrent;

namespace Graballo.Domain.Calendars;

/// <summary>A national holiday.</summary>
/// <param name="Day">The date on which it is kept.</param>
/// <param name="Name">In Spanish.</param>
/// <param name="NameEn">In English.</param>
/// <param name="Law">The law that makes it one, or moves it to this date.</param>
public sealed record Holiday(DateOnly Day, string Name, string NameEn, string Law);

/// <summary>
/// The national holidays of Chile computed from the laws that set them, from 2000 on: earlier years are computed as if the laws of 2000
/// had been there. Election days are not to be computed: those that were held nationwide since 2015 are listed, with the census of
/// 2017 and the days of one-off laws. Sundays, regional and bank holidays are not in it.
/// </summary>
public static class ChileanHolidays
{
    private const string Old = "2.977";
    private static readonly ConcurrentDictionary<int, (IReadOnlyList<Holiday> List, IReadOnlySet<DateOnly> Days)> Years = new();

    public static bool IsHoliday(DateOnly day) => In(day.Year).Contains(day);

    public static IReadOnlySet<DateOnly> In(int year) => Known(year).Days;

    /// <summary>In order of their dates.</summary>
    public static IReadOnlyList<Holiday> Of(int year) => Known(year).List;

    /// <summary>The day of the southern winter solstice in Chile (Law 21.357), 20 or 21 June.</summary>
    public static DateOnly Solstice(int year) => MovingFeasts.Solstice(year);

    private static (IReadOnlyList<Holiday> List, IReadOnlySet<DateOnly> Days) Known(int year) => Years.GetOrAdd(year, static y =>
    {
        Holiday[] list = [.. Fixed(y).Concat(Moving(y)).Concat(September(y)).Concat(ListedHolidays.In(y)).DistinctBy(holiday => holiday.Day).OrderBy(holiday => holiday.Day)];
        return (list, list.Select(holiday => holiday.Day).ToHashSet());
    });

    private static IEnumerable<Holiday> Fixed(int year)
    {
        yield return new(new(year, 1, 1), "Año Nuevo", "New Year's Day", Old);
        yield return new(new(year, 5, 1), "Día Nacional del Trabajo", "Labour Day", "18.018");
        yield return new(new(year, 5, 21), "Día de las Glorias Navales", "Naval Glories Day", Old);
        if (year >= 2007)
            yield return new(new(year, 7, 16), "Virgen del Carmen", "Our Lady of Mount Carmel", "20.148");
        yield return new(new(year, 8, 15), "Asunción de la Virgen", "Assumption of Mary", Old);
        yield return new(new(year, 9, 18), "Independencia Nacional", "Independence Day", Old);
        yield return new(new(year, 9, 19), "Día de las Glorias del Ejército", "Army Glories Day", Old);
        yield return new(new(year, 11, 1), "Día de Todos los Santos", "All Saints' Day", Old);
        yield return new(new(year, 12, 8), "Inmaculada Concepción", "Immaculate Conception", Old);
        yield return new(new(year, 12, 25), "Navidad", "Christmas Day", Old);
    }

    private static IEnumerable<Holiday> Moving(int year)
    {
        // From 2017: 2 January when it is a Monday.
        if (year >= 2017 && new DateOnly(year, 1, 2) is { DayOfWeek: DayOfWeek.Monday } second)
            yield return new(second, "Feriado adicional de Año Nuevo", "Additional New Year holiday", "20.983");
        var easter = MovingFeasts.Easter(year);
        yield return new(easter.AddDays(-2), "Viernes Santo", "Good Friday", Old);
        yield return new(easter.AddDays(-1), "Sábado Santo", "Holy Saturday", Old);
        // Sixty days after Easter, moved to the Monday before; abolished by the law that gave 16 July.
        if (year <= 2006)
            yield return new(easter.AddDays(57), "Corpus Christi", "Corpus Christi", "19.668");
        // The law itself named the day of its first year.
        if (year >= 2021)
            yield return new(year == 2021 ? new(2021, 6, 21) : Solstice(year), "Día Nacional de los Pueblos Indígenas", "Indigenous Peoples' Day", "21.357");
        yield return new(ToMonday(new(year, 6, 29)), "San Pedro y San Pablo", "Saint Peter and Saint Paul", "19.668");
        yield return new(ToMonday(new(year, 10, 12)), "Encuentro de Dos Mundos", "Meeting of Two Worlds", "19.668");
        if (year >= 2008)
            yield return new(Reformation(new(year, 10, 31)), "Día de las Iglesias Evangélicas y Protestantes", "Evangelical and Protestant Churches' Day", "20.299");
    }

    // 17 September when a Monday, 20 September when a Friday, since 2007; 17 September when a Friday, since 2017.
    private static IEnumerable<Holiday> September(int year)
    {
        const string name = "Feriado adicional de Fiestas Patrias", nameEn = "Additional Independence holiday";
        var (eve, after) = (new DateOnly(year, 9, 17), new DateOnly(year, 9, 20));
        if (year >= 2007 && eve.DayOfWeek == DayOfWeek.Monday)
            yield return new(eve, name, nameEn, "20.215");
        if (year >= 2017 && eve.DayOfWeek == DayOfWeek.Friday)
            yield return new(eve, name, nameEn, "20.983");
        if (year >= 2007 && after.DayOfWeek == DayOfWeek.Friday)
            yield return new(after, name, nameEn, "20.215");
        if (year <= 2001)
            yield return new(FirstMonday(year), "Día de la Unidad Nacional", "National Unity Day", "19.588");
    }

    private static DateOnly FirstMonday(int year)
    {
        var first = new DateOnly(year, 9, 1);
        return first.AddDays(((int)DayOfWeek.Monday - (int)first.DayOfWeek + 7) % 7);
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
}

/// <summary>Holidays that no rule gives: each has a law or a call to vote of its own.</summary>
internal static class ListedHolidays
{
    private const string VotingLaw = "18.700";

    private static readonly ILookup<int, Holiday> Years = new Holiday[]
    {
        new(new(2010, 9, 17), "Bicentenario", "Bicentenary", "20.450"),
        new(new(2010, 9, 20), "Bicentenario", "Bicentenary", "20.450"),
        new(new(2017, 4, 19), "Censo de población", "Census day", "20.986"),
        new(new(2022, 9, 16), "Feriado adicional de Fiestas Patrias", "Additional Independence holiday", "21.482"),
        Vote(2016, 10, 23, "Elecciones municipales", "Municipal elections"),
        Vote(2017, 7, 2, "Elecciones primarias", "Primary elections"),
        Vote(2017, 11, 19, "Elecciones generales", "General elections"),
        Vote(2017, 12, 17, "Segunda vuelta presidencial", "Presidential run-off"),
        Vote(2020, 10, 25, "Plebiscito nacional", "National plebiscite"),
        Vote(2021, 5, 15, "Elecciones de constituyentes, gobernadores y municipios", "Constituent, regional and municipal elections"),
        Vote(2021, 5, 16, "Elecciones de constituyentes, gobernadores y municipios", "Constituent, regional and municipal elections"),
        Vote(2021, 7, 18, "Elecciones primarias presidenciales", "Presidential primaries"),
        Vote(2021, 11, 21, "Elecciones generales", "General elections"),
        Vote(2021, 12, 19, "Segunda vuelta presidencial", "Presidential run-off"),
        Vote(2022, 9, 4, "Plebiscito constitucional", "Constitutional plebiscite"),
        Vote(2023, 5, 7, "Elección del Consejo Constitucional", "Constitutional Council election"),
        Vote(2023, 12, 17, "Plebiscito constitucional", "Constitutional plebiscite"),
        // The vote took two days; by Law 21.693 the Saturday was a working day.
        Vote(2024, 10, 27, "Elecciones regionales y municipales", "Regional and municipal elections"),
        Vote(2025, 11, 16, "Elecciones generales", "General elections"),
        Vote(2025, 12, 14, "Segunda vuelta presidencial", "Presidential run-off"),
    }.ToLookup(holiday => holiday.Day.Year);

    public static IEnumerable<Holiday> In(int year) => Years[year];

    private static Holiday Vote(int year, int month, int day, string name, string nameEn) => new(new(year, month, day), name, nameEn, VotingLaw);
}
