using System.Text.Json;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.Tickets;

/// <summary>The reason of an assignment as it is stored.</summary>
internal static class WhyJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string Write(WhyAssigned why) => JsonSerializer.Serialize(why, Options);

    public static WhyAssigned Read(string json) =>
        (json.Length > 2 ? JsonSerializer.Deserialize<WhyAssigned>(json, Options) : null)
        ?? new WhyAssigned("manual", "", null, 0, 0, [], new Dictionary<string, string>());
}
