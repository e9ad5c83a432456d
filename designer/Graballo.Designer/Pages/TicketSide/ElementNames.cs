using System.Xml.Linq;

namespace Graballo.Designer.Pages.TicketSide;

/// <summary>What people call the elements of a drawing.</summary>
public static class ElementNames
{
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    /// <summary>Name by id; nothing for elements without a name.</summary>
    public static IReadOnlyDictionary<string, string> In(string? xml) => xml is null
        ? None
        : XDocument.Parse(xml).Descendants()
            .Select(element => (Id: (string?)element.Attribute("id"), Name: ((string?)element.Attribute("name"))?.ReplaceLineEndings(" ").Trim()))
            .Where(element => element.Id is not null && !string.IsNullOrEmpty(element.Name))
            .DistinctBy(element => element.Id).ToDictionary(element => element.Id!, element => element.Name!);
}
