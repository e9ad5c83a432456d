using Graballo.Domain;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.Tickets;

/// <summary>Checks of what people type, the same everywhere. Give them what <see cref="PlainText"/> has cleaned.</summary>
internal static class Check
{
    public const int LongestSubject = 200;
    public const int LongestBody = 50_000;

    /// <summary>Null when the text is there and short enough.</summary>
    public static Refusal? Text(string? text, string field, int longest) =>
        string.IsNullOrWhiteSpace(text) ? new Refusal("required", field, field) : Length(text, field, longest);

    /// <summary>Null when the text, which may be empty, is short enough.</summary>
    public static Refusal? Length(string? text, string field, int longest) =>
        text is not null && PlainText.Length(text) > longest ? new Refusal("too-long", field, field, longest) : null;

    /// <summary>Null while work on the ticket goes on: not once the client is asked whether it is solved, nor once it is closed.</summary>
    public static Refusal? Open(Ticket ticket) => ticket.Status switch
    {
        TicketStatus.Closed => new Refusal("closed"),
        TicketStatus.Resolved => new Refusal("awaits-client"),
        _ => null,
    };

    public static Refusal? Body(string? text) =>
        string.IsNullOrWhiteSpace(text) ? new Refusal("body-required", "body") : Length(text, "body", LongestBody);
}
