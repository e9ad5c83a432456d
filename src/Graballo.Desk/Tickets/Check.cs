namespace Graballo.Desk.Tickets;

/// <summary>Checks of what people type, the same everywhere.</summary>
internal static class Check
{
    public const int LongestSubject = 200;
    public const int LongestBody = 50_000;

    /// <summary>Null when the text is there and short enough.</summary>
    public static Refusal? Text(string? text, string field, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new Refusal("required", field, field);
        return text.Length > longest ? new Refusal("too-long", field, field, longest) : null;
    }

    public static Refusal? Body(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new Refusal("body-required", "body");
        return text.Length > LongestBody ? new Refusal("too-long", "body", "mensaje", LongestBody) : null;
    }
}
