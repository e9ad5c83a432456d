using System.Globalization;

namespace Graballo.Rules.Feel;

/// <summary>A calendar date (DMN 1.5 §10.3.2.3.5), proleptic Gregorian, years -999,999,999 to 999,999,999.</summary>
public readonly record struct FeelDate : IComparable<FeelDate>
{
    public const int MaxYear = 999_999_999;

    private FeelDate(int year, int month, int day) => (Year, Month, Day) = (year, month, day);

    public int Year { get; }

    /// <summary>1 to 12.</summary>
    public int Month { get; }

    /// <summary>1 to 31.</summary>
    public int Day { get; }

    /// <summary>1 is Monday, 7 is Sunday.</summary>
    public int Weekday => (int)(((EpochDay + 3) % 7 + 7) % 7) + 1;

    /// <summary>Days since 1970-01-01.</summary>
    public long EpochDay
    {
        get
        {
            // Years are shifted to begin in March, so that the leap day comes last.
            long year = Month <= 2 ? Year - 1L : Year;
            var era = Math.DivRem(year >= 0 ? year : year - 399, 400).Quotient;
            var yearOfEra = year - (era * 400);
            var dayOfYear = ((153 * (Month + (Month > 2 ? -3 : 9))) + 2) / 5 + Day - 1;
            return (era * 146_097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
        }
    }

    public int DayOfYear => (int)(EpochDay - new FeelDate(Year, 1, 1).EpochDay) + 1;

    public static FeelDate? Create(long year, long month, long day)
    {
        if (Math.Abs(year) > MaxYear || month is < 1 or > 12) return null;
        return day < 1 || day > DaysInMonth(year, (int)month) ? null : new FeelDate((int)year, (int)month, (int)day);
    }

    public static FeelDate FromDateOnly(DateOnly date) => new(date.Year, date.Month, date.Day);

    /// <summary>Null outside the years of a FEEL date.</summary>
    public static FeelDate? FromEpochDay(long epochDay)
    {
        if (Math.Abs(epochDay) > 366_000_000_000) return null;
        var shifted = epochDay + 719_468;
        var era = Math.DivRem(shifted >= 0 ? shifted : shifted - 146_096, 146_097).Quotient;
        var dayOfEra = shifted - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var month = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * month) + 2) / 5) + 1;
        month = month < 10 ? month + 3 : month - 9;
        return Create(yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, day);
    }

    /// <summary>Moves by whole months; the day is cut to the last one of the new month. Null out of range.</summary>
    public FeelDate? AddMonths(long months)
    {
        if (Math.Abs(months) > 12L * 2 * MaxYear) return null;
        var total = (Year * 12L) + Month - 1 + months;
        var year = Math.DivRem(total >= 0 ? total : total - 11, 12).Quotient;
        var month = (int)(total - (year * 12)) + 1;
        return Create(year, month, Math.Min(Day, DaysInMonth(year, month)));
    }

    public static int DaysInMonth(long year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>False outside years 1 to 9999.</summary>
    public bool TryToDateOnly(out DateOnly date)
    {
        date = default;
        if (Year is < 1 or > 9999) return false;
        date = new DateOnly(Year, Month, Day);
        return true;
    }

    public int CompareTo(FeelDate other) => (Year, Month, Day).CompareTo((other.Year, other.Month, other.Day));

    public static bool operator <(FeelDate left, FeelDate right) => left.CompareTo(right) < 0;

    public static bool operator >(FeelDate left, FeelDate right) => left.CompareTo(right) > 0;

    public static bool operator <=(FeelDate left, FeelDate right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FeelDate left, FeelDate right) => left.CompareTo(right) >= 0;

    /// <summary>ISO text: 2026-11-22, -0044-03-15.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Year < 0 ? "-" : "")}{Math.Abs((long)Year):0000}-{Month:00}-{Day:00}");
}
