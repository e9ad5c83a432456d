using Graballo.Desk.Calendars;
using Graballo.Domain.Calendars;

namespace Graballo.Designer.Pages.Calendars;

/// <summary>What makes a day of a calendar what it is.</summary>
public enum DayKind
{
    Open,

    /// <summary>A weekday without hours.</summary>
    Rest,
    Holiday,

    /// <summary>Closed on this date.</summary>
    Closed,

    /// <summary>Open at other hours on this date.</summary>
    Other,
}

/// <param name="Name">Of the holiday or of the exception; null when it has none.</param>
public sealed record DayLook(DayKind Kind, IReadOnlyList<DaySpan> Open, string? Name);

/// <summary>A calendar while somebody edits it. Nothing is kept until it is saved.</summary>
public sealed class CalendarDraft
{
    private readonly Dictionary<DateOnly, DayException> _exceptions = [];
    private List<WeeklySpan> _week = [];
    private IReadOnlyList<IReadOnlyList<DaySpan>> _days = [];
    private readonly string _begun;
    private readonly string _saved;

    /// <param name="known">Null: a new one.</param>
    public CalendarDraft(CalendarDetail? known)
    {
        (Id, Version, Code, Name) = (known?.Id, known?.Version ?? 0, known?.Code ?? "", known?.Name ?? "");
        (TimeZone, ChileanHolidays) = (known?.TimeZone ?? "America/Santiago", known?.ChileanHolidays ?? true);
        foreach (var exception in known?.Exceptions ?? [])
            _exceptions[exception.Day] = exception;
        SetWeek(known?.Week ?? [.. Enumerable.Range(1, 5).Select(day => new WeeklySpan((DayOfWeek)day, new TimeOnly(9, 0), new TimeOnly(18, 0)))]);
        _begun = Written;
        _saved = known is null ? "" : _begun;
    }

    public Guid? Id { get; }

    public int Version { get; }

    public string Code { get; set; }

    public string Name { get; set; }

    public string TimeZone { get; set; }

    public bool ChileanHolidays { get; set; }

    public IReadOnlyList<WeeklySpan> Week => _week;

    /// <summary>What is open on each weekday, Sunday first.</summary>
    public IReadOnlyList<IReadOnlyList<DaySpan>> Days => _days;

    public IReadOnlyCollection<DayException> Exceptions => _exceptions.Values;

    /// <summary>True when there is something to save: a new one from the beginning.</summary>
    public bool IsChanged => Written != _saved;

    /// <summary>True when the person changed something that leaving would lose.</summary>
    public bool IsTouched => Written != _begun;

    private string Written => string.Join('\n', Code, Name, TimeZone, ChileanHolidays, CalendarText.Write(_week), CalendarText.Write(_exceptions.Values));

    public SaveCalendar Command => new(Id, Version, Code, Name, TimeZone, _week, ChileanHolidays, [.. _exceptions.Values.OrderBy(exception => exception.Day)]);

    public void SetWeek(IEnumerable<WeeklySpan> week)
    {
        _week = [.. week];
        _days = WeekHours.ByDay(_week);
    }

    public DayException? On(DateOnly day) => _exceptions.GetValueOrDefault(day);

    /// <param name="exception">Takes the place of what was on its date.</param>
    public void Put(DayException exception) => _exceptions[exception.Day] = exception;

    public void Drop(DateOnly day) => _exceptions.Remove(day);

    public DayLook Look(DateOnly day, bool english)
    {
        if (On(day) is { } exception)
            return new DayLook(exception.IsClosed ? DayKind.Closed : DayKind.Other, exception.Open, exception.Name.Length > 0 ? exception.Name : null);
        if (ChileanHolidays && Domain.Calendars.ChileanHolidays.Of(day.Year).FirstOrDefault(holiday => holiday.Day == day) is { } holiday)
            return new DayLook(DayKind.Holiday, [], english ? holiday.NameEn : holiday.Name);
        var open = _days[(int)day.DayOfWeek];
        return new DayLook(open.Count == 0 ? DayKind.Rest : DayKind.Open, open, null);
    }

    /// <summary>Ready for arithmetic; null while something in it is wrong.</summary>
    public BusinessCalendar? Compiled()
    {
        if (WeekHours.Check(_week) is not null || _exceptions.Values.Any(exception => WeekHours.Check(exception) is not null) || !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            return null;
        return CalendarBook.Compile(TimeZone, _week, ChileanHolidays, [.. _exceptions.Values]);
    }
}
