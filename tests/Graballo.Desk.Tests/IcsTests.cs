using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Domain.Calendars;
using Microsoft.Extensions.Time.Testing;

namespace Graballo.Desk.Tests;

public sealed class IcsTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 7, 7, 14, 0, 0, TimeSpan.Zero));

    [Theory]
    // A day, a range, an end that is not there, a length.
    [InlineData("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261225\nSUMMARY:Nochebuena", "2026-12-24||Nochebuena")]
    [InlineData("DTSTART;VALUE=DATE:20261229\nDTEND;VALUE=DATE:20270101\nSUMMARY:Inventario", "2026-12-29||Inventario 2026-12-30||Inventario 2026-12-31||Inventario")]
    [InlineData("DTSTART;VALUE=DATE:20261224", "2026-12-24||")]
    [InlineData("DTSTART;VALUE=DATE:20261228\nDURATION:P2D", "2026-12-28|| 2026-12-29||")]
    // Whole days written as moments: midnight in the calendar's zone.
    [InlineData("DTSTART;TZID=America/Santiago:20261224T000000\nDTEND;TZID=America/Santiago:20261225T000000", "2026-12-24||")]
    [InlineData("DTSTART:20261224T030000Z\nDTEND:20261225T030000Z", "2026-12-24||")]
    // Hours are no days, a cancelled event is none.
    [InlineData("DTSTART:20261224T150000Z\nDTEND:20261224T160000Z", "")]
    [InlineData("DTSTART;VALUE=DATE:20261224\nSTATUS:CANCELLED", "")]
    // Repetitions within the window of six years, with dates left out and added.
    [InlineData("DTSTART;VALUE=DATE:20201224\nRRULE:FREQ=YEARLY;UNTIL=20281224\nEXDATE;VALUE=DATE:20271224", "2026-12-24|| 2028-12-24||")]
    [InlineData("DTSTART;VALUE=DATE:20261224\nRDATE;VALUE=DATE:20261231,20270107", "2026-12-24|| 2026-12-31|| 2027-01-07||")]
    [InlineData("DTSTART;VALUE=DATE:20260907\nRRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=1MO;COUNT=2", "2026-09-07|| 2027-09-06||")]
    // Folded, escaped, with a colon inside quotes.
    [InlineData("DTSTART;X-A=\"b:c\";VALUE=DATE:20261224\nSUMMARY:Uno\\, dos\\; tr\n es \\\\n", "2026-12-24||Uno, dos; tres \\n")]
    public async Task An_event_becomes_the_days_that_it_closes(string lines, string days) =>
        string.Join(' ', (await Preview(Event(lines))).Value!.Changes.Select(change => CalendarText.Write(change.After))).Should().Be(days);

    [Theory]
    [InlineData("hello", "ics-line", 1)]
    [InlineData("BEGIN:VEVENT\nEND:VEVENT", "ics-none", 1)]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR", "ics-empty", null)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224", "ics-cut", null)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", "ics-nesting", 3)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:A\nBEGIN:A\nBEGIN:A\nBEGIN:A", "ics-nesting", 5)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR", "ics-no-start", 3)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:20261324\nEND:VEVENT\nEND:VCALENDAR", "ics-date", 4)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nDTEND:20261220\nEND:VEVENT\nEND:VCALENDAR", "ics-date", 4)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nDTEND:20991220\nEND:VEVENT\nEND:VCALENDAR", "ics-long", 3)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nRRULE:FREQ=SECONDLY\nEND:VEVENT\nEND:VCALENDAR", "ics-rule", 4)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\nEND:VCALENDAR", "ics-rule", 4)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nRRULE:FREQ=DAILY;COUNT=x\nEND:VEVENT\nEND:VCALENDAR", "ics-rule", 4)]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224\nX-GRABALLO-HOURS:9-13\nEND:VEVENT\nEND:VCALENDAR", "ics-hours", 4)]
    public async Task A_wrong_file_is_refused_with_its_line(string file, string code, int? line)
    {
        var refused = (await Preview(file)).Refusal!;
        refused.Code.Should().Be(code);
        refused.Args.FirstOrDefault().Should().Be(line);
        refused.Text().Should().NotContain("{");
    }

    [Fact]
    public async Task A_hostile_file_is_refused_and_does_not_hang()
    {
        (await Preview(new string('a', 2_000_000))).Refusal!.Code.Should().Be("ics-large");
        (await Preview("BEGIN:VCALENDAR\n" + string.Concat(Enumerable.Repeat("BEGIN:VEVENT\nEND:VEVENT\n", 6_000)))).Refusal!.Code.Should().Be("ics-many");
        var heavy = string.Concat(Enumerable.Repeat("BEGIN:VEVENT\nDTSTART:19000101\nRRULE:FREQ=DAILY\nEND:VEVENT\n", 4_000));
        (await Preview("BEGIN:VCALENDAR\n" + heavy + "END:VCALENDAR")).Refusal!.Code.Should().Be("ics-heavy");
        (await Preview(Event("DTSTART:20200101\nRRULE:FREQ=DAILY"))).Refusal!.Code.Should().Be("calendar-dates-many");
    }

    [Fact]
    public async Task What_is_written_is_read_back_and_other_programs_read_it()
    {
        var calendar = new StoredCalendar
        {
            Code = "prueba",
            Name = "Prueba, ñandú; y un nombre tan largo que la línea tiene que doblarse dos veces, con eñes y tildes: áéíóú",
            TimeZone = "America/Santiago",
            Hours = "Mon 09:00-18:00",
            Exceptions = "2026-12-24|09:00-13:00 15:00-24:00|Nochebuena, medio día\n2026-12-31||Fin de año; cerrado\\todo",
        };
        var file = ExportCalendarHandler.Write(calendar, Clock.GetUtcNow());
        file.Split("\r\n").Should().OnlyContain(line => System.Text.Encoding.UTF8.GetByteCount(line) <= 75);

        // Independent of our reader.
        var foreign = Ical.Net.Calendar.Load(file)!;
        foreign.Events.Should().HaveCount(2 + Enumerable.Range(2026, 6).Sum(year => ChileanHolidays.Of(year).Count));
        foreign.Events.Single(each => each.Start!.Date == new DateOnly(2026, 12, 31)).Summary.Should().Be("Fin de año; cerrado\\todo");
        foreign.Events.Select(each => each.Uid).Should().OnlyHaveUniqueItems();

        var read = (await Preview(file)).Value!;
        string.Join('\n', read.Changes.Select(change => CalendarText.Write(change.After))).Should().Be(calendar.Exceptions);
        read.Same.Should().Be(foreign.Events.Count - 2, "holidays rest anyway");
        (await Preview(file, CalendarText.ReadExceptions(calendar.Exceptions))).Value!.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task One_occurrence_that_was_moved_takes_the_place_of_its_date()
    {
        var file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20261224\nRRULE:FREQ=YEARLY;COUNT=2\nEND:VEVENT\n"
            + "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20271224\nDTSTART:20271223\nEND:VEVENT\nEND:VCALENDAR";
        (await Preview(file)).Value!.Changes.Select(change => change.After.Day.ToString("yyyy-MM-dd")).Should().Equal("2026-12-24", "2027-12-23");
    }

    private static string Event(string lines) => "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + lines.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    private static Task<Outcome<IcsPreview>> Preview(string file, IReadOnlyList<DayException>? exceptions = null) =>
        new PreviewIcsHandler(Clock).Handle(new PreviewIcs(file, "America/Santiago", true, exceptions ?? []), Actor.System, TestContext.Current.CancellationToken);
}
