using Graballo.Desk;
using Graballo.Desk.Accounts;

namespace Graballo.Server.Endpoints;

/// <summary>What the API says: the value of a verb, or its refusal as a problem (RFC 9457) in the reader's language.</summary>
internal static class ApiAnswers
{
    public static Actor Who(HttpContext context) => DeskClaims.ActorOf(context.User) with { Asked = AskedOnce.Of(context) };

    public static async Task<IResult> Answer<T>(Task<Outcome<T>> verb)
    {
        var outcome = await verb;
        if (!outcome.Ok)
            return Refused(outcome.Refusal);
        return outcome.Value is Done ? Results.NoContent() : Results.Ok(outcome.Value);
    }

    /// <summary>The verb's answer, unless what was sent cannot be given to it.</summary>
    public static Task<IResult> Answer<T>(Refusal? wrong, Func<Task<Outcome<T>>> verb) => wrong is null ? Answer(verb()) : Task.FromResult(Refused(wrong));

    public static Refusal? Missing<T>(T? value, string field) where T : struct => value is null ? new Refusal("api-missing", field, field) : null;

    public static Refusal OneOf(string field, IEnumerable<string> words) => new("api-one-of", field, field, string.Join(", ", words));

    /// <summary>The part of a list that is asked for must be one.</summary>
    public static Refusal? WrongPage(int? skip, int? take, int most) => Refusal.All(
        skip is < 0 ? new Refusal("api-range", "skip", "skip", 0, int.MaxValue) : null,
        take is { } rows && (rows < 1 || rows > most) ? new Refusal("api-range", "take", "take", 1, most) : null);

    public static IResult Refused(Refusal refusal) => Problem(refusal, refusal.Code switch
    {
        "not-found" or "number-unknown" => StatusCodes.Status404NotFound,
        "forbidden" or "task-not-yours" => StatusCodes.Status403Forbidden,
        "busy" or "definition-stale" or "key-used" => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    });

    public static IResult Problem(Refusal refusal, int status)
    {
        var more = new Dictionary<string, object?>();
        if (refusal.Field is not null)
            more["field"] = refusal.Field;
        if (refusal.Others.Count > 0)
            more["errors"] = refusal.Others.Prepend(refusal).Select(each => new { each.Field, each.Code, Detail = each.Text() }).ToList();
        return Results.Problem(refusal.Text(), statusCode: status, title: refusal.Code, type: "urn:graballo:refusal:" + refusal.Code, extensions: more);
    }
}
