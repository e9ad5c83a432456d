using Graballo.Desk;
using Graballo.Desk.Accounts;
using Microsoft.AspNetCore.Components.Authorization;

namespace Graballo.Designer.Browsing;

/// <summary>Who looks at the screen.</summary>
public sealed class Me(AuthenticationStateProvider sessions)
{
    public async Task<Actor> Actor() => DeskClaims.ActorOf((await sessions.GetAuthenticationStateAsync()).User);
}
