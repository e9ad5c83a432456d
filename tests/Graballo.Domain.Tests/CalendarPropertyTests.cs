using CsCheck;
using Graballo.Domain.Calendars;

namespace Graballo.Domain.Tests;

/// <summary>Random calendars in zones with every kind of change, against counting minute by minute. A failure prints its seed.</summary>
public sealed class CalendarPropertyTests
{
    private const int Minutes = 60 * 24 * 3653;
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<TimeZoneInfo> Zones = Gen.OneOf([.. new[]
    {
        "America/Santiago", "America/Santiago", "America/Punta_Arenas", "Pacific/Easter", "UTC", "Europe/London", "America/Havana", "Australia/Lord_Howe", "Asia/Kolkata",
    }.Select(name => Gen.Const(TimeZoneInfo.FindSystemTimeZoneById(name)))]);

    // Ends before it begins: over midnight. Spans that share time are left out.
    private static readonly Gen<WeeklySpan[]> Weeks = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 95], Gen.Int[1, 95])
        .Select((day, from, length) => new WeeklySpan((DayOfWeek)day, WeekHours.TimeOf(from * 15), WeekHours.TimeOf((from + length) * 15 % DaySpan.WholeDay)))
        .Array[1, 12].Select(Apart);

    private static readonly Gen<DayException[]> Exceptions = Gen.Select(Gen.Int[0, 3652], Gen.Int[0, 90], Gen.Int[0, 40])
        .Select((day, from, length) => new DayException(
            new DateOnly(2020, 1, 1).AddDays(day), length < 10 ? [] : [new DaySpan(from * 15, Math.Min(DaySpan.WholeDay, (from + length) * 15))], "x"))
        .Array[0, 400].Select(list => list.DistinctBy(exception => exception.Day).ToArray());

    private static readonly Gen<Sample> Samples = Gen.Select(Zones, Weeks, Exceptions, Gen.Bool).Select((zone, week, exceptions, chilean) => new Sample(zone, week, exceptions, chilean));

    [Fact]
    public void Arithmetic_agrees_with_counting_minutes_over_ten_years() =>
        Gen.Select(Samples, Gen.Int[0, Minutes], Gen.Int[0, 60 * 24 * 9]).Sample((sample, offset, length) =>
        {
            var (start, end) = (Begin.AddMinutes(offset), Begin.AddMinutes(offset + length));
            return sample.Calendar.Between(start, end) == TimeSpan.FromMinutes(sample.CountOpen(start, end));
        }, iter: 400);

    [Fact]
    public void Changes_of_daylight_saving_agree_with_counting_minutes() =>
        Gen.Select(Samples, Gen.Int[2020, 2029], Gen.Int[0, 1], Gen.Int[-1440, 1440]).Sample((sample, year, which, shift) =>
        {
            var changes = Changes(sample.Zone, year);
            if (changes.Count == 0)
                return true;
            var middle = changes[which % changes.Count];
            var (start, end) = (middle.AddDays(-1).AddMinutes(shift), middle.AddDays(1).AddMinutes(shift));
            return sample.Calendar.Between(start, end) == TimeSpan.FromMinutes(sample.CountOpen(start, end));
        }, iter: 400);

    [Fact]
    public void Splitting_an_interval_keeps_its_time() =>
        Gen.Select(Samples, Gen.Int[0, Minutes], Gen.Int[0, Minutes / 3], Gen.Int[0, Minutes / 3]).Sample((sample, offset, first, second) =>
        {
            var (start, middle, end) = (Begin.AddMinutes(offset), Begin.AddMinutes(offset + first), Begin.AddMinutes(offset + first + second));
            return sample.Calendar.Between(start, middle) + sample.Calendar.Between(middle, end) == sample.Calendar.Between(start, end);
        }, iter: 300);

    [Fact]
    public void Adding_and_taking_away_measure_what_was_asked() =>
        Gen.Select(Samples, Gen.Int[0, Minutes], Gen.Long[1, 3_000_000]).Sample((sample, offset, seconds) =>
        {
            var (calendar, at, work) = (sample.Calendar, Begin.AddMinutes(offset), TimeSpan.FromSeconds(seconds));
            var (later, earlier) = (calendar.Add(at, work), calendar.Subtract(at, work));
            // Neither can be nearer: a tick less is less work.
            return calendar.Between(at, later) == work && calendar.Between(at, later.AddTicks(-1)) < work
                && calendar.Between(earlier, at) == work && calendar.Between(earlier.AddTicks(1), at) < work;
        }, iter: 300);

    [Fact]
    public void The_next_opening_is_open_and_nothing_is_before_it() =>
        Gen.Select(Samples, Gen.Int[0, Minutes]).Sample((sample, offset) =>
        {
            var (calendar, at) = (sample.Calendar, Begin.AddMinutes(offset));
            var opening = calendar.NextOpen(at);
            return opening >= at && calendar.IsOpen(opening) && calendar.IsOpen(at) == (opening == at) && calendar.Between(at, opening) == TimeSpan.Zero;
        }, iter: 300);

    [Fact]
    public void More_work_is_never_done_sooner() =>
        Gen.Select(Samples, Gen.Int[0, Minutes], Gen.Long[0, 3_000_000], Gen.Long[0, 3_000_000]).Sample((sample, offset, some, more) =>
            sample.Calendar.Add(Begin.AddMinutes(offset), TimeSpan.FromSeconds(some)) <= sample.Calendar.Add(Begin.AddMinutes(offset), TimeSpan.FromSeconds(some + more)), iter: 300);

    [Fact]
    public void Hours_and_dates_are_read_back_as_they_were_written() =>
        Gen.Select(Weeks, Exceptions).Sample((week, exceptions) =>
            CalendarText.Write(CalendarText.ReadWeek(CalendarText.Write(week))) == CalendarText.Write(week)
            && CalendarText.ReadWeek(CalendarText.Write(week)).ToHashSet().SetEquals(week)
            && CalendarText.Write(CalendarText.ReadExceptions(CalendarText.Write(exceptions))) == CalendarText.Write(exceptions), iter: 200);

    [Fact]
    public void Copying_a_day_gives_its_hours_to_each_of_the_others_nights_to_their_end() =>
        Gen.Select(Weeks, Gen.Int[0, 6], Gen.Int[0, 6].Array[1, 6]).Sample((week, from, to) =>
        {
            var days = to.Select(day => (DayOfWeek)day).Distinct().ToArray();
            var whole = WeekHours.Whole(week);
            var own = whole.Where(span => span.Day == (DayOfWeek)from).ToList();
            var kept = whole.Where(span => span.Day == (DayOfWeek)from || !days.Contains(span.Day));
            var copied = WeekHours.Copy(week, (DayOfWeek)from, days);
            return Open(whole).SetEquals(Open(week))
                && Open(copied).SetEquals(Open([.. kept, .. days.SelectMany(day => own.Select(span => span with { Day = day }))]));
        }, iter: 1_000);

    [Fact]
    public void Toggling_an_hour_changes_that_hour_alone() =>
        Gen.Select(Weeks, Gen.Int[0, 6], Gen.Int[0, 23]).Sample((week, day, hour) =>
        {
            var (before, after) = (Open(week), Open(WeekHours.Toggle(week, (DayOfWeek)day, hour)));
            var minutes = Enumerable.Range(((day * 24) + hour) * 60, 60).ToHashSet();
            return before.Except(minutes).ToHashSet().SetEquals(after.Except(minutes)) && after.Count(minutes.Contains) == (before.IsSupersetOf(minutes) ? 0 : 60);
        }, iter: 300);

    private static HashSet<int> Open(IReadOnlyList<WeeklySpan> week) =>
        [.. WeekHours.ByDay(week).SelectMany((spans, day) => spans.SelectMany(span => Enumerable.Range((day * DaySpan.WholeDay) + span.From, span.To - span.From)))];

    private static WeeklySpan[] Apart(WeeklySpan[] spans)
    {
        var kept = new List<WeeklySpan>();
        foreach (var span in spans)
        {
            if (WeekHours.Check([.. kept, span]) is null)
                kept.Add(span);
        }
        return [.. kept];
    }

    private static List<DateTimeOffset> Changes(TimeZoneInfo zone, int year)
    {
        var found = new List<DateTimeOffset>();
        for (var hour = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero); hour.Year == year; hour = hour.AddHours(1))
        {
            if (zone.GetUtcOffset(hour) != zone.GetUtcOffset(hour.AddHours(1)))
                found.Add(hour);
        }
        return found;
    }

    private sealed record Sample(TimeZoneInfo Zone, WeeklySpan[] Week, DayException[] Exceptions, bool Chilean)
    {
        private readonly Dictionary<DateOnly, DayException> _exceptions = Exceptions.ToDictionary(exception => exception.Day);

        public BusinessCalendar Calendar { get; } = new(Zone, Week, day => Chilean && ChileanHolidays.IsHoliday(day), Exceptions);

        // Written apart from the calendar, the slow way: what the clock on the wall shows, minute by minute.
        public int CountOpen(DateTimeOffset start, DateTimeOffset end)
        {
            var open = 0;
            for (var minute = start; minute < end; minute = minute.AddMinutes(1))
                open += IsOpen(minute) ? 1 : 0;
            return open;
        }

        private bool IsOpen(DateTimeOffset at)
        {
            var local = TimeZoneInfo.ConvertTime(at, Zone);
            var minute = (local.Hour * 60) + local.Minute;
            // Whoever was at work when the clocks went back goes on, unless work ends within the repeated time.
            if (Zone.IsAmbiguousTime(local.DateTime) && local.Offset == Zone.GetAmbiguousTimeOffsets(local.DateTime).Min())
                return Spans(local.DateTime).Any(span => span.From < RepeatedUntil(local) && span.To >= RepeatedUntil(local));
            return Spans(local.DateTime).Any(span => span.From <= minute && minute < span.To);
        }

        private int RepeatedUntil(DateTimeOffset local)
        {
            var minute = local.DateTime;
            while (Zone.IsAmbiguousTime(minute))
                minute = minute.AddMinutes(1);
            return (int)(minute - local.Date).TotalMinutes;
        }

        private IEnumerable<(int From, int To)> Spans(DateTime local)
        {
            var date = DateOnly.FromDateTime(local);
            if (_exceptions.TryGetValue(date, out var exception))
                return exception.Open.Select(span => (span.From, span.To));
            if (Chilean && ChileanHolidays.IsHoliday(date))
                return [];
            var joined = Week.SelectMany(span => Pieces(span, date.DayOfWeek)).OrderBy(span => span.From).ToList();
            for (var i = joined.Count - 1; i > 0; i--)
            {
                if (joined[i - 1].To == joined[i].From)
                    (joined[i - 1], joined[i]) = ((joined[i - 1].From, joined[i].To), (0, 0));
            }
            return joined;
        }

        private static IEnumerable<(int From, int To)> Pieces(WeeklySpan span, DayOfWeek day)
        {
            var (from, to) = ((int)span.From.ToTimeSpan().TotalMinutes, (int)span.To.ToTimeSpan().TotalMinutes);
            if (span.Day == day)
                yield return (from, to > from ? to : 24 * 60);
            if (to > 0 && to <= from && (DayOfWeek)(((int)span.Day + 1) % 7) == day)
                yield return (0, to);
        }
    }
}
