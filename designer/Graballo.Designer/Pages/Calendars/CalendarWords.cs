using System.Globalization;
using Graballo.Designer.Resources;
using Graballo.Domain.Calendars;

namespace Graballo.Designer.Pages.Calendars;

/// <summary>Days and hours of calendars as a person reads them.</summary>
public static class CalendarWords
{
    /// <summary>Monday first.</summary>
    public static readonly IReadOnlyList<DayOfWeek> Week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static string Name(DayOfWeek day) => CultureInfo.CurrentCulture.DateTimeFormat.GetDayName(day);

    /// <summary>Two letters.</summary>
    public static string Short(DayOfWeek day) => Name(day)[..2];

    public static string Month(int year, int month) => new DateOnly(year, month, 1).ToString("MMMM", CultureInfo.CurrentCulture);

    /// <summary>For example <c>viernes 18 de septiembre de 2026</c>.</summary>
    public static string Full(DateOnly day, Texts texts) => day.ToString(texts["Time.FullDay"], CultureInfo.CurrentCulture);

    /// <summary>For example <c>09:00–13:00, 14:00–18:00</c>.</summary>
    public static string Hours(IReadOnlyList<DaySpan> open) => CalendarText.Write(open).Replace(" ", ", ", StringComparison.Ordinal).Replace('-', '–');

    /// <summary>The word for what a day is, with its name and hours.</summary>
    public static string Say(DayLook look, Texts texts) =>
        string.Join(": ", new[] { texts["Calendars.Kind." + look.Kind], look.Name, look.Open.Count > 0 ? Hours(look.Open) : null }.Where(part => part is not null));

    /// <summary>What is wrong with weekly hours, and on which day.</summary>
    public static string Say((HoursFault Fault, DayOfWeek Day) wrong, Texts texts) => texts["Calendars.Fault." + wrong.Fault, Name(wrong.Day)];
}
