using System.Security.Claims;
using System.Security.Cryptography;
using Graballo.Desk.Accounts;
using Graballo.Desk.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace Graballo.Server.Endpoints;

/// <summary>Signing in and out, and choosing a language: plain forms.</summary>
internal static class SignIn
{
    // Longer than looking a password up takes, shorter than a person minds.
    private static readonly TimeSpan AlwaysAfter = TimeSpan.FromMilliseconds(500);

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        // The pages of these addresses answer POST too; ours comes first.
        app.MapPost("/sign-in", Enter).WithOrder(-1).ExcludeFromDescription();
        app.MapPost("/sign-out", Leave).WithOrder(-1).ExcludeFromDescription();
        app.MapPost("/language", Language).WithOrder(-1).ExcludeFromDescription();
    }

    private static async Task<IResult> Enter(
        [FromForm] string? user, [FromForm] string? password, [FromForm] string? remember, [FromForm] string? returnUrl,
        SignInManager<DeskUser> signIns, UserManager<DeskUser> users, TimeProvider clock, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var back = Local(returnUrl);
        var found = string.IsNullOrWhiteSpace(user) ? null : await users.FindByNameAsync(user.Trim());
        var tried = found is null || string.IsNullOrEmpty(password) ? null : await signIns.CheckPasswordSignInAsync(found, password, lockoutOnFailure: true);
        if (found is not null && tried is { Succeeded: true })
        {
            // The number of this sign-in: signing out ends it, and no other of the same person.
            await signIns.SignInWithClaimsAsync(found, isPersistent: remember is not null, [new Claim(SignInSessions.Claim, RandomNumberGenerator.GetHexString(32))]);
            return Results.LocalRedirect(back ?? (found.ContactId is null ? "/" : "/portal"));
        }
        // Unknown, wrong or locked: the same words after the same work and time, so that nothing tells which names exist.
        if (tried is null or { IsLockedOut: true })
            _ = new PasswordHasher<DeskUser>().HashPassword(new DeskUser { DisplayName = "" }, password ?? "");
        if (AlwaysAfter - clock.GetElapsedTime(began) is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest, clock, ct);
        return Refused("wrong", back);
    }

    // The form has no field but the token, which is checked on the way because a form is asked for.
    private static async Task<IResult> Leave([FromForm] string? everywhere, HttpContext context, SignInManager<DeskUser> signIns, SignInSessions sessions, CancellationToken ct)
    {
        await sessions.End(context.User, ct);
        await signIns.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
    }

    private static async Task<IResult> Language(
        [FromForm] string? culture, [FromForm] string? returnUrl, HttpContext context, UserManager<DeskUser> users)
    {
        var chosen = culture == "en" ? "en" : "es-CL";
        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), IsEssential = true, SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = context.Request.IsHttps });
        if (await users.GetUserAsync(context.User) is { } user)
        {
            user.Locale = chosen;
            await users.UpdateAsync(user);
        }
        return Results.LocalRedirect(Local(returnUrl) ?? "/");
    }

    private static IResult Refused(string error, string? back) =>
        Results.LocalRedirect("/sign-in?error=" + error + (back is null ? "" : "&returnUrl=" + Uri.EscapeDataString(back)));

    // Never to another site.
    private static string? Local(string? url) =>
        url is { Length: > 0 and < 2000 } && url[0] == '/' && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\', StringComparison.Ordinal)
        && !url.Any(char.IsControl)
            ? url
            : null;
}
