using Graballo.Desk.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace Graballo.Server.Endpoints;

/// <summary>Signing in and out, and choosing a language: plain forms.</summary>
internal static class SignIn
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        // The pages of these addresses answer POST too; ours comes first.
        app.MapPost("/sign-in", Enter).WithOrder(-1).ExcludeFromDescription();
        app.MapPost("/sign-out", Leave).WithOrder(-1).ExcludeFromDescription();
        app.MapPost("/language", Language).WithOrder(-1).ExcludeFromDescription();
    }

    private static async Task<IResult> Enter(
        [FromForm] string? user, [FromForm] string? password, [FromForm] string? remember, [FromForm] string? returnUrl,
        SignInManager<DeskUser> signIns, UserManager<DeskUser> users)
    {
        var back = Local(returnUrl);
        var found = string.IsNullOrWhiteSpace(user) ? null : await users.FindByNameAsync(user.Trim());
        if (found is null || string.IsNullOrEmpty(password))
        {
            // The same work as for a known name, so that time does not tell which names exist.
            _ = new PasswordHasher<DeskUser>().HashPassword(new DeskUser { DisplayName = "" }, password ?? "");
            return Refused("wrong", back);
        }
        var result = await signIns.PasswordSignInAsync(found, password, isPersistent: remember is not null, lockoutOnFailure: true);
        if (result.IsLockedOut)
            return Refused("locked", back);
        return result.Succeeded ? Results.LocalRedirect(back ?? (found.ContactId is null ? "/" : "/portal")) : Refused("wrong", back);
    }

    // The form has no field but the token, which is checked on the way because a form is asked for.
    private static async Task<IResult> Leave([FromForm] string? everywhere, SignInManager<DeskUser> signIns)
    {
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
