using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.Extensions.Localization;

namespace Graballo.Designer.Resources;

/// <summary>Every text of the screens, in the reader's language. The Spanish is in Texts.resx, the English in Texts.en.resx.</summary>
public sealed class Texts(IStringLocalizer<Texts> localizer)
{
    public string this[string key] => localizer[key];

    public string this[string key, params object?[] args] => localizer[key, args!];

    /// <summary>One or many: the texts <c>key.One</c> and <c>key.Many</c>, with the count as {0}.</summary>
    public string Count(string key, int count, params object?[] more) =>
        this[count == 1 ? key + ".One" : key + ".Many", [count, .. more]];

    /// <summary>The text, or null when there is none with that key.</summary>
    public string? Find(string key) => localizer[key] is { ResourceNotFound: false } found ? found.Value : null;

    public string Of(Stage stage) => this["Stage." + stage];

    public string Of(TicketStatus status) => this["Status." + status];

    public string Of(Channel channel) => this["Channel." + channel];

    public string Of(Priority priority) => this["Priority." + priority];

    public string Of(SlaTarget target) => this["Clock." + target];

    /// <summary>What people call an agreement; its code in words when it has no text of its own.</summary>
    public string Agreement(string code) => Find("Agreement." + code) ?? code.Replace('-', ' ');

    public string Of(SlaState state) => this["ClockState." + state];

    /// <summary>All texts whose key begins so, without the beginning; for scripts.</summary>
    public Dictionary<string, string> Under(string prefix) =>
        localizer.GetAllStrings(includeParentCultures: true)
            .Where(text => text.Name.StartsWith(prefix, StringComparison.Ordinal))
            .DistinctBy(text => text.Name)
            .ToDictionary(text => text.Name[prefix.Length..], text => text.Value);
}
