using System.Globalization;
using System.Security.Claims;
using Graballo.Desk.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Graballo.Desk.Accounts;

/// <summary>
/// Which sign-ins still hold. Each has a number in its cookie; signing out writes that number down, so that every copy of the cookie ends,
/// and the person's other devices stay. A new password or other roles end all of them by the security stamp.
/// </summary>
public sealed class SignInSessions(IDbContextFactory<DeskDbContext> databases, IOptions<IdentityOptions> options, TimeProvider clock)
{
    public const string Claim = "graballo:session";

    /// <summary>A cookie lives this long after it was last renewed, so a sign-out need not be remembered for longer.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    private const string SignedOut = "graballo:signed-out";

    /// <summary>A sign-in was ended on this node: its number.</summary>
    public event Action<string>? Ended;

    /// <summary>The number of the sign-in; null when there is none.</summary>
    public static string? NumberOf(ClaimsPrincipal principal) => Of(principal)?.Session;

    /// <summary>True while the sign-in was not ended, here or on another node.</summary>
    public async Task<bool> Holds(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (Of(principal) is not { } sign)
            return false;
        await using var db = await databases.CreateDbContextAsync(ct);
        var known = await db.Users.Where(user => user.Id == sign.User).Select(user => new
        {
            user.SecurityStamp,
            Ended = db.UserTokens.Any(token => token.UserId == sign.User && token.LoginProvider == SignedOut && token.Name == sign.Session),
        }).SingleOrDefaultAsync(ct);
        return known is { Ended: false } && known.SecurityStamp == principal.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType);
    }

    /// <summary>Ends one sign-in on every device that holds its cookie.</summary>
    public async Task End(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (Of(principal) is not { } sign)
            return;
        await using var db = await databases.CreateDbContextAsync(ct);
        var ended = await db.UserTokens.Where(token => token.UserId == sign.User && token.LoginProvider == SignedOut).ToListAsync(ct);
        if (ended.Exists(token => token.Name == sign.Session))
            return;
        var now = clock.GetUtcNow();
        db.UserTokens.RemoveRange(ended.Where(token => !DateTimeOffset.TryParse(token.Value, CultureInfo.InvariantCulture, out var at) || now - at > 2 * Life));
        db.UserTokens.Add(new IdentityUserToken<Guid> { UserId = sign.User, LoginProvider = SignedOut, Name = sign.Session, Value = now.ToString("O", CultureInfo.InvariantCulture) });
        await db.SaveChangesAsync(ct);
        Ended?.Invoke(sign.Session);
    }

    private static (Guid User, string Session)? Of(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var user) && principal.FindFirstValue(Claim) is { Length: > 0 } session ? (user, session) : null;
}
