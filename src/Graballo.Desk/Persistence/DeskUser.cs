using Microsoft.AspNetCore.Identity;

namespace Graballo.Desk.Persistence;

/// <summary>A sign-in. It belongs to an agent or to a client's user, never to both.</summary>
public sealed class DeskUser : IdentityUser<Guid>
{
    public Guid? AgentId { get; set; }

    public Guid? ContactId { get; set; }

    public required string DisplayName { get; set; }

    public string Locale { get; set; } = "es-CL";
}
