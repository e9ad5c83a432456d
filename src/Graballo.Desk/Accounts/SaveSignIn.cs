using Graballo.Desk.Organisation;
using Graballo.Desk.Persistence;
using Graballo.Domain.Organisation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Accounts;

/// <param name="AgentId">Whose; or</param>
/// <param name="ContactId">whose. Exactly one of the two.</param>
/// <param name="Roles">Of <see cref="Role"/>, for agents; a contact is always a client and nothing else.</param>
/// <param name="Password">Null keeps the one there is; needed for a new sign-in.</param>
public sealed record SaveSignIn(Guid? AgentId, Guid? ContactId, IReadOnlyList<string> Roles, string? Password);

/// <summary>Lets a person sign in, with these roles. Changing roles or password ends the sessions that are open.</summary>
public sealed class SaveSignInHandler(UserManager<DeskUser> users, DeskDbContext db, TimeProvider clock)
{
    public async Task<Outcome<Done>> Handle(SaveSignIn command, Actor actor, CancellationToken ct)
    {
        if (!OrganisationAccess.CanEdit(actor))
            return Refusal.Forbidden;
        if (command.AgentId is null == command.ContactId is null || command.Roles.Except(Role.All).Any() || command.Roles.Contains(Role.Client))
            return new Refusal("required", "roles", "roles");
        if (await Person(command, ct) is not { } person)
            return Refusal.NotFound;
        if (command.AgentId is { } agentId && !command.Roles.Contains(Role.Administrator) && await Administrators.CheckNotLast(db, agentId, "roles", ct) is { } last)
            return last;
        var user = await db.Users.SingleOrDefaultAsync(
            row => (command.AgentId != null && row.AgentId == command.AgentId) || (command.ContactId != null && row.ContactId == command.ContactId), ct);
        IdentityResult result;
        if (user is null)
        {
            if (string.IsNullOrEmpty(command.Password))
                return new Refusal("required", "password", "password");
            user = new DeskUser
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                UserName = person.Email,
                Email = person.Email,
                DisplayName = person.Name,
                Locale = person.Locale,
                AgentId = command.AgentId,
                ContactId = command.ContactId,
                LockoutEnabled = true,
            };
            result = await users.CreateAsync(user, command.Password);
        }
        else
        {
            (user.UserName, user.Email, user.DisplayName) = (person.Email, person.Email, person.Name);
            result = await users.UpdateAsync(user);
            if (result.Succeeded && !string.IsNullOrEmpty(command.Password))
                result = await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), command.Password);
        }
        if (!result.Succeeded)
            return new Refusal("password-rules", "password");
        await SetRoles(user, command.ContactId is null ? command.Roles : [Role.Client]);
        await users.UpdateSecurityStampAsync(user);
        return Done.It;
    }

    private async Task SetRoles(DeskUser user, IReadOnlyList<string> wanted)
    {
        var has = await users.GetRolesAsync(user);
        await users.RemoveFromRolesAsync(user, has.Except(wanted));
        await users.AddToRolesAsync(user, wanted.Except(has));
    }

    private async Task<(string Email, string Name, string Locale)?> Person(SaveSignIn command, CancellationToken ct)
    {
        if (command.AgentId is { } agentId)
            return await db.Agents.SingleOrDefaultAsync(row => row.Id == agentId, ct) is { } agent ? (agent.Email, agent.Name, agent.Locale) : null;
        return await db.Contacts.SingleOrDefaultAsync(row => row.Id == command.ContactId, ct) is { } contact ? (contact.Email, contact.FullName, contact.Locale) : null;
    }
}
