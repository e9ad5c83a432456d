using System.Security.Claims;
using Graballo.Desk.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Graballo.Server.Startup;

/// <summary>An open screen whose person signed out in another window stops at once; on another node, or after a new password or other roles, soon.</summary>
internal sealed class RevalidatingSignIn : RevalidatingServerAuthenticationStateProvider
{
    private readonly SignInSessions sessions;
    private string? number;

    public RevalidatingSignIn(ILoggerFactory logs, SignInSessions sessions)
        : base(logs)
    {
        this.sessions = sessions;
        AuthenticationStateChanged += Know;
        sessions.Ended += Stop;
    }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(20);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        sessions.Holds(authenticationState.User, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        sessions.Ended -= Stop;
        AuthenticationStateChanged -= Know;
        base.Dispose(disposing);
    }

    private async void Know(Task<AuthenticationState> state) => number = SignInSessions.NumberOf((await state).User);

    private void Stop(string ended)
    {
        if (number == ended)
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
    }
}
