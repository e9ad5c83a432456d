using System.Text.Json;
using System.Text.RegularExpressions;
using Graballo.Desk;

namespace Graballo.Server.Endpoints;

/// <summary>Whatever goes wrong under /api is told as a problem (RFC 9457) in the reader's language: never an empty answer, never a page.</summary>
internal sealed partial class ApiProblems(RequestDelegate next, ILogger<ApiProblems> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await Tell(context, Said(bad), bad.StatusCode);
            return;
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            log.LogError(error, "{Method} {Path} failed.", context.Request.Method, context.Request.Path);
            await Tell(context, new Refusal("api-failed", null, context.TraceIdentifier), StatusCodes.Status500InternalServerError);
            return;
        }
        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            await Tell(context, Said(context.Response.StatusCode), context.Response.StatusCode);
    }

    private static Task Tell(HttpContext context, Refusal refusal, int status) => ApiAnswers.Problem(refusal, status).ExecuteAsync(context);

    private static Refusal Said(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new("api-sign-in"),
        StatusCodes.Status403Forbidden => Refusal.Forbidden,
        StatusCodes.Status404NotFound => new("api-address"),
        StatusCodes.Status405MethodNotAllowed => new("api-method"),
        StatusCodes.Status413PayloadTooLarge => new("api-too-large"),
        StatusCodes.Status415UnsupportedMediaType => new("api-media"),
        StatusCodes.Status429TooManyRequests => new("api-often"),
        _ => new("api-request"),
    };

    private static Refusal Said(BadHttpRequestException bad)
    {
        if (bad.StatusCode != StatusCodes.Status400BadRequest)
            return Said(bad.StatusCode);
        if (bad.InnerException is JsonException json)
        {
            var (line, place) = ((json.LineNumber ?? 0) + 1, (json.BytePositionInLine ?? 0) + 1);
            var field = json.Path?.TrimStart('$', '.');
            return json.InnerException is JsonException || string.IsNullOrEmpty(field)
                ? new Refusal("api-json", null, line, place)
                : new Refusal("api-value", field, field, line, place);
        }
        return Parameter().Match(bad.Message) is { Success: true } parameter
            ? new Refusal("api-parameter", parameter.Groups[1].Value, parameter.Groups[1].Value, Shown(parameter.Groups[2].Value))
            : new Refusal("api-body");
    }

    private static string Shown(string value) => value.Length <= 40 ? value : value[..40] + "…";

    // The framework's own sentence is the only place where it names the parameter.
    [GeneratedRegex("""^Failed to bind parameter "\S+ (\w+)" from "(.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Parameter();
}
