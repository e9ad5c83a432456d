using Graballo.Desk.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Graballo.Server.Startup;

/// <summary>An open screen whose person signed out, or was given another password or other roles, notices soon.</summary>
internal sealed class RevalidatingSignIn(ILoggerFactory logs, SignInSessions sessions) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(20);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        sessions.Holds(authenticationState.User, cancellationToken);
}
