using System.Xml.Linq;
using Graballo.Workflows.Engine;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Timers say one time, in ISO 8601 or FEEL (BPMN 2.0.2 §10.5.5.8).</summary>
internal static class TimerRules
{
    public static void Check(Validation v)
    {
        foreach (var timer in v.Of("timerEventDefinition"))
        {
            var times = timer.Elements().Where(child => child.Name.LocalName is "timeDate" or "timeDuration" or "timeCycle").ToList();
            if (times.Count == 0)
                v.Error("EXT131", timer, "The timer has no time.");
            else if (times.Count > 1)
                v.Error("EXT131", timer, "The timer has more than one time; keep one of date, duration and cycle.");
            foreach (var time in times)
                Text(v, time);
        }
    }

    private static void Text(Validation v, XElement time)
    {
        var text = time.Text();
        if (text?.StartsWith('=') == true)
            return;
        switch (time.Name.LocalName)
        {
            case "timeDate" when text is null || Times.TryDate(text, TimeZoneInfo.Utc) is null:
                v.Error("EXT132", time, $"'{text}' is not a date and time such as 2026-09-18T15:00:00Z, nor FEEL beginning with '='.");
                break;
            case "timeDuration" when text is null || Times.TryDuration(text) is null:
                v.Error("EXT134", time, $"'{text}' is not a duration such as PT4H or P2D, nor FEEL beginning with '='.");
                break;
            case "timeCycle" when Cycle.Parse(text, TimeZoneInfo.Utc) is null:
                v.Error("EXT133", time, $"'{text}' is not a repeating interval such as R3/PT10M, nor FEEL beginning with '='.");
                break;
        }
    }
}
