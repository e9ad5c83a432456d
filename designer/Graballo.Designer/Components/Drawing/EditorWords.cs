using Graballo.Designer.Resources;
using Graballo.Domain.Tickets;

namespace Graballo.Designer.Components.Drawing;

/// <summary>A choice in the editor: what the file says and what people call it.</summary>
public sealed record Option(string Key, string Name);

/// <summary>What the flow editor offers besides the drawing: the names known to the desk.</summary>
public sealed record EditorCatalogue(
    IReadOnlyList<Option> Groups, IReadOnlyList<Option> Units, IReadOnlyList<Option> Decisions, IReadOnlyList<Option> Flows,
    IReadOnlyList<Option> Calendars)
{
    public static EditorCatalogue Empty { get; } = new([], [], [], [], []);
}

/// <summary>Words and choices that are the same in every drawing.</summary>
public static class EditorWords
{
    private static readonly string[] Services =
    [
        "notify", "assign", "service-level", "promise-by-default", "handoff", "handoff-answered", "survey", "property", "lookup", "webhook", "callback",
    ];

    private static readonly string[] Forms = ["respond", "promise", "resolve", "handoff"];

    public static object Options(Texts texts, string xml, EditorCatalogue catalogue) => new
    {
        xml,
        texts = texts.Under("Panel."),
        phrases = texts.Under("Canvas."),
        groups = catalogue.Groups,
        units = catalogue.Units,
        decisions = catalogue.Decisions,
        flows = catalogue.Flows,
        calendars = catalogue.Calendars,
        services = Services.Select(key => new Option(key, texts["Service." + key])),
        forms = Forms.Select(key => new Option(key, texts["Form." + key])),
        stages = Enum.GetValues<Stage>().Select(stage => new Option(stage.Code(), texts.Of(stage))),
    };
}
