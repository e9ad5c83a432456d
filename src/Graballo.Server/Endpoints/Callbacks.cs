using System.Text;
using Graballo.Desk.Outside;

namespace Graballo.Server.Endpoints;

/// <summary>Where external systems answer: the token in the address is their credential.</summary>
internal static class Callbacks
{
    public static void MapCallbacks(this IEndpointRouteBuilder api) => api.MapPost(
            "/callbacks/{token}", async (string token, ReceiveCallbackHandler verb, HttpContext context, CancellationToken ct) => await Read(context, ct) is { } payload
                ? await ApiAnswers.Answer(verb.Handle(new ReceiveCallback(token, payload), ct))
                : Results.StatusCode(StatusCodes.Status413PayloadTooLarge))
        .WithSummary("An external system answers a flow that waits for it, with JSON");

    /// <summary>The body as text; null when it is too large.</summary>
    private static async Task<string?> Read(HttpContext context, CancellationToken ct)
    {
        var buffer = new byte[ReceiveCallbackHandler.LargestPayload + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length == buffer.Length ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }
}
