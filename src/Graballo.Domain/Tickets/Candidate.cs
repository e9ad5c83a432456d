namespace Graballo.Domain.Tickets;

/// <summary>An executive who might take a ticket, as the chooser sees him or her.</summary>
/// <param name="AgentId">The person.</param>
/// <param name="Code">The short name that decisions use.</param>
/// <param name="Name">For the sentence that explains the choice.</param>
/// <param name="IsAvailable">The person's own switch.</param>
/// <param name="Load">Open tickets held now.</param>
/// <param name="Capacity">Open tickets that can be held.</param>
/// <param name="Rank">1 is asked first under the priority strategy; <see cref="Outside"/>: no member, only asked for by name.</param>
/// <param name="LastTurn">When last chosen, in the group's own count; 0 never.</param>
/// <param name="Skills">Subjects that this person masters, as of <see cref="Organisation.Skills"/>.</param>
public sealed record Candidate(
    Guid AgentId, string Code, string Name, bool IsAvailable, int Load, int Capacity, int Rank, long LastTurn, string Skills = "")
{
    /// <summary>The rank of whoever is no member of the group.</summary>
    public const int Outside = int.MaxValue;

    /// <summary>True during an absence.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>True outside the hours of the person's shift.</summary>
    public bool IsOffShift { get; init; }

    /// <summary>The open tickets held, each by its weight.</summary>
    public int Work { get; init; }

    /// <summary>Open tickets of the channel in question.</summary>
    public int ChannelLoad { get; init; }

    /// <summary>How many of that channel can be held; null: as many as of all.</summary>
    public int? ChannelCapacity { get; init; }

    /// <summary>When this person last served the client in question; null: never.</summary>
    public DateTimeOffset? LastServed { get; init; }

    public bool IsMember => Rank != Outside;

    /// <summary>absent, away, off-shift, full or channel-full; null when a ticket can be taken.</summary>
    public string? Hindrance =>
        IsAbsent ? "absent"
        : !IsAvailable ? "away"
        : IsOffShift ? "off-shift"
        : Load >= Capacity ? "full"
        : ChannelLoad >= ChannelCapacity ? "channel-full"
        : null;

    /// <summary>0 when the skill is not mastered.</summary>
    public int LevelOf(string? skill) => skill is null ? 0 : Organisation.Skills.LevelOf(Skills, skill);
}
