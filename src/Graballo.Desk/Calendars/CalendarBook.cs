using System.Globalization;
using Graballo.Desk.Persistence;
using Graballo.Domain.Calendars;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Calendars;

/// <summary>The calendars as they are now, by code, ready for arithmetic.</summary>
public sealed class CalendarSet(IReadOnlyDictionary<string, BusinessCalendar> calendars)
{
    /// <summary>What is used where nothing names a calendar.</summary>
    public const string Standard = "chile-laboral";

    /// <summary>The calendar with this code, else the standard one.</summary>
    /// <exception cref="InvalidOperationException">Not even the standard calendar exists.</exception>
    public BusinessCalendar this[string? code] =>
        (code is not null && calendars.TryGetValue(code, out var named)) || calendars.TryGetValue(Standard, out named)
            ? named
            : throw new InvalidOperationException($"The calendar '{Standard}' is missing.");
}

/// <summary>Compiles the stored calendars, and reads them again when they are older than a minute or somebody changed them.</summary>
public sealed class CalendarBook(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private (long ReadAt, CalendarSet Set)? _known;

    public async ValueTask<CalendarSet> Current(CancellationToken ct)
    {
        if (_known is { } known && clock.GetElapsedTime(known.ReadAt) < Fresh)
            return known.Set;
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Calendars.AsNoTracking().ToListAsync(ct);
        var set = new CalendarSet(rows.ToDictionary(row => row.Code, Compile));
        if (rows.Count > 0)
            _known = (clock.GetTimestamp(), set);
        return set;
    }

    public void Forget() => _known = null;

    /// <exception cref="FormatException">A line of hours or a date cannot be read.</exception>
    public static BusinessCalendar Compile(StoredCalendar row)
    {
        var closed = row.ClosedDays.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToHashSet();
        var national = row.ChileanHolidays;
        return new BusinessCalendar(
            TimeZoneInfo.FindSystemTimeZoneById(row.TimeZone),
            row.Hours.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(SpansOf),
            day => closed.Contains(day) || (national && ChileanHolidays.IsHoliday(day)));
    }

    private static IEnumerable<WeeklySpan> SpansOf(string line)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var day = Array.FindIndex(["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"], name => name == parts[0]);
        if (day < 0)
            throw new FormatException($"'{parts[0]}' is not a day: Mon, Tue, Wed, Thu, Fri, Sat or Sun.");
        foreach (var span in parts[1..])
        {
            var ends = span.Split('-');
            yield return new WeeklySpan((DayOfWeek)day, Time(ends[0]), Time(ends[^1]));
        }
    }

    private static TimeOnly Time(string text) =>
        text == "24:00" ? TimeOnly.MinValue : TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);
}
