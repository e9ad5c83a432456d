using Graballo.Desk;
using Graballo.Desk.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace Graballo.Designer.Browsing;

/// <summary>Who looks at the screen.</summary>
public sealed class Me(AuthenticationStateProvider session, SignInSessions sessions)
{
    public async Task<Actor> Actor() => DeskClaims.ActorOf((await session.GetAuthenticationStateAsync()).User);

    /// <summary>True once the sign-in of this screen has ended, here or in another window.</summary>
    public async Task<bool> IsSignedOut(CancellationToken ct) => !await sessions.Holds((await session.GetAuthenticationStateAsync()).User, ct);
}
