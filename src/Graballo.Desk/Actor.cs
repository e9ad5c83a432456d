using Graballo.Domain.Organisation;

namespace Graballo.Desk;

/// <summary>Who acts. Every verb asks it what it may do.</summary>
/// <param name="UserId">The sign-in; empty for the system itself.</param>
/// <param name="Name">As the history shows it.</param>
/// <param name="Roles">Of <see cref="Role"/>.</param>
/// <param name="AgentId">Set for people of the serving organisation.</param>
/// <param name="ContactId">Set for a client's user.</param>
/// <param name="CompanyId">Set for a client's user.</param>
public sealed record Actor(
    Guid UserId, string Name, IReadOnlySet<string> Roles, Guid? AgentId = null, Guid? ContactId = null, Guid? CompanyId = null)
{
    /// <summary>The key under which this was asked, so that asking it again acts once; null: every time anew.</summary>
    public Asked? Asked { get; init; }

    /// <summary>The desk itself: timers, flows and the demonstration loader.</summary>
    public static Actor System { get; } = new(Guid.Empty, "Graballo", new HashSet<string>(Role.All));

    /// <summary>Nobody: the anonymous pages.</summary>
    public static Actor Nobody { get; } = new(Guid.Empty, "", new HashSet<string>());

    public bool IsSystem => UserId == Guid.Empty && Roles.Count > 0;

    public bool IsClient => ContactId is not null;

    /// <summary>True for people of the serving organisation who attend tickets or lead those who do.</summary>
    public bool IsStaff => IsSystem || (AgentId is not null && Is(Role.Executive, Role.Supervisor, Role.Manager, Role.Administrator));

    public bool Is(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
        {
            if (Roles.Contains(role))
                return true;
        }
        return false;
    }
}

/// <param name="Key">Of one person, for one address.</param>
/// <param name="Content">Stands for what was asked: the same key with another content is a mistake, not a repetition.</param>
public sealed record Asked(Guid Key, string Content);
