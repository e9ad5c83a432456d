namespace Graballo.Designer.Components.Drawing;

/// <summary>A figure beside an element of a flow.</summary>
/// <param name="Text">Short, for example <c>12 · 3 h</c>.</param>
/// <param name="Kind">late, risk or nothing.</param>
public sealed record FlowFigure(string Text, string? Kind = null);

/// <summary>What a drawing shows.</summary>
/// <param name="Here">Ids of the elements where the ticket stands.</param>
/// <param name="Visited">Ids of the elements and flows it has passed.</param>
/// <param name="Incidents">Ids of the elements that failed.</param>
/// <param name="Counts">Figures by element id.</param>
/// <param name="Focus">Ids to bring to the middle; empty: the whole drawing.</param>
public sealed record FlowPicture(
    string Xml, IReadOnlyList<string> Here, IReadOnlyList<string> Visited, IReadOnlyList<string> Incidents,
    IReadOnlyDictionary<string, FlowFigure>? Counts, IReadOnlyList<string> Focus);
