using System.Security.Claims;
using Graballo.Desk.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Graballo.Desk.Accounts;

/// <summary>What a sign-in cookie says of a person, and the actor that verbs read from it.</summary>
public static class DeskClaims
{
    public const string Agent = "graballo:agent";
    public const string Contact = "graballo:contact";
    public const string Company = "graballo:company";
    public const string Display = "graballo:name";

    public static Actor ActorOf(ClaimsPrincipal? principal)
    {
        if (principal?.Identity?.IsAuthenticated != true || !Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
            return Actor.Nobody;
        return new Actor(
            id, principal.FindFirstValue(Display) ?? "", principal.FindAll(ClaimTypes.Role).Select(claim => claim.Value).ToHashSet(),
            Id(principal, Agent), Id(principal, Contact), Id(principal, Company));
    }

    private static Guid? Id(ClaimsPrincipal principal, string type) =>
        Guid.TryParse(principal.FindFirstValue(type), out var id) ? id : null;
}

/// <summary>Writes the claims when somebody signs in.</summary>
public sealed class DeskClaimsFactory(
    UserManager<DeskUser> users, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options, DeskDbContext db)
    : UserClaimsPrincipalFactory<DeskUser, IdentityRole<Guid>>(users, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(DeskUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DeskClaims.Display, user.DisplayName));
        if (user.AgentId is { } agent)
            identity.AddClaim(new Claim(DeskClaims.Agent, agent.ToString()));
        if (user.ContactId is { } contact)
        {
            identity.AddClaim(new Claim(DeskClaims.Contact, contact.ToString()));
            var company = await db.Contacts.Where(row => row.Id == contact).Select(row => row.CompanyId).SingleAsync();
            identity.AddClaim(new Claim(DeskClaims.Company, company.ToString()));
        }
        return identity;
    }
}
