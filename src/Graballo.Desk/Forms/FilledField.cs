using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Graballo.Desk.Flows;
using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Forms;

/// <summary>What a person filled in at one field of a task, as the history keeps it.</summary>
/// <param name="Value">In the form that every reader's screen can read: 1200.5, 2026-11-23, true, the value of the option.</param>
/// <param name="Option">What people call the option; null when it is no choice.</param>
public sealed record FilledField(string Name, ElementName Label, TaskFieldType Type, string Value, ElementName? Option)
{
    /// <summary>Names in the data of the event that tells of the task.</summary>
    internal const string InData = "filled";

    /// <summary>The task that it tells of.</summary>
    internal const string TaskInData = "taskId";

    // Read back by us and encoded by whoever shows it: quotes and accents stay short.
    private static readonly JsonSerializerOptions Kept = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Out of the data of an event; empty when it tells of none.</summary>
    public static IReadOnlyList<FilledField> Of(IReadOnlyDictionary<string, string> data) =>
        data.TryGetValue(InData, out var json) ? JsonSerializer.Deserialize<List<FilledField>>(json, Kept) ?? [] : [];

    /// <summary>Of each task that the events tell of.</summary>
    internal static Dictionary<Guid, IReadOnlyList<FilledField>> ByTask(IEnumerable<IReadOnlyDictionary<string, string>> events)
    {
        var filled = new Dictionary<Guid, IReadOnlyList<FilledField>>();
        foreach (var data in events)
        {
            if (data.TryGetValue(TaskInData, out var id) && Guid.TryParse(id, out var task))
                filled[task] = Of(data);
        }
        return filled;
    }

    /// <summary>Of each task of the tickets.</summary>
    internal static async Task<Dictionary<Guid, IReadOnlyList<FilledField>>> OfTickets(DeskDbContext db, List<Guid> tickets, CancellationToken ct) =>
        ByTask((await db.TicketEvents.AsNoTracking().Where(row => tickets.Contains(row.TicketId) && row.Type == EventType.TaskCompleted).Select(row => row.Data).ToListAsync(ct))
            .Select(data => JsonSerializer.Deserialize<Dictionary<string, string>>(data) ?? []));

    internal static string Write(IReadOnlyList<FilledField> fields) => JsonSerializer.Serialize(fields, Kept);
}
