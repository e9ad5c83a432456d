using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Graballo.Desk;

namespace Graballo.Server.Endpoints;

/// <summary>The header <c>Idempotency-Key</c> of a request that writes: sent again, it gives the same answer and acts once.</summary>
internal static class AskedOnce
{
    public const string Header = "Idempotency-Key";
    private const int Longest = 200;
    private static readonly object Place = new();

    public static Asked? Of(HttpContext context) => context.Items.TryGetValue(Place, out var asked) ? asked as Asked : null;

    public static async ValueTask<object?> Filter(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var context = call.HttpContext;
        if (HttpMethods.IsGet(context.Request.Method) || !context.Request.Headers.TryGetValue(Header, out var sent))
            return await next(call);
        if (sent.ToString() is not { Length: > 0 and <= Longest } key || !key.All(c => c is > ' ' and <= '~'))
            return ApiAnswers.Problem(new Refusal("api-key", Header, Longest), StatusCodes.Status400BadRequest);
        // A key is its sender's own, and belongs to one address; what was asked with it is remembered to tell another request.
        var person = context.User.FindFirstValue(ClaimTypes.NameIdentifier);
        var body = call.Arguments.FirstOrDefault(argument => argument?.GetType().Name.EndsWith("Body", StringComparison.Ordinal) == true);
        context.Items[Place] = new Asked(
            new Guid(Hash($"{person} {Address(context)} {key}").AsSpan(0, 16)),
            Convert.ToHexStringLower(Hash(JsonSerializer.Serialize(body, body?.GetType() ?? typeof(object))).AsSpan(0, 8)));
        return await next(call);
    }

    // The routes take capitals and a last stroke for the same.
    private static string Address(HttpContext context) => context.Request.Path.Value!.TrimEnd('/').ToLowerInvariant();

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
