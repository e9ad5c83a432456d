using System.Globalization;
using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <summary>When timers fire (BPMN 2.0.2 §13.5.1): a date, after a duration, or again and again.</summary>
internal static class TimerText
{
    /// <summary>One firing, for a cycle what is left of it, and for working time how it was counted.</summary>
    public sealed record Firing(DateTimeOffset DueAt, string? Rest = null, Counted? Counted = null);

    /// <summary>The first firing of a timer that begins to wait now.</summary>
    /// <exception cref="FormatException">The text is not a time.</exception>
    public static Firing First(TimerSpec timer, Run run, FeelContext scope)
    {
        var value = timer.Text.Evaluate(scope, run.Options);
        switch (timer.Form)
        {
            case TimerForm.Date:
                return new Firing(Times.Date(value, run.Services.Zone));
            case TimerForm.Duration:
                return Add(timer.Calendar, run, run.Now, Times.Duration(value));
            default:
                var cycle = Cycle.Parse(Texts.Of(value), run.Services.Zone) ?? throw new FormatException($"'{Texts.Of(value)}' is not a repeating interval.");
                var first = cycle.Start is { } start ? new Firing(start) : Add(timer.Calendar, run, run.Now, cycle.Every);
                return first with { Rest = cycle.Repeats == 0 ? null : (cycle with { Repeats = cycle.Repeats - 1 }).Rest() };
        }
    }

    /// <summary>The firing after one that was due, or null when the cycle is over.</summary>
    public static Firing? Next(TimerSpec timer, string rest, DateTimeOffset due, Run run)
    {
        if (Cycle.Parse(rest, run.Services.Zone) is not { } cycle || cycle.Repeats == 0)
            return null;
        return Add(timer.Calendar, run, due, cycle.Every) with { Rest = (cycle with { Repeats = cycle.Repeats - 1 }).Rest() };
    }

    /// <summary>Reads a due date or a duration from now, as a task's due date may be either.</summary>
    public static Firing? Due(object? value, string? calendar, Run run)
    {
        if (Texts.Of(value)?.Trim() is not { Length: > 0 } text)
            return null;
        if (Times.TryDuration(text) is { } span)
            return Add(calendar, run, run.Now, span);
        return new Firing(Times.Date(text, run.Services.Zone));
    }

    private static Firing Add(string? calendar, Run run, DateTimeOffset from, Span span)
    {
        if (calendar is null)
            return new Firing(span.After(from));
        return span.Months == 0
            ? new Firing(run.Services.AddBusinessTime(calendar, from, span.Time), null, new Counted(calendar, from, span.Time))
            : throw new FormatException("A timer that counts working time cannot count months or years.");
    }
}

/// <summary>A repeating interval of ISO 8601: R4/PT5S, R/2026-01-01T09:00:00Z/P1D.</summary>
/// <param name="Repeats">Firings left; negative for ever.</param>
internal sealed record Cycle(int Repeats, DateTimeOffset? Start, Span Every, string EveryText)
{
    public static Cycle? Parse(string? text, TimeZoneInfo zone)
    {
        var parts = text?.Trim().Split('/');
        if (parts is not { Length: 2 or 3 } || !parts[0].StartsWith('R') || Count(parts[0][1..]) is not { } repeats)
            return null;
        if (Times.TryDuration(parts[^1]) is not { } every || every.Months < 0 || every.Time < TimeSpan.Zero || every == default)
            return null;
        if (parts.Length == 2)
            return new Cycle(repeats, null, every, parts[1]);
        return Times.TryDate(parts[1], zone) is { } start ? new Cycle(repeats, start, every, parts[2]) : null;
    }

    /// <summary>What is left, without the start that is past.</summary>
    public string? Rest() => Repeats == 0 ? null : $"R{(Repeats < 0 ? "" : Repeats.ToString(CultureInfo.InvariantCulture))}/{EveryText}";

    private static int? Count(string digits)
    {
        if (digits.Length == 0)
            return -1;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
    }
}
