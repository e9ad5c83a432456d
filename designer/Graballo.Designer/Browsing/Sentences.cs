using System.Text.RegularExpressions;
using Graballo.Designer.Resources;
using Graballo.Desk.Flows;
using Graballo.Desk.Forms;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;

namespace Graballo.Designer.Browsing;

/// <summary>Sentences out of what the desk keeps as names and texts.</summary>
public sealed partial class Sentences(Texts texts, Formats formats, EngineWords engine)
{
    private static readonly Dictionary<string, ElementName> None = [];

    // The others could have taken it, and were not the first by the way in which the group shares.
    private static readonly HashSet<string> Hindrances = ["absent", "away", "off-shift", "full", "channel-full"];

    /// <summary>What happened; null when the reader has no sentence for it.</summary>
    public string? Of(EventView happened) => Of(happened, None);

    /// <param name="happened">Out of the history.</param>
    /// <param name="elements">What the elements of the ticket's flows are called, by id.</param>
    public string? Of(EventView happened, IReadOnlyDictionary<string, ElementName> elements)
    {
        var filled = happened.Data.ContainsKey("filled") ? texts.Find($"event.{happened.Type}.filled") : null;
        if ((filled ?? texts.Find("event." + happened.Type)) is not { } pattern)
            return null;
        var sentence = Spaces().Replace(Holes().Replace(pattern, hole => Fill(hole.Groups[1].Value, happened, elements)), " ").Trim();
        return happened.Data.TryGetValue("for", out var absent) ? sentence + " " + texts["event.for", absent] : sentence;
    }

    /// <summary>Why this person answers for the ticket.</summary>
    public string Of(WhyAssigned why)
    {
        var reader = Formats.Language;
        var parts = new List<string>
        {
            why.Kind == "manual"
                ? texts[why.By is null ? "Why.manual" : "Why.manualBy", why.By, why.Reason]
                : texts["Why." + why.Kind, why.Name, why.Group, why.Load, why.Capacity, why.For],
        };
        if (why.Rules.TryGetValue(reader, out var rule) || why.Rules.TryGetValue("es", out rule))
            parts.Insert(0, rule);
        if (why.SkillFit is not null)
            parts.Add(texts["Why.Skill." + why.SkillFit, why.Name, why.Skill]);
        if (why is { Kind: "client", For: not null })
            parts.Add(texts["Why.For", why.For]);
        if (why.Passed.Where(passed => Hindrances.Contains(passed.Reason)).ToList() is { Count: > 0 } hindered)
            parts.Add(texts["Why.Passed", string.Join(", ", hindered.Select(passed => $"{passed.Name} ({Of(passed)})"))]);
        return string.Join(" ", parts.Select(part => part.Trim()).Where(part => part.Length > 0).Select(part => part.EndsWith('.') ? part : part + "."));
    }

    /// <summary>Why somebody was not chosen.</summary>
    public string Of(PassedOver passed) => texts["Why.Passed." + passed.Reason] + (passed.Figure is null ? "" : " " + passed.Figure);

    /// <summary>A picture for the kind of event.</summary>
    public static string Icon(string type) => type switch
    {
        EventType.Opened => "ticket",
        EventType.StageEntered or EventType.StageLeft => "flag",
        EventType.Assigned => "user-check",
        EventType.Reassigned => "user-plus",
        EventType.Covered => "arrow-left-right",
        EventType.Queued => "hourglass",
        EventType.ReassignmentUndone => "undo-2",
        EventType.Decided => "scale",
        EventType.TaskOpened or EventType.TaskCancelled => "clipboard-list",
        EventType.TaskCompleted => "clipboard-check",
        EventType.HandedOff or EventType.HandoffAnswered => "arrow-left-right",
        EventType.Promised => "calendar-clock",
        EventType.WaitingForClient => "circle-pause",
        EventType.Resolved or EventType.Accepted or EventType.Closed => "circle-check",
        EventType.Rejected => "rotate-ccw",
        EventType.SurveyAnswered => "star",
        EventType.Breached => "timer-off",
        EventType.Escalated => "megaphone",
        EventType.PriorityChanged => "flag",
        EventType.Agreed => "timer",
        EventType.ThirdPartyAwaited or EventType.ThirdPartyAnswered => "handshake",
        EventType.Merged or EventType.MergedIn => "layers",
        EventType.IncidentRaised or EventType.MailFailed => "triangle-alert",
        EventType.MailQueued => "mail",
        _ => "circle-dot",
    };

    private string Fill(string name, EventView happened, IReadOnlyDictionary<string, ElementName> elements)
    {
        if (name == "actor")
            return happened.ActorName;
        if (!happened.Data.TryGetValue(name, out var value))
            return "";
        return name switch
        {
            "stage" when Codes.StageOf(value) is { } stage => texts.Of(stage),
            "channel" when Codes.ChannelOf(value) is { } channel => texts.Of(channel),
            "priority" or "from" or "to" when Codes.PriorityOf(value) is { } priority => texts.Of(priority),
            "element" or "flow" => elements.GetValueOrDefault(value)?.In(Formats.Language) ?? value,
            "task" when Formats.Language == "en" && elements.GetValueOrDefault(happened.Data.GetValueOrDefault("element", ""))?.En is { } english => english,
            "about" when Codes.StageOf(value) is { } visited => texts.Of(visited),
            "policy" => texts.Agreement(value),
            "filled" => FieldWords.Line(texts, FilledField.Of(happened.Data)),
            "error" => engine.Of(value),
            "target" or "clock" => texts.Find("Clock." + value) ?? value,
            "at" or "date" or "due" or "promised" when DateTimeOffset.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var at) =>
                formats.Short(at),
            _ => value,
        };
    }

    [GeneratedRegex(@"\{([a-zA-Z]+)\}")]
    private static partial Regex Holes();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
